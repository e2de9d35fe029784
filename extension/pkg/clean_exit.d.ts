// What the scripts here call of the WASM core; the build makes the rest.

/** Loads the core. */
export default function init(options: { module_or_path: string }): Promise<unknown>;

/** Starts the background. */
export function boot(callPage: Function): Promise<void>;

/** Time has passed. */
export function tick(): void;

/** A panel asks for something. */
export function panel_asked(port: chrome.runtime.Port, message: unknown): void;

/** A panel was closed. */
export function panel_left(port: chrome.runtime.Port): void;

/** A frame of the CRM says that it is there. */
export function frame_present(sender: chrome.runtime.MessageSender): void;

/** Starts the panel in this page. */
export function panel(): void;

// What the scripts here call of the WASM core; the build makes the rest.

/** Loads the core. */
export default function init(options: { module_or_path: string }): Promise<unknown>;

/** Starts the panel in this page. */
export function panel(): void;

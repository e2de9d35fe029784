// @ts-check
// Starts the panel. What it shows is decided in src/ui; what is said if it does not start, in early.js.

import init, { panel } from './pkg/clean_exit.js';

await init({ module_or_path: chrome.runtime.getURL('pkg/clean_exit_bg.wasm') });
panel();

// @ts-check
// Starts the first page. What it shows is decided in src/ui; what is said if it does not start, in early.js.

import init, { welcome } from './pkg/clean_exit.js';

await init({ module_or_path: chrome.runtime.getURL('pkg/clean_exit_bg.wasm') });
welcome();

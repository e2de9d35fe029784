// @ts-check
// Starts the options. What they show is decided in src/ui; what is said if they do not start, in early.js.

import init, { options } from './pkg/clean_exit.js';

await init({ module_or_path: chrome.runtime.getURL('pkg/clean_exit_bg.wasm') });
const refresh = options();
chrome.storage.onChanged.addListener(() => refresh());
chrome.permissions.onAdded.addListener(() => refresh());
chrome.permissions.onRemoved.addListener(() => refresh());

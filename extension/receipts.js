// @ts-check
// Starts the page with the receipts. What it shows is decided in src/ui; what is said if it does not start, in early.js.

import init, { receipts } from './pkg/clean_exit.js';

await init({ module_or_path: chrome.runtime.getURL('pkg/clean_exit_bg.wasm') });
// Whatever fails here without being caught, the background is to go on with its receipts.
const stopped = new Promise((stop) => { for (const kind of ['error', 'unhandledrejection']) addEventListener(kind, stop); });
const refresh = receipts(stopped);
chrome.storage.onChanged.addListener((changes) => {
  if (['receipts', 'receipts-chain', 'settings'].some((name) => name in changes)) refresh();
});

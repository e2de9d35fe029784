// @ts-check
// Starts the page with the receipts. What it shows is decided in src/ui; what is said if it does not start, in early.js.

import init, * as core from './pkg/clean_exit.js';

await init({ module_or_path: chrome.runtime.getURL('pkg/clean_exit_bg.wasm') });
// A page that failed, and says so, does nothing more: the background goes on with the receipts alone.
const stopped = new Promise((stop) => {
  const leave = () => { core.__wbg_reset_state(); stop(undefined); };
  for (const kind of ['error', 'unhandledrejection']) addEventListener(kind, leave);
});
const refresh = core.receipts(stopped);
chrome.storage.onChanged.addListener((changes) => {
  if (['receipts', 'receipts-chain', 'settings'].some((name) => name in changes)) refresh();
});

// @ts-check
// Starts the panel. What it shows is decided in src/ui; what is said if it does not start, in early.js.

import init, { panel } from './pkg/clean_exit.js';

await init({ module_or_path: chrome.runtime.getURL('pkg/clean_exit_bg.wasm') });
panel();

// Firefox would leave the popup in front of the page that a link in it opens, and the keyboard with it.
addEventListener('click', ({ target }) => {
  if (document.documentElement.dataset.place === 'popup' && target instanceof Element && target.closest('a')) setTimeout(close);
});

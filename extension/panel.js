// @ts-check
// Starts the panel. What it shows is decided in src/ui.

import init, { panel } from './pkg/clean_exit.js';

/** Says that the program itself failed: at its start, or later. */
function showBroken() {
  const main = document.querySelector('main');
  if (main) main.dataset.tone = 'bad';
  for (const part of ['headline', 'lead']) {
    const element = document.getElementById(part);
    if (element) element.textContent = chrome.i18n.getMessage(element.dataset.broken ?? '');
  }
  document.getElementById('detail')?.replaceChildren();
}

addEventListener('error', showBroken);
addEventListener('unhandledrejection', showBroken);

await init({ module_or_path: chrome.runtime.getURL('pkg/clean_exit_bg.wasm') });
panel();

// @ts-check
// Starts the options. What they show is decided in src/ui; what is said if they do not start, in early.js.

import init, { options } from './pkg/clean_exit.js';

await init({ module_or_path: chrome.runtime.getURL('pkg/clean_exit_bg.wasm') });
const refresh = options();
const [save, open] = ['export', 'import'].map((id) => /** @type {HTMLInputElement} */ (document.getElementById(id)));
save?.addEventListener('click', async () => {
  const { settings = {} } = await chrome.storage.local.get('settings');
  const file = new Blob([JSON.stringify({ format: 'clean-exit-settings', version: 1, settings }, undefined, 2)], { type: 'application/json' });
  Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: 'clean-exit-settings.json' }).click();
});
open?.addEventListener('change', async () => {
  const text = await open.files?.[0]?.text();
  // The same file may be chosen again once it is mended.
  open.value = '';
  if (text !== undefined) refresh(text);
});
chrome.storage.onChanged.addListener(() => refresh());
chrome.permissions.onAdded.addListener(() => refresh());
chrome.permissions.onRemoved.addListener(() => refresh());

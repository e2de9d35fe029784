// What a CRM page loads only while the clipboard is to be emptied: it tells the background that something was copied.
// @ts-check

/**
 * A script of the page can dispatch such events; the browser marks those that it made itself.
 * The emptying of the clipboard is a copy, too.
 * @param {Event} event
 */
const tell = (event) => {
  const isOurs = /** @type {any} */ (globalThis).cleanExitPage?.emptying;
  if (event.isTrusted && !isOurs) chrome.runtime.sendMessage('copied').catch(() => {});
};

addEventListener('copy', tell, true);
addEventListener('cut', tell, true);

// The shim: every listener is registered here, at once, and forwards to the core. Nothing is decided here.
// @ts-check

import init, * as core from './pkg/clean_exit.js';

/**
 * Runs in a frame's isolated world: calls a function of the page agent there.
 * The host is read here because the browser vouches for it, which a report of the page could not.
 * @param {string} name
 * @param {unknown} argument
 */
async function callPage(name, argument) {
  const page = /** @type {any} */ (globalThis).cleanExitPage;
  return { host: location.hostname, value: (await page[name](argument)) ?? null };
}

/** The core: started at once, since the browser starts this for an event only, and awaited by every event. */
const ready = init({ module_or_path: chrome.runtime.getURL('pkg/clean_exit_bg.wasm') }).then(() => core.boot(callPage));

chrome.runtime.onConnect.addListener((port) => {
  // Only the extension's own pages may connect: a content script's sender is the page that it runs in.
  if (!port.sender?.url?.startsWith(chrome.runtime.getURL(''))) return port.disconnect();
  port.onMessage.addListener((message) => void ready.then(() => core.panel_asked(/** @type {any} */ (port), message)));
  port.onDisconnect.addListener(() => void ready.then(() => core.panel_left(/** @type {any} */ (port))));
});

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (message === 'copied') void ready.then(() => core.page_copied(sender));
  if (['opened', 'active', 'left'].includes(message)) void ready.then(() => core.page_used(message, sender));
  if (message !== 'present') return false;
  ready.then(() => core.frame_present(sender)).finally(() => answer());
  return true;
});

/** What follows the settings, one after the other: the browser refuses to register a script twice at once. */
let following = Promise.resolve();
const follow = () => { following = following.then(() => ready).then(() => core.settings_changed()); };

chrome.alarms.onAlarm.addListener(() => void ready.then(() => core.tick()));
// A run that the end of the browser, or an update of the extension, cut off is taken up by booting.
chrome.runtime.onStartup.addListener(() => void ready.then(() => core.browser_started()));
chrome.runtime.onInstalled.addListener(({ reason }) => { following = following.then(() => ready).then(() => core.installed(reason === 'install')); });
chrome.permissions.onAdded.addListener(follow);
chrome.permissions.onRemoved.addListener(follow);
chrome.storage.onChanged.addListener((changes, area) => {
  if ('settings' in changes || area === 'managed') follow();
});
chrome.idle.onStateChanged.addListener((state) => void ready.then(() => core.idle_changed(state)));
chrome.contextMenus.onClicked.addListener(({ menuItemId }, tab) => void ready.then(() => core.menu_chosen(String(menuItemId), tab?.id ?? -1)));
// They are there only with the permission.
chrome.notifications?.onClicked.addListener(() => void ready.then(() => core.notice_answered(0)));
chrome.notifications?.onButtonClicked.addListener((_id, button) => void ready.then(() => core.notice_answered(button)));
// Scripts in pages have no business there. Some browsers have no such call.
void chrome.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });

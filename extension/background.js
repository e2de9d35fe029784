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

/**
 * The core, started at once, since the browser starts this for an event only; none after it stopped, until the next event.
 * @type {Promise<unknown> | undefined}
 */
let ready = init({ module_or_path: chrome.runtime.getURL('pkg/clean_exit_bg.wasm') }).then(boot);
/** Lets go of what the core holds: a promise of a core that stopped is never kept. */
let letGo = () => {};
/** How often the core has stopped in this run is noted before it is started afresh: `boot` gives such a run up. */
let noted = Promise.resolve();
/** What follows the settings, one after the other: the browser refuses to register a script twice at once. */
let following = Promise.resolve();
/** The extension's pages that are connected. @type {Set<chrome.runtime.Port>} */
const ports = new Set();
/** The core has stopped since the last click, and no page was there to be told: the popup is made while the run begins. */
let untold = false;

function boot() {
  return core.boot(callPage, new Promise((stop) => { letGo = () => stop(undefined); }));
}

/**
 * The only way into the core. A call that is lost because the core stops is never answered.
 * @param {() => unknown} call
 */
function ask(call) {
  ready ??= noted.then(boot);
  return ready.then(call);
}

/** After a trap nothing in the WASM's memory can be relied on: it is dropped, and the journal tells the next one all. @param {unknown} reason */
function stopped(reason) {
  // Some browsers tell of a stack that is full by a RangeError.
  if (!(reason instanceof WebAssembly.RuntimeError || reason instanceof RangeError)) return;
  core.__wbg_reset_state();
  letGo();
  ready = undefined;
  following = Promise.resolve();
  noted = note().catch(() => {});
  untold = ports.size === 0;
  for (const port of ports) tell(port);
  ports.clear();
}

/** Tells a page that the core stopped; it asks again a moment later. @param {chrome.runtime.Port} port */
function tell(port) {
  port.postMessage({ broken: { trouble: 'core_stopped' } });
  port.disconnect();
}

async function note() {
  const { stops } = await chrome.storage.local.get('stops');
  await chrome.storage.local.set({ stops: Number(stops ?? 0) + 1 });
}

addEventListener('error', ({ error }) => stopped(error));
addEventListener('unhandledrejection', ({ reason }) => stopped(reason));

chrome.runtime.onConnect.addListener((port) => {
  // Only the extension's own pages may connect: a content script's sender is the page that it runs in.
  if (!port.sender?.url?.startsWith(chrome.runtime.getURL(''))) return port.disconnect();
  if (untold) {
    untold = false;
    return tell(port);
  }
  ports.add(port);
  port.onMessage.addListener((message) => void ask(() => core.panel_asked(/** @type {any} */ (port), message)));
  port.onDisconnect.addListener(() => {
    ports.delete(port);
    void ask(() => core.panel_left(/** @type {any} */ (port)));
  });
});

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (message?.unneeded && sender.url?.startsWith(chrome.runtime.getURL(''))) void chrome.permissions.remove({ origins: [message.unneeded] });
  if (message === 'copied') void ask(() => core.page_copied(sender));
  if (['opened', 'active', 'left'].includes(message)) void ask(() => core.page_used(message, sender));
  if (message !== 'present') return false;
  ask(() => core.frame_present(sender)).finally(() => answer());
  return true;
});

/** Entries of the button's menu that begin a sign-out, which the popup shows. */
const SHOWN = ['sign_out', 'only_front'];

/** The button was clicked, or something was chosen in its menu. @param {string} entry @param {chrome.tabs.Tab | undefined} tab */
function chosen(entry, tab) {
  untold = false;
  // First, so that a popup that fails keeps nobody signed in.
  void ask(() => core.menu_chosen(entry));
  if (SHOWN.includes(entry)) show(tab?.windowId);
}

/**
 * Opens the panel as a popup, at once: some browsers open it in answer to a click only. The button has no popup otherwise,
 * so that a click comes here first: the run begins long before the browser has made the popup.
 * @param {number | undefined} windowId
 */
function show(windowId) {
  void chrome.action.setPopup({ popup: 'panel.html' });
  chrome.action.openPopup({ windowId }).catch(() => ask(core.popup_refused));
  void chrome.action.setPopup({ popup: '' });
}

const follow = () => { following = following.then(() => ask(core.settings_changed)).then(() => {}); };

chrome.alarms.onAlarm.addListener(() => void ask(core.tick));
// A run that the end of the browser, or an update of the extension, cut off is taken up by booting.
chrome.runtime.onStartup.addListener(() => void ask(core.browser_started));
chrome.runtime.onInstalled.addListener(({ reason }) => { following = following.then(() => ask(() => core.installed(reason === 'install'))).then(() => {}); });
chrome.permissions.onAdded.addListener(follow);
chrome.permissions.onRemoved.addListener(follow);
chrome.storage.onChanged.addListener((changes, area) => {
  if ('settings' in changes || area === 'managed') follow();
});
chrome.idle.onStateChanged.addListener((state) => void ask(() => core.idle_changed(state)));
chrome.action.onClicked.addListener((tab) => chosen('sign_out', tab));
chrome.contextMenus.onClicked.addListener(({ menuItemId }, tab) => chosen(String(menuItemId), tab));
// They are there only with the permission.
chrome.notifications?.onClicked.addListener(() => void ask(() => core.notice_answered(0)));
chrome.notifications?.onButtonClicked.addListener((_id, button) => void ask(() => core.notice_answered(button)));
// Scripts in pages have no business there. Some browsers have no such call.
void chrome.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });

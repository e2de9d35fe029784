// Runs in the browser's own scope: what a test sees and does there. Each function is called by its name, with JSON.
import { AddonManager } from 'resource://gre/modules/AddonManager.sys.mjs';
import { CustomizableUI } from 'resource:///modules/CustomizableUI.sys.mjs';
import { Downloads } from 'resource://gre/modules/Downloads.sys.mjs';
import { ExtensionParent } from 'resource://gre/modules/ExtensionParent.sys.mjs';
import { ExtensionPermissions } from 'resource://gre/modules/ExtensionPermissions.sys.mjs';
import { FileUtils } from 'resource://gre/modules/FileUtils.sys.mjs';
import { HiddenFrame } from 'resource://gre/modules/HiddenFrame.sys.mjs';
import { PrivateBrowsingUtils } from 'resource://gre/modules/PrivateBrowsingUtils.sys.mjs';
import { waitForInitialNavigationCompleted } from 'chrome://remote/content/shared/Navigate.sys.mjs';
import { TabManager } from 'chrome://remote/content/shared/TabManager.sys.mjs';
import { event } from 'chrome://remote/content/shared/webdriver/Event.sys.mjs';

const ACTOR = 'CleanExitTest';

/** Makes the part known that runs in the processes of pages. */
export function registerActor() {
  ChromeUtils.registerWindowActor(ACTOR, {
    child: { esModuleURI: 'resource://clean-exit-tests/CleanExitTestChild.sys.mjs' }, allFrames: true, includeChrome: true,
  });
}

/** Calls a function by its name, and reports what came of it. */
export async function call(name, given) {
  try {
    return JSON.stringify({ value: (await calls[name](...JSON.parse(given))) ?? null });
  } catch (error) {
    return JSON.stringify({ error: `${error}\n${error?.stack ?? ''}` });
  }
}

const extensionOf = (id) => WebExtensionPolicy.getByID(id)?.extension;

/** The views of an extension of this kind: `background`, `popup`, `tab`. */
const viewsOf = (id, kind) => [...extensionOf(id)?.views ?? []].filter((view) => view.viewType === kind && view.xulBrowser);

/** Pages that only the test knows of. */
const hidden = new Map();
let lastHidden = 0;

/** What was asked of the network. */
const requests = [];

/** The browsing context that a place names. */
function contextOf({ tab, view, id, page, frame }) {
  const top = page ? hidden.get(page)?.browser.browsingContext : tab ? TabManager.getBrowsingContextById(tab)
    : viewsOf(id, view).find(({ xulBrowser }) => xulBrowser.isConnected)?.xulBrowser.browsingContext;
  if (!frame) return top;
  return top?.getAllBrowsingContextsInSubtree().find((each) => each.currentWindowGlobal?.documentURI.spec === frame);
}

async function ask(place, name, data) {
  const context = contextOf(place);
  if (!context?.currentWindowGlobal) throw new Error(`there is no page at ${JSON.stringify(place)}`);
  return context.currentWindowGlobal.getActor(ACTOR).sendQuery(name, data);
}

const calls = {
  /** Evaluates in a page. */
  async evaluate(place, expression, world, selector) {
    const { error, value } = JSON.parse(await ask(place, 'evaluate', { expression, world, selector }));
    if (error !== undefined) throw new Error(error);
    return value;
  },

  /** The address of what is at a place, or nothing. */
  addressAt: (place) => contextOf(place)?.currentWindowGlobal?.documentURI.spec,

  /** The tabs of every window: where each is, and what it shows. */
  tabs: () => TabManager.browsers.map((browser) => ({ tab: TabManager.getIdForBrowser(browser), address: browser.currentURI.spec })),

  click: (place, selector, clickCount) => ask(place, 'click', { selector, clickCount }),
  isVisible: (place, selector) => ask(place, 'isVisible', { selector }),
  keys: (place, keys) => ask(place, 'keys', { keys }),
  heard: (place, selector) => ask(place, 'heard', { selector }),
  spoken: (place) => ask(place, 'spoken', {}),
  shadowTexts: (place) => ask(place, 'shadowTexts', {}),

  /** Installs an extension from a folder; it stays when the browser starts again. */
  async install(folder, packed) {
    zip(new FileUtils.File(folder), new FileUtils.File(packed));
    const install = await AddonManager.getInstallForFile(new FileUtils.File(packed));
    const addon = await install.install();
    if (!addon?.isActive) throw new Error(`it was not installed: ${install.error}`);
    if (extensionOf(addon.id).manifest.action) pin(addon.id);
    return addon.id;
  },

  /** Removes an extension. */
  async uninstall(id) {
    await (await AddonManager.getAddonByID(id)).uninstall();
  },

  /** Gives an extension optional permissions, as a person does who allows them. */
  async grant(id, permissions, origins) {
    await ExtensionPermissions.add(id, { permissions, origins }, extensionOf(id));
  },

  /** Has the person agree to whatever an extension asks for after a click: the browser then shows no prompt. */
  agree: () => Services.prefs.setBoolPref('extensions.webextOptionalPermissionPrompts', false),

  /** Has downloads saved in a folder, without a question. */
  async saveDownloadsIn(folder) {
    await IOUtils.makeDirectory(folder);
    Services.prefs.setIntPref('browser.download.folderList', 2);
    Services.prefs.setStringPref('browser.download.dir', folder);
  },

  /** The paths of the files that were downloaded, in the order in which they began. */
  async downloaded() {
    const list = await Downloads.getList(Downloads.ALL);
    return (await list.getAll()).filter(({ succeeded }) => succeeded).map(({ target }) => target.path);
  },

  /** Where the address of an extension's files begins, once it is there. */
  originOf: (id) => {
    pin(id);
    return extensionOf(id)?.baseURI.spec;
  },

  stateOfBackground: (id) => extensionOf(id)?.backgroundState,

  async stopBackground(id) {
    await extensionOf(id).terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
  },

  /** Clicks the extension's button on the toolbar of the window that a tab is in. */
  async clickToolbar(id, place) {
    const window = contextOf(place).topChromeWindow;
    const widget = CustomizableUI.getWidget(widgetOf(id)).forWindow(window);
    const button = widget.node.querySelector('.unified-extensions-item-action-button') ?? widget.node;
    const { left, top, width, height } = button.getBoundingClientRect();
    event.synthesizeMouseAtPoint(left + width / 2, top + height / 2, {}, window);
  },

  /** Brings a tab to the front of its window. */
  show(place) {
    const { topChromeWindow, embedderElement } = contextOf(place);
    topChromeWindow.gBrowser.selectedTab = topChromeWindow.gBrowser.getTabForBrowser(embedderElement);
  },

  /** Shows a page as if the person had set the computer so. */
  emulate(place, features) {
    for (const { name, value } of features) {
      if (name !== 'prefers-color-scheme') throw new Error(`${name} cannot be emulated`);
      contextOf(place).prefersColorSchemeOverride = value;
    }
  },

  /** Shows a page in this size, as WebDriver does. */
  resize(place, { width, height }) {
    const { style } = contextOf(place).embedderElement;
    Object.assign(style, { width: `${width}px`, height: `${height}px` });
  },

  /** Chooses an entry of the extension's menu, as the browser tells of it, with the tab in front. */
  chooseInMenu(id, menuItemId) {
    const tab = Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedTab;
    extensionOf(id).emit('webext-menu-menuitem-click', { menuItemId, editable: false }, tab);
  },

  /** Closes the popup, as a click beside it does; one that is still opening would open all the same. */
  closePopup({ id }) {
    for (const { xulBrowser } of viewsOf(id, 'popup')) {
      const panel = xulBrowser.closest('panel');
      if (panel?.state === 'open') panel.hidePopup();
    }
  },

  /** Every cookie of the browser, as it keeps them, and those of private windows. */
  cookies: () => [...Services.cookies.cookies, ...Services.cookies.getCookiesWithOriginAttributes('{"privateBrowsingId":1}')].map((cookie) => ({
    name: cookie.name, value: cookie.value, domain: cookie.host, path: cookie.path, secure: cookie.isSecure, httpOnly: cookie.isHttpOnly,
    session: cookie.isSession, expires: cookie.isSession ? -1 : cookie.expiry, sameSite: cookie.sameSite, ...attributesOf(cookie.originAttributes),
  })),

  /** Forgets the cookies of these domains, and what these hosts store, in frames of other sites too. */
  async forget(domains, hosts) {
    for (const { host, name, path, originAttributes } of Services.cookies.cookies) {
      if (new RegExp(domains).test(host)) Services.cookies.remove(host, name, path, originAttributes);
    }
    const { clearData } = Services;
    await Promise.all(hosts.map((host) => new Promise((done) => {
      clearData.deleteDataFromHost(host, true, Ci.nsIClearDataService.CLEAR_DOM_STORAGES, { onDataDeleted: done });
    })));
  },

  /** Notes all that is asked of the network from now on: by pages, workers, extensions, the browser itself. */
  logRequests() {
    Services.obs.addObserver((subject) => {
      const { requestMethod: method, URI, loadInfo } = subject.QueryInterface(Ci.nsIHttpChannel);
      const { isSystemPrincipal, originNoSuffix } = loadInfo.triggeringPrincipal;
      requests.push({ method, url: URI.spec, initiator: isSystemPrincipal ? null : originNoSuffix, time: Date.now() });
    }, 'http-on-modify-request');
  },

  requests: () => requests,

  /** Opens a page of the extension that is in no window. */
  async openHidden(address, id) {
    const host = new ExtensionParent.HiddenExtensionPage(extensionOf(id), 'tab');
    const browser = await host.createBrowserElement();
    return show(browser, address, () => host.shutdown());
  },

  /** Opens an empty page of the web that is in no window, answered here; if `framed` is an address, with a frame of that. `container`: its number. */
  async openAnswered(address, framed, container) {
    const stop = answer({ [address]: framed ? `<!doctype html><iframe src="${framed}"></iframe>` : '<!doctype html>', ...framed ? { [framed]: '<!doctype html>' } : {} });
    const frame = new HiddenFrame();
    const { document } = await frame.get();
    const browser = document.createXULElement('browser');
    for (const [name, value] of Object.entries({ type: 'content', remote: 'true', maychangeremoteness: 'true' })) browser.setAttribute(name, value);
    if (container) browser.setAttribute('usercontextid', container);
    document.documentElement.append(browser);
    return show(browser, address, () => {
      stop();
      frame.destroy();
    }, container);
  },

  /** Has a tab show an empty page of the web, answered here. */
  async showAnswered(place, address) {
    const stop = answer({ [address]: '<!doctype html>' });
    const { embedderElement, originAttributes } = contextOf(place);
    await loaded(embedderElement, address, Services.scriptSecurityManager.createContentPrincipal(Services.io.newURI(address), originAttributes)).finally(stop);
  },

  /** Shows a tab something, and loads nothing? */
  isAtRest(place) {
    const { embedderElement } = contextOf(place);
    return embedderElement.currentURI.spec !== 'about:blank' && !embedderElement.webProgress.isLoadingDocument;
  },

  /** Titles and addresses of what a tab has shown. */
  historyOf(place) {
    const { sessionHistory } = contextOf(place);
    return Array.from({ length: sessionHistory.count }, (_, at) => sessionHistory.getEntryAtIndex(at)).map(({ title, URI }) => [title, URI.spec]);
  },

  closeHidden(page) {
    hidden.get(page)?.close();
    hidden.delete(page);
  },

  /** Opens a tab in a container, which this switches on as a person does who uses them. */
  openInContainer(userContextId) {
    Services.prefs.setBoolPref('privacy.userContext.enabled', true);
    return openBlank(Services.wm.getMostRecentWindow('navigator:browser'), { userContextId });
  },

  /** Opens a tab in an ordinary window, and names it. */
  openOrdinary() {
    return openBlank([...Services.wm.getEnumerator('navigator:browser')].find((each) => !PrivateBrowsingUtils.isWindowPrivate(each)));
  },

  /** Opens a private window that shows nothing, and names its tab. */
  async openPrivateWindow() {
    const window = Services.wm.getMostRecentWindow('navigator:browser').OpenBrowserWindow({ private: true });
    await new Promise((done) => {
      const observer = (subject) => {
        if (subject !== window) return;
        Services.obs.removeObserver(observer, 'browser-delayed-startup-finished');
        done();
      };
      Services.obs.addObserver(observer, 'browser-delayed-startup-finished');
    });
    // What the browser shows there by itself is still loading.
    const first = window.gBrowser.selectedTab;
    const tab = await openBlank(window);
    window.gBrowser.removeTab(first);
    return tab;
  },

  /** Loads the extension anew. */
  async reload(id) {
    await (await AddonManager.getAddonByID(id)).reload();
  },

  /** Lets the extension into private windows; its background starts anew. */
  async allowPrivate(id) {
    await ExtensionPermissions.add(id, { permissions: ['internal:privateBrowsingAllowed'], origins: [] });
    await (await AddonManager.getAddonByID(id)).reload();
  },

  pref: (name) => Services.prefs.getBoolPref(name),
};

const widgetOf = (id) => `${id.toLowerCase().replace(/[^a-z0-9_-]/g, '_')}-browser-action`;

/** Puts the extension's button on the toolbar. */
function pin(id) {
  CustomizableUI.addWidgetToArea(widgetOf(id), CustomizableUI.AREA_NAVBAR);
}

/** Opens a tab in front that shows nothing, and names it once that is loaded: who leads it elsewhere before may wait in vain. */
async function openBlank({ gBrowser }, options = {}) {
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
  gBrowser.selectedTab = gBrowser.addTab('about:blank', { ...options, triggeringPrincipal });
  const browser = gBrowser.selectedBrowser;
  await waitForInitialNavigationCompleted(browser.browsingContext.webProgress, { unloadTimeout: 5_000 });
  return TabManager.getIdForBrowser(browser);
}

/** Packs a folder. */
function zip(folder, file) {
  const writer = Cc['@mozilla.org/zipwriter;1'].createInstance(Ci.nsIZipWriter);
  writer.open(file, FileUtils.MODE_WRONLY | FileUtils.MODE_CREATE | FileUtils.MODE_TRUNCATE);
  const add = (from, path) => {
    for (const each of from.directoryEntries) {
      if (each.isDirectory()) add(each, `${path}${each.leafName}/`);
      else writer.addEntryFile(`${path}${each.leafName}`, Ci.nsIZipWriter.COMPRESSION_NONE, each, false);
    }
  };
  add(folder, '');
  writer.close();
}

async function show(browser, address, close, userContextId = 0) {
  lastHidden += 1;
  const page = lastHidden;
  hidden.set(page, { browser, close });
  await loaded(browser, address, Services.scriptSecurityManager.createContentPrincipal(Services.io.newURI(address), { userContextId }));
  return page;
}

/** Answers requests in the servers' stead; returns what ends that. */
function answer(pages) {
  const observer = (channel) => {
    const body = pages[channel.QueryInterface(Ci.nsIHttpChannel).URI.spec];
    if (body === undefined) return;
    const response = Cc['@mozilla.org/network/replaced-http-response;1'].createInstance(Ci.nsIReplacedHttpResponse);
    response.responseStatus = 200;
    response.responseStatusText = 'OK';
    response.responseBody = body;
    response.setResponseHeader('Content-Type', 'text/html', false);
    channel.QueryInterface(Ci.nsIHttpChannelInternal).setResponseOverride(response);
  };
  Services.obs.addObserver(observer, 'http-on-modify-request');
  return () => Services.obs.removeObserver(observer, 'http-on-modify-request');
}

/** Listeners that wait: the browser itself holds them weakly, and one that is collected never hears. */
const listening = new Set();

/** Loads an address and waits for it. */
function loaded(browser, address, triggeringPrincipal) {
  return new Promise((done) => {
    const listener = {
      QueryInterface: ChromeUtils.generateQI(['nsIWebProgressListener', 'nsISupportsWeakReference']),
      onStateChange(progress, request, flags) {
        if (!progress.isTopLevel || !(flags & Ci.nsIWebProgressListener.STATE_STOP) || browser.currentURI.spec !== address) return;
        browser.removeProgressListener(listener);
        listening.delete(listener);
        done();
      },
    };
    listening.add(listener);
    browser.addProgressListener(listener, Ci.nsIWebProgress.NOTIFY_STATE_WINDOW);
    browser.fixupAndLoadURIString(address, { triggeringPrincipal });
  });
}

/** Where a cookie lives, as puppeteer names it. */
function attributesOf({ partitionKey, privateBrowsingId, userContextId }) {
  const [, scheme, site] = /^\((\w+),([^,)]+)/.exec(partitionKey) ?? [];
  return {
    ...site ? { partitionKey: { topLevelSite: `${scheme}://${site}` } } : {},
    ...privateBrowsingId ? { isPrivate: true } : {}, ...userContextId ? { container: userContextId } : {},
  };
}

// Drives a real Chromium with the built extension: a fresh profile, a private home that trusts the world's authority,
// and real clicks on the toolbar button.
//
// What was seen in Chromium 156, headless and with a display alike:
// - Puppeteer sees the popup as a target of type 'page' that is no tab: `target.page()` has nothing, `target.asPage()` a
//   full page, with screenshots and emulated colour schemes. It is there about 0.4 s after the click.
// - The popup closes when the active tab is removed, discarded or left for another. It stays when that tab navigates, and
//   when other tabs come and go. An inspected popup survives a loss of focus, which a user's does not.
// - A worker is not stopped for idleness in the time of a test: `killWorker` does it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { trustInChromium } from '../org/drive.mjs';
import { attach, ended, prepare, startBrowser, stopBrowser } from './chromium-start.mjs';
import { openHidden } from './hidden.mjs';
import { letIn, openWindow, reloaded } from './incognito.mjs';
import { requested } from './network-log.mjs';
import { heard, spoken } from './screen-reader.mjs';
import { Session } from './session.mjs';
import { enter, inside, storageOf } from './storage.mjs';
import { SOON, until } from './waiting.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('./harness.mjs').LaunchOptions} LaunchOptions
 */

/**
 * Starts Chromium and installs the extension.
 * @param {LaunchOptions} options
 * @param {import('./session.mjs').Place} place
 */
export async function launchChromium(options, place) {
  await mkdir(place.home, { recursive: true });
  await trustInChromium(options.world, place.home);
  const prepared = await prepare(options, place.folder);
  const log = options.networkLog ? join(place.folder, 'network.json') : undefined;
  const args = [...options.args ?? [], ...log ? [`--log-net-log=${log}`] : []];
  const start = () => startBrowser({ ...options, args }, prepared, place.home, place.profile);
  return new ChromiumSession(await start(), start, place, log);
}

/** A Chromium with the extension in it. */
export class ChromiumSession extends Session {
  #start;
  #started;
  #networkLog;

  /**
   * @param {Awaited<ReturnType<typeof startBrowser>>} started
   * @param {() => ReturnType<typeof startBrowser>} start
   * @param {import('./session.mjs').Place} place
   * @param {string} [networkLog] file
   */
  constructor(started, start, place, networkLog = '') {
    super(place);
    this.#started = started;
    this.#start = start;
    this.#networkLog = networkLog;
  }

  /** Puppeteer's browser. */
  get browser() {
    return this.#started.browser;
  }

  /** The extension's id. */
  get extensionId() {
    return this.#started.id;
  }

  /** The address of a file of the extension. @param {string} file */
  url(file) {
    return `chrome-extension://${this.extensionId}/${file}`;
  }

  /** Opens a tab. @param {string} [address] */
  async open(address) {
    const page = await this.browser.newPage();
    if (address) await page.goto(address);
    return page;
  }

  /**
   * Clicks the extension's toolbar button, as the user does who looks at `page`.
   * @param {Page} page
   */
  async clickToolbar(page) {
    await page.bringToFront();
    // A person who comes from a page has closed the popup by clicking there; with it open, the click would only close it.
    for (const target of this.browser.targets().filter((each) => each.url().startsWith(this.url('panel.html')))) {
      if (!await target.page()) await target.asPage().then((popup) => popup.close()).catch(() => {});
    }
    const extension = (await this.browser.extensions()).get(this.extensionId);
    if (!extension) throw new Error('the browser does not have the extension');
    await page.triggerExtensionAction(extension);
  }

  /** The page that shows a file of the extension: a popup, a window or a tab. Waits for it. @param {string} file */
  async pageOf(file) {
    const address = this.url(file);
    const target = await this.browser.waitForTarget((each) => each.url().startsWith(address), { timeout: SOON });
    return (await target.page()) ?? target.asPage();
  }

  /** Does any page show this file of the extension? @param {string} file */
  async isShown(file) {
    return (await this.countShown(file)) !== 0;
  }

  /** How many pages show this file of the extension? @param {string} file */
  async countShown(file) {
    return this.browser.targets().filter((target) => target.url().startsWith(this.url(file))).length;
  }

  /**
   * Evaluates in the world of the extension's scripts in a page.
   * @param {Page} page
   * @param {string} expression
   */
  async inScriptOf(page, expression) {
    const control = await page.createCDPSession();
    /** @type {number | undefined} */
    let world;
    control.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === 'Clean Exit' && context.auxData.frameId === page.mainFrame()._id) world = context.id;
    });
    await control.send('Runtime.enable');
    if (!world) throw new Error('the extension has no script in this page');
    const { result } = await control.send('Runtime.evaluate', { contextId: world, expression, awaitPromise: true, returnByValue: true });
    await control.detach();
    return result.value;
  }

  /** The texts in a closed shadow tree right below the page's root, which the page itself cannot see. @param {Page} page @returns {Promise<string[] | undefined>} */
  async shadowTexts(page) {
    const control = await page.createCDPSession();
    const { root } = await control.send('DOM.getDocument', { depth: -1, pierce: true });
    const [html] = root.children?.filter(({ localName }) => localName === 'html') ?? [];
    const host = html?.children?.find(({ shadowRoots }) => shadowRoots?.some(({ shadowRootType }) => shadowRootType === 'closed'));
    await control.detach();
    const texts = (/** @type {any} */ node) => [node.nodeValue, ...(node.children ?? []).flatMap(texts)].filter(Boolean);
    return host?.shadowRoots?.flatMap(texts);
  }

  /** What a screen reader says of an element. @param {Page} page @param {string} selector */
  heard(page, selector) {
    return heard(page, selector);
  }

  /** What a screen reader reads out of a page by itself, closed shadow trees included. @param {Page} page */
  spoken(page) {
    return spoken(page);
  }

  /** Is there a background, be it only starting? */
  async hasWorker() {
    return this.#started.background.isThere;
  }

  /** The background, to evaluate in. Waits for it, and does not wake it. */
  async worker() {
    const { background } = this.#started;
    await until(() => background.isRunning, { what: 'the extension’s worker' });
    // A worker that is only just starting has no `chrome` yet.
    await until(() => background.evaluate(() => typeof chrome === 'object'), { what: 'the start of the worker' });
    return background;
  }

  /** Ends the background at once, as the browser does to a busy or an idle one. The next event starts another. */
  killWorker() {
    return this.#started.background.stop();
  }

  /**
   * Installs another extension beside ours, and gives what calls a function in its background, and what removes it.
   * @param {string} folder
   */
  async installOther(folder) {
    const id = await this.browser.installExtension(folder);
    const origin = `chrome-extension://${id}/`;
    return {
      origin,
      /** @template {unknown[]} A @template R @param {(...given: A) => R} look @param {A} given @returns {Promise<Awaited<R>>} */
      evaluate: async (look, ...given) => {
        const target = await this.browser.waitForTarget((each) => each.type() === 'service_worker' && each.url().startsWith(origin));
        return /** @type {any} */ (await target.worker()).evaluate(look, ...given);
      },
      remove: () => this.browser.uninstallExtension(id),
    };
  }

  /** Installs an extension of the tests beside ours, and opens a page of it, which sees what it may see. @param {string} folder @returns {Promise<Page>} */
  async openHelper(folder) {
    return this.open(`chrome-extension://${await this.browser.installExtension(folder)}/manifest.json`);
  }

  /** The tab that something opens. @param {() => unknown} act @returns {Promise<Page>} */
  async opened(act) {
    const known = new Set(this.browser.targets());
    const [target] = await Promise.all([this.browser.waitForTarget((each) => each.type() === 'page' && !known.has(each)), act()]);
    return /** @type {Promise<Page>} */ (target.page());
  }

  /** What a long press on the back button shows: titles and addresses. @param {Page} page */
  async historyOf(page) {
    const control = await page.createCDPSession();
    const { entries } = await control.send('Page.getNavigationHistory');
    await control.detach();
    return entries.map(({ title, url }) => [title, url]);
  }

  /** Makes a tab an empty page of an origin, and runs a function there. @template T @param {Page} page @param {string} origin @param {() => T} look */
  async evaluateInTab(page, origin, look) {
    const stopAnswering = await enter(page, origin);
    return page.evaluate(look).finally(stopAnswering);
  }

  /**
   * Does what downloads a file, and waits until that is there.
   * @param {string} folder in which it is saved
   * @param {() => unknown} act
   * @returns {Promise<string>} the file's name
   */
  async download(folder, act) {
    const { control } = this.#started;
    await control.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, eventsEnabled: true });
    /** @type {Promise<string>} */
    const saved = new Promise((resolve, reject) => {
      /** @type {Map<string, string>} */
      const names = new Map();
      control.on('Browser.downloadWillBegin', ({ guid, suggestedFilename }) => names.set(guid, suggestedFilename));
      control.on('Browser.downloadProgress', ({ guid, state }) => {
        if (state === 'completed') resolve(names.get(guid) ?? '');
        if (state === 'canceled') reject(new Error('the download was cancelled'));
      });
    });
    await act();
    const name = await saved;
    control.removeAllListeners('Browser.downloadWillBegin').removeAllListeners('Browser.downloadProgress');
    return name;
  }

  /** Chooses an entry of the menu of the toolbar button, as the browser tells of it, with this page in front. @param {string} name @param {Page} page */
  async chooseInMenu(name, page) {
    await page.bringToFront();
    const tab = await this.evaluateInExtension(async () => (await chrome.tabs.query({ active: true, lastFocusedWindow: true }))[0]);
    const worker = await this.woken();
    await worker.evaluate((menuItemId, before) => {
      /** @type {any} */ (chrome.contextMenus.onClicked).dispatch({ menuItemId }, before);
    }, name, tab);
  }

  /**
   * Uses a frame of another site, by a key: a click goes to the page around it until the browser has drawn the two together.
   * @param {Page} page
   * @param {import('puppeteer-core').Frame} frame
   */
  async useFrame(page, frame) {
    await (await frame.frameElement())?.focus();
    await frame.waitForFunction(() => document.hasFocus(), { polling: 50 });
    await page.keyboard.press('ArrowDown');
  }

  /** Those that the extension has from the start: see `granted.mjs`. It requires them, and cannot give them back. @param {string[]} _permissions */
  async grant(_permissions) {}

  /** Evaluates in a page as if nobody had clicked. @param {Page} page @param {string} expression */
  async evaluateUntouched(page, expression) {
    const control = await page.createCDPSession();
    try {
      return (await control.send('Runtime.evaluate', { expression, userGesture: false, returnByValue: true })).result.value;
    } finally {
      await control.detach();
    }
  }

  /**
   * Every cookie of the browser, partitioned ones included, as the browser itself lists them.
   * @param {Page} [page] of an incognito window, for its cookies
   */
  async allCookies(page) {
    if (!page) return (await this.#started.control.send('Storage.getCookies')).cookies;
    const control = await page.createCDPSession();
    try {
      return (await control.send('Network.getAllCookies')).cookies;
    } finally {
      await control.detach();
    }
  }

  /** Makes the browser one that was never at these sites. @param {RegExp} domains of cookies @param {string[]} hosts that store something */
  async forget(domains, hosts) {
    const control = await this.#started.lookout.createCDPSession();
    for (const { name, domain, path, partitionKey } of await this.allCookies()) {
      if (domains.test(domain)) await control.send('Network.deleteCookies', { name, domain, path, partitionKey });
    }
    for (const host of hosts) await control.send('Storage.clearDataForOrigin', { origin: `https://${host}`, storageTypes: 'all' });
    await control.detach();
  }

  /** All that was asked of the network; see `network-log.mjs`. Ends the browser. @param {string[]} served what is known to have been asked */
  async requested(served) {
    await this.stop();
    return requested(this.#networkLog, served);
  }

  /** Lets the extension into incognito windows. Its background starts anew, and so does what is watched of it. */
  async allowIncognito() {
    const { browser, control, id } = this.#started;
    const { page, close } = await openHidden(browser, control, 'chrome://extensions/');
    const past = new Set(browser.targets());
    await letIn(page, id, SOON).finally(close);
    this.#started = { ...this.#started, ...await attach(browser, control, id, past) };
  }

  /**
   * Has the person agreed already to let the extension work on a host: it holds nothing until it asks, and is then not kept
   * waiting by the browser's prompt. What it gives back is gone, unlike what `grant` gives.
   * @param {string} pattern
   */
  async agreeTo(pattern) {
    const { browser, control, id } = this.#started;
    const { page, close } = await openHidden(browser, control, 'chrome://extensions/');
    await page.evaluate((extension, hosts) => /** @type {any} */ (chrome).developerPrivate.addHostPermission(extension, hosts), id, pattern).finally(close);
  }

  /** Loads the extension anew, as an update does. Its background starts anew, and so does what is watched of it. */
  async reload() {
    const { browser, control, id } = this.#started;
    const { page, close } = await openHidden(browser, control, 'chrome://extensions/');
    const past = new Set(browser.targets());
    await reloaded(page, id, SOON).finally(close);
    this.#started = { ...this.#started, ...await attach(browser, control, id, past) };
  }

  /** Opens a page in an incognito window of its own, which only an extension that was let in sees. @param {string} [address] */
  async openIncognito(address) {
    const page = await openWindow(this.browser, this.#started.lookout);
    if (address) await page.goto(address);
    return page;
  }

  /**
   * What an origin keeps in the browser. See `storage.mjs`.
   * @param {string} origin
   * @param {{within?: string, cached?: string[]}} [options]
   */
  storageOf(origin, options) {
    return storageOf(this.#started, origin, options);
  }

  /**
   * Runs a function in an empty page of an origin.
   * @template T, A
   * @param {string} origin
   * @param {(argument: A) => Promise<T>} look
   * @param {{within?: string, argument?: A}} [options]
   */
  evaluateIn(origin, look, { within, argument } = {}) {
    return inside(this.#started, origin, within, (frame) => frame.evaluate(/** @type {any} */ (look), argument));
  }

  /**
   * Watches the extension as an open panel does, without starting anything: each view of a run is handed over.
   * @param {(view: any) => void} see
   */
  async watch(see) {
    const { lookout } = this.#started;
    await lookout.exposeFunction('seeView', see);
    await lookout.evaluate(() => {
      const port = chrome.runtime.connect({ name: 'panel' });
      port.onMessage.addListener((view) => void globalThis.seeView(view));
      port.postMessage('watch');
    });
  }

  /**
   * Runs a function in a page of the extension, which sees what the background sees, and does not wake it.
   * @template T, A
   * @param {(argument: A) => T} look
   * @param {A} [argument]
   * @returns {Promise<Awaited<T>>}
   */
  evaluateInExtension(look, argument) {
    return this.#started.lookout.evaluate(/** @type {any} */ (look), argument);
  }

  /**
   * Ends the browser and starts it again on the same profile.
   * @param {{kill?: boolean}} [options] `kill`: as when the power fails
   */
  async relaunch(options) {
    const process = this.browser.process();
    await this.stop(options);
    // What it had not written yet is lost then, and the test would look for the fault elsewhere.
    if (process?.signalCode === 'SIGSEGV') throw new Error('Chromium crashed as it closed');
    this.#started = await this.#start();
  }

  /** Ends the browser. @param {{kill?: boolean}} [options] */
  async stop({ kill = false } = {}) {
    if (kill) {
      this.kill();
      return ended(/** @type {import('node:child_process').ChildProcess} */ (this.browser.process()));
    }
    // A hidden page that is open as the browser closes makes it crash now and then, before all is written.
    await this.#started.unwatch().catch(() => {});
    await stopBrowser(this.browser);
  }

  /** Ends the browser at once, and waits for nothing. */
  kill() {
    this.browser.process()?.kill('SIGKILL');
  }
}

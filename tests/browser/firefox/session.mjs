// Drives a real Firefox with the built extension: a fresh profile that trusts the world's authority, and real clicks on the
// toolbar button.
//
// Pages in tabs and windows are puppeteer's. What puppeteer does not see is reached from the browser's own scope:
// the popup, the background, pages that are in no window, and the browser's cookies.
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { isPattern } from '../granted.mjs';
import { asked } from '../network-log.mjs';
import { asWanted, ROOT, Session } from '../session.mjs';
import { POLL, until } from '../waiting.mjs';
import { note } from './frames.mjs';
import { inside, insideTab, storageOf } from './inside.mjs';
import { PlacePage } from './place.mjs';
import { ID, ORIGIN, startFirefox, stopFirefox } from './start.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('../harness.mjs').LaunchOptions} LaunchOptions
 */

/**
 * Starts Firefox and installs the extension.
 * @param {LaunchOptions} options
 * @param {import('../session.mjs').Place} place
 */
export async function launchFirefox(options, place) {
  const { world, policy, headless, env, grant = [], networkLog } = options;
  await mkdir(place.home, { recursive: true });
  // A sound device that nobody hears: without any, Firefox plays nothing, and no page is heard.
  await writeFile(join(place.home, '.asoundrc'), 'pcm.!default { type null }\n');
  const extension = await asWanted({ ...options, grant: undefined }, place.folder);
  if (policy) await setPolicy(place.home, policy);
  const start = () => startFirefox({ world, profile: place.profile, home: place.home, headless, env });
  const started = await start();
  try {
    await started.scope.call('install', extension, join(place.folder, 'extension.xpi'));
    // A copy that requires them would not do: Firefox then refuses the click that asks for them.
    if (grant.length) await started.scope.call('grant', ID, grant.filter((each) => !isPattern(each)), grant.filter(isPattern));
    // What was given back is asked for again.
    if (grant.some(isPattern)) await started.scope.call('agree');
    if (networkLog) await started.scope.call('logRequests');
    return new FirefoxSession(await attach(started), start, place);
  } catch (error) {
    await stopFirefox(started, { kill: true });
    throw error;
  }
}

/** What an administrator sets, in the one home. @param {string} home @param {object} policy */
async function setPolicy(home, policy) {
  const folder = join(home, '.mozilla/managed-storage');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${ID}.json`), JSON.stringify({ name: ID, description: 'of a test', type: 'storage', data: policy }));
}

/** The page from which the extension's storage is read; no code of the extension runs in it. @param {import('./start.mjs').Started} started */
async function attach(started) {
  await until(() => started.scope.call('originOf', ID), { what: 'the extension to be loaded' });
  const lookout = await started.scope.call('openHidden', `${ORIGIN}manifest.json`, ID);
  return { ...started, lookout: { page: lookout } };
}

/** A Firefox with the extension in it. */
export class FirefoxSession extends Session {
  #start;
  #started;
  /** Has a private window been opened? */
  #hasPrivate = false;

  /**
   * @param {Awaited<ReturnType<typeof attach>>} started
   * @param {() => ReturnType<typeof startFirefox>} start
   * @param {import('../session.mjs').Place} place
   */
  constructor(started, start, place) {
    super(place);
    this.#started = started;
    this.#start = start;
  }

  /** Puppeteer's browser. */
  get browser() {
    return this.#started.browser;
  }

  /** The extension's id. */
  get extensionId() {
    return ID;
  }

  /** The browser's own scope. */
  get scope() {
    return this.#started.scope;
  }

  /** The address of a file of the extension. @param {string} file */
  url(file) {
    return `${ORIGIN}${file}`;
  }

  /** Opens a tab, in an ordinary window: puppeteer would take the one in front. @param {string} [address] */
  async open(address) {
    const page = this.#hasPrivate ? await this.#known(await this.scope.call('openOrdinary')) : await this.browser.newPage();
    if (address) await page.goto(address);
    return page;
  }

  /** The tabs there are; the popup is none. Puppeteer does not hear of the end of each, nor of each that a page of the extension opens. */
  async tabs() {
    const pages = new Map((await super.tabs()).map((page) => [placeOf(page).tab, page]));
    const there = /** @type {{tab: string, address: string}[]} */ (await this.scope.call('tabs'));
    return there.map(({ tab, address }) => {
      const page = pages.get(tab);
      if (page && address.startsWith('moz-extension:')) note(page.mainFrame(), address);
      return page ?? /** @type {any} */ (new PlacePage(this.scope, { tab }, address));
    });
  }

  /**
   * Clicks the extension's toolbar button, as the user does who looks at `page`.
   * @param {Page} page
   */
  async clickToolbar(page) {
    await page.bringToFront();
    // A person who comes from a page has closed the popup by clicking there; with it open, the click would only close it.
    const popup = await this.#popup();
    if (popup) await new PlacePage(this.scope, { view: 'popup', id: ID }, popup).close();
    await this.scope.call('clickToolbar', ID, placeOf(page));
  }

  /** The page that shows a file of the extension: a popup, a window or a tab. Waits for it. @param {string} file */
  pageOf(file) {
    const find = async () => {
      const popup = await this.#popup();
      if (popup?.startsWith(this.url(file))) return new PlacePage(this.scope, { view: 'popup', id: ID }, popup);
      return (await this.tabs()).find((page) => page.url().startsWith(this.url(file)));
    };
    return until(find, { what: `${file} to be shown` });
  }

  /** The address that the popup shows. @returns {Promise<string | null>} */
  #popup() {
    return this.scope.call('addressAt', { view: 'popup', id: ID });
  }

  /** Does any page show this file of the extension? @param {string} file */
  async isShown(file) {
    return (await this.countShown(file)) !== 0;
  }

  /** How many pages show this file of the extension? @param {string} file */
  async countShown(file) {
    const addresses = [await this.#popup(), ...(await this.tabs()).map((page) => page.url())];
    return addresses.filter((address) => address?.startsWith(this.url(file))).length;
  }

  /** Evaluates in the world of the extension's scripts in a page. @param {Page} page @param {string} expression */
  inScriptOf(page, expression) {
    return this.scope.call('evaluate', placeOf(page), expression, ID);
  }

  /** The texts in a closed shadow tree right below the page's root, which the page itself cannot see. @param {Page} page */
  async shadowTexts(page) {
    return (await this.scope.call('shadowTexts', placeOf(page))) ?? undefined;
  }

  /** What a screen reader says of an element. @param {Page} page @param {string} selector @returns {Promise<{name: string, description: string}>} */
  heard(page, selector) {
    return until(() => this.scope.call('heard', placeOf(page), selector), { what: `${selector} to be heard of` });
  }

  /** What a screen reader reads out of a page by itself, closed shadow trees included. @param {Page} page @returns {Promise<string[]>} */
  spoken(page) {
    return until(() => this.scope.call('spoken', placeOf(page)), { what: 'the page to be heard of' });
  }

  /** Is there a background, be it only starting? */
  async hasWorker() {
    return ['starting', 'running'].includes(await this.scope.call('stateOfBackground', ID));
  }

  /** The background, to evaluate in. Waits for it, and does not wake it. */
  async worker() {
    await until(async () => (await this.scope.call('stateOfBackground', ID)) === 'running', { what: 'the extension’s background' });
    const { scope } = this;
    return {
      /** @param {unknown} look @param {...unknown} given */
      evaluate: (look, ...given) => scope.call('evaluate', { view: 'background', id: ID }, `(${look})(...${JSON.stringify(given)})`),
    };
  }

  /** Ends the background at once, as the browser does to a busy or an idle one. The next event starts another. */
  killWorker() {
    return this.scope.call('stopBackground', ID);
  }

  /**
   * Installs another extension beside ours, and gives what calls a function in its background, and what removes it.
   * @param {string} folder
   */
  async installOther(folder) {
    const { scope } = this;
    const id = await scope.call('install', folder, join(this.profile, `../${basename(folder)}.xpi`));
    const background = { view: 'background', id };
    await until(() => scope.call('addressAt', background), { what: 'the other extension to start' });
    return {
      origin: await scope.call('originOf', id),
      /** @param {unknown} look @param {...unknown} given */
      evaluate: (look, ...given) => scope.call('evaluate', background, `(${look})(...${JSON.stringify(given)})`),
      remove: () => scope.call('uninstall', id),
    };
  }

  /** Installs an extension of the tests beside ours, and opens a page of it, which sees what it may see. @param {string} folder @returns {Promise<any>} */
  async openHelper(folder) {
    const id = await this.scope.call('install', resolve(ROOT, folder), join(this.profile, `../${basename(folder)}.xpi`));
    const address = `${await this.scope.call('originOf', id)}manifest.json`;
    return new PlacePage(this.scope, { page: await this.scope.call('openHidden', address, id) }, address);
  }

  /** The tab that something opens. @param {() => unknown} act @returns {Promise<Page>} */
  async opened(act) {
    const there = async () => (await this.scope.call('tabs')).map((/** @type {{tab: string}} */ { tab }) => tab);
    const known = await there();
    await act();
    const tab = await until(async () => (await there()).find((/** @type {string} */ each) => !known.includes(each)), { what: 'a tab to be opened' });
    // Of one that shows a page of an extension, puppeteer may never hear.
    const find = async () => (await this.tabs()).find((page) => placeOf(page).tab === tab && (!(page instanceof PlacePage) || page.url().startsWith(ORIGIN)));
    const page = await until(find, { what: 'the tab' });
    await until(() => this.scope.call('isAtRest', { tab }), { what: 'the tab to load' });
    return page;
  }

  /** What a long press on the back button shows: titles and addresses. @param {Page} page @returns {Promise<string[][]>} */
  historyOf(page) {
    return this.scope.call('historyOf', placeOf(page));
  }

  /** Makes a tab an empty page of an origin, and runs a function there. @template T @param {Page} page @param {string} origin @param {() => T} look @returns {Promise<any>} */
  evaluateInTab(page, origin, look) {
    return insideTab(this.scope, placeOf(page), origin, (frame) => frame.evaluate(look));
  }

  /**
   * Does what downloads a file, and waits until that is there.
   * @param {string} folder in which it is saved
   * @param {() => unknown} act
   * @returns {Promise<string>} the file's name
   */
  async download(folder, act) {
    await this.scope.call('saveDownloadsIn', folder);
    const before = await this.scope.call('downloaded');
    await act();
    const find = async () => (await this.scope.call('downloaded')).find((/** @type {string} */ path) => !before.includes(path));
    return basename(await until(find, { what: 'the download' }));
  }

  /** Chooses an entry of the menu of the toolbar button, as the browser tells of it, with this page in front. @param {string} name @param {Page} page */
  async chooseInMenu(name, page) {
    await page.bringToFront();
    await this.scope.call('chooseInMenu', ID, name);
  }

  /** Uses a frame of another site, by a click; WebDriver's pointer does not reach it. @param {Page} page @param {import('puppeteer-core').Frame} frame */
  async useFrame(page, frame) {
    await this.scope.call('click', { ...placeOf(page), frame: frame.url() }, 'body');
  }

  /** Gives permissions, as a person does who allows them. @param {string[]} permissions */
  grant(permissions) {
    return this.scope.call('grant', ID, permissions, []);
  }

  /** Has the person agree to what the extension asks for: see `chromium.mjs`. Here that is any host. @param {string} _pattern */
  agreeTo(_pattern) {
    return this.scope.call('agree');
  }

  /** Evaluates in a page as if nobody had clicked. @param {Page} page @param {string} expression */
  evaluateUntouched(page, expression) {
    return this.scope.call('evaluate', placeOf(page), expression);
  }

  /**
   * Every cookie of the browser, partitioned ones included, as the browser itself lists them.
   * @param {Page} [page] of a private window, for its cookies
   */
  async allCookies(page) {
    const all = await this.scope.call('cookies');
    return all.filter((/** @type {{isPrivate?: boolean}} */ { isPrivate }) => Boolean(isPrivate) === Boolean(page));
  }

  /** Makes the browser one that was never at these sites. @param {RegExp} domains of cookies @param {string[]} hosts that store something */
  forget(domains, hosts) {
    return this.scope.call('forget', domains.source, hosts);
  }

  /** All that was asked of the network. Ends the browser. */
  async requested() {
    const requests = await this.scope.call('requests');
    await this.stop();
    return requests.map(asked);
  }

  /** Lets the extension into private windows. Its background starts anew. */
  async allowIncognito() {
    await this.scope.call('allowPrivate', ID);
    this.#started = await attach(this.#started);
  }

  /** Loads the extension anew, as an update does. Its background starts anew. */
  async reload() {
    await this.scope.call('reload', ID);
    this.#started = await attach(this.#started);
  }

  /** Opens a tab in a container. @param {number} container its number @returns {Promise<Page>} */
  async openInContainer(container) {
    return this.#known(await this.scope.call('openInContainer', container));
  }

  /** A tab that the browser has opened, once puppeteer knows it. @param {string} tab @returns {Promise<Page>} */
  #known(tab) {
    return until(async () => (await this.browser.pages()).find((page) => placeOf(page).tab === tab), { what: 'the tab' });
  }

  /** Opens a page in a private window of its own, which only an extension that was let in sees. @param {string} [address] */
  async openIncognito(address) {
    this.#hasPrivate = true;
    const page = await this.#known(await this.scope.call('openPrivateWindow'));
    if (address) await page.goto(address);
    return page;
  }

  /**
   * What an origin keeps in the browser. See `inside.mjs`.
   * @param {string} origin
   * @param {{within?: string, cached?: string[], container?: number}} [options]
   */
  storageOf(origin, options) {
    return storageOf(this.scope, origin, options);
  }

  /**
   * Runs a function in an empty page of an origin.
   * @template T, A
   * @param {string} origin
   * @param {(argument: A) => Promise<T>} look
   * @param {{within?: string, argument?: A}} [options]
   */
  evaluateIn(origin, look, { within, argument } = {}) {
    return inside(this.scope, origin, within, (frame) => frame.evaluate(look, argument));
  }

  /**
   * Watches the extension as an open panel does, without starting anything: each view of a run is handed over.
   * @param {(view: any) => void} see
   */
  async watch(see) {
    await this.evaluateInExtension(() => {
      const seen = Object.assign(globalThis, { seen: /** @type {any[]} */ ([]) });
      const port = chrome.runtime.connect({ name: 'panel' });
      port.onMessage.addListener((view) => { seen.seen.push(view); });
      port.postMessage('watch');
    });
    const look = async () => {
      // It ends with the browser.
      const views = await this.evaluateInExtension(() => /** @type {any} */ (globalThis).seen.splice(0)).catch(() => undefined);
      views?.forEach(see);
      if (views) setTimeout(look, POLL).unref();
    };
    void look();
  }

  /**
   * Runs a function in a page of the extension, which sees what the background sees, and does not wake it.
   * @template T, A
   * @param {(argument: A) => T} look
   * @param {A} [argument]
   * @returns {Promise<Awaited<T>>}
   */
  evaluateInExtension(look, argument) {
    return this.scope.call('evaluate', this.#started.lookout, `(${look})(${JSON.stringify(argument) ?? ''})`);
  }

  /**
   * Ends the browser and starts it again on the same profile.
   * @param {{kill?: boolean}} [options] `kill`: as when the power fails
   */
  async relaunch(options) {
    await this.stop(options);
    this.#started = await attach(await this.#start());
  }

  /** Ends the browser. @param {{kill?: boolean}} [options] */
  stop(options) {
    return stopFirefox(this.#started, options);
  }

  /** Ends the browser at once, and waits for nothing. */
  kill() {
    this.#started.child.kill('SIGKILL');
  }
}

/** Where a page of puppeteer's is. @param {Page} page */
const placeOf = (page) => (page instanceof PlacePage ? page.place : { tab: /** @type {any} */ (page.mainFrame())._id });


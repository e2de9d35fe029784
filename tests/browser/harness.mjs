// Drives a real Chromium with the built extension: a fresh profile, a private home that trusts the world's authority,
// and real clicks on the toolbar button.
//
// What was seen in Chromium 156, headless and with a display alike:
// - Puppeteer sees the popup as a target of type 'page' that is no tab: `target.page()` has nothing, `target.asPage()` a
//   full page, with screenshots and emulated colour schemes. It is there about 0.4 s after the click.
// - The popup closes when the active tab is removed, discarded or left for another. It stays when that tab navigates, and
//   when other tabs come and go. An inspected popup survives a loss of focus, which a user's does not.
// - A worker is not stopped for idleness in the time of a test: `killWorker` does it.
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { chromiumArguments, trustInChromium } from '../org/drive.mjs';
import { Background } from './background.mjs';
import { copyWithGrants } from './granted.mjs';
import { openHidden } from './hidden.mjs';
import { letIn, openWindow, reloaded } from './incognito.mjs';
import { copyInLanguage } from './language.mjs';
import { fixedId, loadArguments, programUnderPolicy } from './policy.mjs';
import { inside, storageOf } from './storage.mjs';

/** The top of the tree. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The extension's id, which the key in its manifest fixes. */
export const EXTENSION_ID = 'fdfkpaplbgapnfbpbpbibggigbdpjmcf';

/** The longest wait for what should happen at once, in milliseconds. */
const SOON = 15_000;

/** The longest wait for a run: all its own deadlines used up. */
const RUN = 180_000;

/** How often a condition that raises no event is looked at. */
const POLL = 50;

/** Sessions that are not closed yet, and what ends each at once. @type {Set<() => void>} */
const open = new Set();
process.on('exit', () => { for (const abandon of open) abandon(); });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(process.exitCode ?? 130));

/** Is there a display to show windows on? */
export const hasDisplay = () => Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('puppeteer-core').Browser} Browser
 * @typedef {object} LaunchOptions
 * @property {import('../org/world.mjs').World} world whose addresses and certificates are real to the browser
 * @property {string} [extension] folder of the built extension, seen from the top of the tree
 * @property {string} [language] in which it speaks, English by default: see `language.mjs`
 * @property {string[]} [grant] optional permissions and hosts that it has without a prompt: see `granted.mjs`
 * @property {object} [policy] what an administrator has set for it: see `policy.mjs`
 * @property {boolean} [headless] true by default, so that tests are alike with and without a display
 * @property {string} [userDataDir] a profile to go on with; by default a fresh one that is deleted at the end
 * @property {Record<string, string>} [env] more environment of the browser
 * @property {string[]} [args] more arguments of the browser
 * @property {string[]} [without] arguments that puppeteer gives and this browser is not to have
 */

/**
 * Starts Chromium and installs the extension.
 * @param {LaunchOptions} options
 */
export async function launch(options) {
  const folder = await mkdtemp(join(tmpdir(), 'clean-exit-'));
  const home = join(folder, 'home');
  const profile = options.userDataDir ?? join(folder, 'profile');
  // The browser's helpers may still write for a moment after its end.
  const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: POLL };
  const removeFolder = () => rm(folder, removal);
  try {
    await mkdir(home, { recursive: true });
    await trustInChromium(options.world, home);
    const prepared = await prepare(options, folder);
    const start = () => startBrowser(options, prepared, home, profile);
    const session = new Session(await start(), { profile, start, removeFolder, abandon });
    open.add(abandon);
    return session;

    function abandon() {
      session.browser.process()?.kill('SIGKILL');
      rmSync(folder, removal);
    }
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

/**
 * The extension and the browser as this test wants them.
 * @param {LaunchOptions} options
 * @param {string} folder the session's own
 */
async function prepare({ extension: built = 'dist/extension', language, grant, policy }, folder) {
  const found = resolve(ROOT, built);
  const path = language ? await copyInLanguage(found, language, join(folder, 'speaking')) : found;
  const extension = grant ? await copyWithGrants(path, grant, join(folder, 'extension')) : path;
  const executable = process.env.CHROMIUM || '/usr/bin/chromium';
  if (!policy) return { extension, executable };
  const id = await fixedId(extension);
  return { extension, executable: await programUnderPolicy({ folder, executable, id, policy }), loadedId: id };
}

/**
 * @param {LaunchOptions} options
 * @param {Awaited<ReturnType<typeof prepare>>} prepared
 * @param {string} home
 * @param {string} profile
 */
async function startBrowser({ world, headless = true, env, args = [], without = [] }, { extension, executable, loadedId }, home, profile) {
  const browser = await puppeteer.launch({
    executablePath: executable,
    headless,
    pipe: true,
    ignoreDefaultArgs: without,
    enableExtensions: true,
    userDataDir: profile,
    defaultViewport: null,
    // The browser's languages, in which the extension speaks and the pages are signed in.
    args: [...chromiumArguments(world), '--lang=en-US', ...loadedId ? loadArguments(extension) : [], ...args],
    env: { ...process.env, LANGUAGE: 'en', ...env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_CACHE_HOME: join(home, '.cache') },
    // Longer than any wait of ours, which says what it waited for.
    protocolTimeout: RUN + SOON,
    // We end the browser ourselves, and remove its files: see `open`.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  try {
    const id = loadedId ?? await browser.installExtension(extension);
    await until(async () => (await browser.extensions()).has(id), { what: 'the extension to be loaded' });
    const control = await browser.target().createCDPSession();
    return { browser, control, id, ...await attach(browser, control, id) };
  } catch (error) {
    await stopBrowser(browser);
    throw error;
  }
}

/**
 * What follows the extension, and ends with it.
 * @param {Browser} browser
 * @param {import('puppeteer-core').CDPSession} control
 * @param {string} id
 * @param {Set<import('puppeteer-core').Target>} [past] targets from before it was loaded anew
 */
async function attach(browser, control, id, past) {
  // Any file of the extension will do that runs no code: it gives us the extension's storage without waking the worker.
  const { page: lookout } = await openHidden(browser, control, `chrome-extension://${id}/manifest.json`);
  return { lookout, background: await Background.follow(browser, `chrome-extension://${id}/`, lookout, past) };
}

/** Closes a browser; one that a prompt keeps open is killed. @param {Browser} browser */
async function stopBrowser(browser) {
  const process = browser.process();
  const exited = process?.exitCode === null && new Promise((done) => { process.once('exit', done); });
  const slow = new AbortController();
  await Promise.race([browser.close(), delay(SOON, undefined, { signal: slow.signal }).catch(() => {})]);
  slow.abort();
  if (process?.exitCode === null && process.signalCode === null) process.kill('SIGKILL');
  await exited;
}

/**
 * Waits until `look` finds something, and returns it.
 * @template T
 * @param {() => T | Promise<T>} look
 * @param {{what: string, limit?: number}} options
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(look, { what, limit = SOON }) {
  for (const end = Date.now() + limit; ;) {
    const found = await look();
    if (found) return found;
    if (end < Date.now()) throw new Error(`waited ${limit / 1000} s for ${what}`);
    await delay(POLL);
  }
}

/** A browser with the extension in it. */
export class Session {
  #parts;
  #started;

  /**
   * @param {Awaited<ReturnType<typeof startBrowser>>} started
   * @param {{profile: string, start: () => ReturnType<typeof startBrowser>, removeFolder: () => Promise<void>, abandon: () => void}} parts
   */
  constructor(started, parts) {
    this.#started = started;
    this.#parts = parts;
  }

  /** Puppeteer's browser. */
  get browser() {
    return this.#started.browser;
  }

  /** The profile's folder, to be looked at from outside. */
  get profile() {
    return this.#parts.profile;
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

  /** The tabs there are; the popup is none. */
  async tabs() {
    return (await this.browser.pages()).filter((page) => !page.isClosed());
  }

  /**
   * Clicks the extension's toolbar button, as the user does who looks at `page`.
   * @param {Page} page
   */
  async clickToolbar(page) {
    await page.bringToFront();
    const extension = (await this.browser.extensions()).get(this.extensionId);
    if (!extension) throw new Error('the browser does not have the extension');
    await page.triggerExtensionAction(extension);
  }

  /** The page of the panel: the popup, or a tab that shows it. Waits for it. */
  async panel() {
    const address = this.url('panel.html');
    const target = await this.browser.waitForTarget((each) => each.url().startsWith(address), { timeout: SOON });
    return (await target.page()) ?? target.asPage();
  }

  /** Is the panel open? */
  hasPanel() {
    return this.browser.targets().some((target) => target.url().startsWith(this.url('panel.html')));
  }

  /** Is the background running? */
  hasWorker() {
    return this.#started.background.isRunning;
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

  /** Lets the extension into incognito windows. Its background starts anew, and so does what is watched of it. */
  async allowIncognito() {
    const { browser, control, id } = this.#started;
    const { page, close } = await openHidden(browser, control, 'chrome://extensions/');
    const past = new Set(browser.targets());
    await letIn(page, id, SOON).finally(close);
    this.#started = { ...this.#started, ...await attach(browser, control, id, past) };
  }

  /** Loads the extension anew, as an update does. Its background starts anew, and so does what is watched of it. */
  async reload() {
    const { browser, control, id } = this.#started;
    const { page, close } = await openHidden(browser, control, 'chrome://extensions/');
    await reloaded(page, id, SOON).finally(close);
    this.#started = { ...this.#started, ...await attach(browser, control, id) };
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
   * What the extension has stored, read without waking it.
   * @param {'local' | 'session'} [area]
   * @returns {Promise<Record<string, any>>}
   */
  stored(area = 'local') {
    return this.#started.lookout.evaluate((name) => chrome.storage[name].get(), area);
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
   * Stores values for the extension, each under its key. It wakes the background, which listens for changed settings.
   * @param {Record<string, unknown>} values
   */
  storeSettings(values) {
    return this.#started.lookout.evaluate((given) => chrome.storage.local.set(given), values);
  }

  /**
   * Sets what a person may set, as the options page stores it.
   * @param {Record<string, unknown>} settings
   */
  choose(settings) {
    return this.storeSettings({ settings });
  }

  /** The receipt of the last run, if there was one. */
  async lastReceipt() {
    return (await this.stored()).receipts?.at(-1);
  }

  /**
   * Does what sets a run off, and waits for the receipt of that run.
   * @param {() => unknown} trigger
   */
  async runAfter(trigger) {
    const before = await this.lastReceipt();
    await trigger();
    return this.#started.lookout.evaluate(newReceipt, before?.run ?? null, RUN);
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
   * Ends the browser and starts it again on the same profile.
   * @param {{kill?: boolean}} [options] `kill`: as when the power fails
   */
  async relaunch({ kill = false } = {}) {
    const process = this.browser.process();
    if (kill && process) {
      const exited = new Promise((done) => { process.once('exit', done); });
      process.kill('SIGKILL');
      await exited;
    } else {
      await stopBrowser(this.browser);
    }
    this.#started = await this.#parts.start();
  }

  /** Ends the browser and leaves nothing behind. */
  async close() {
    await stopBrowser(this.browser);
    await this.#parts.removeFolder();
    open.delete(this.#parts.abandon);
  }
}

/**
 * Runs in a page of the extension: waits for the receipt of another run than the one named.
 * @param {number | null} before
 * @param {number} limit
 */
function newReceipt(before, limit) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no receipt within ${limit / 1000} s`)), limit);
    const look = async () => {
      const last = (await chrome.storage.local.get('receipts')).receipts?.at(-1);
      if (last && last.run !== before) resolve(last);
    };
    chrome.storage.onChanged.addListener(look);
    void look();
  });
}

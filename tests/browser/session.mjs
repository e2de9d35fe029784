// A browser with the extension in it, as the tests see it. What differs between the browsers is in the classes that
// extend this one: `chromium.mjs` and `firefox/session.mjs`.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyWithGrants } from './granted.mjs';
import { copyInLanguage } from './language.mjs';
import { RUN, until } from './waiting.mjs';

/** The top of the tree. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {Pick<Page, 'evaluate'>} Helper a page of another extension, which sees what that may see
 * @typedef {object} Place where a browser's files are
 * @property {string} folder the session's own
 * @property {string} home
 * @property {string} profile
 * @property {(session: Session) => Promise<void>} leave removes them, after the browser's end
 */

/**
 * The folder of the extension as a test wants it: the built one, or a copy in the session's own folder.
 * @param {import('./harness.mjs').LaunchOptions} options
 * @param {string} folder
 */
export async function asWanted({ extension = 'dist/extension', language, grant }, folder) {
  const built = resolve(ROOT, extension);
  const path = language ? await copyInLanguage(built, language, join(folder, 'speaking')) : built;
  return grant ? copyWithGrants(path, grant, join(folder, 'extension')) : path;
}

/** What is alike in every browser. */
export class Session {
  #place;

  /** @param {Place} place */
  constructor(place) {
    this.#place = place;
  }

  /** The profile's folder, to be looked at from outside. */
  get profile() {
    return this.#place.profile;
  }

  /**
   * Runs a function in a page of the extension, which sees what the background sees, and does not wake it.
   * @template T, A
   * @param {(argument: A) => T} _look
   * @param {A} [_argument]
   * @returns {Promise<Awaited<T>>}
   */
  evaluateInExtension(_look, _argument) {
    throw new Error('each browser has its own way');
  }

  /** The background, to evaluate in; one that sleeps is woken by an alarm of the test's own. */
  async woken() {
    if (!await this.hasWorker()) await this.evaluateInExtension(() => chrome.alarms.create('test', { when: Date.now() }));
    return this.worker();
  }

  /** The tabs there are; the popup is none. */
  async tabs() {
    return (await this.browser.pages()).filter((/** @type {Page} */ page) => !page.isClosed());
  }

  /**
   * Closes the page that is shown after installation, once it is there; a test of that page keeps it.
   * @param {import('./harness.mjs').LaunchOptions} options
   */
  async seeFirstPage({ extension, policy, welcome = 'close' }) {
    const { profile = undefined, welcome: ordered = profile === undefined, recommended = {} } = /** @type {any} */ (policy ?? {});
    if (extension || !ordered || 'profile' in recommended) return;
    const find = async () => (await this.tabs()).find((page) => page.url() === this.url('welcome.html'));
    const page = await until(find, { what: 'the first page' });
    if (welcome === 'close') await page.close();
  }

  /** The page of the panel: the popup, or a tab that shows it. Waits for it. */
  panel() {
    return this.pageOf('panel.html');
  }

  /** Is the panel open? */
  hasPanel() {
    return this.isShown('panel.html');
  }

  /**
   * What the extension has stored, read without waking it.
   * @param {'local' | 'session'} [area]
   * @returns {Promise<Record<string, any>>}
   */
  stored(area = 'local') {
    return this.evaluateInExtension((name) => chrome.storage[name].get(), area);
  }

  /**
   * Stores values for the extension, each under its key. It wakes the background, which listens for changed settings.
   * @param {Record<string, unknown>} values
   */
  storeSettings(values) {
    return this.evaluateInExtension((given) => chrome.storage.local.set(given), values);
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
    return this.evaluateInExtension(newReceipt, { before: before?.run ?? null, limit: RUN });
  }

  /** Ends the browser. @param {{kill?: boolean}} [_options] */
  stop(_options) {
    throw new Error('each browser has its own way');
  }

  /** Ends the browser and leaves nothing behind. */
  async close() {
    await this.stop();
    await this.#place.leave(this);
  }
}

/**
 * Runs in a page of the extension: waits for the receipt of another run than the one named.
 * @param {{before: number | null, limit: number}} which
 */
function newReceipt({ before, limit }) {
  return new Promise((resolve, reject) => {
    const look = async () => {
      const last = (await chrome.storage.local.get('receipts')).receipts?.at(-1);
      if (last && last.run !== before) over(() => resolve(last));
    };
    // The page stays: a listener that stayed, too, would slow every later run down.
    const over = (/** @type {() => void} */ settle) => {
      clearTimeout(timer);
      chrome.storage.onChanged.removeListener(look);
      settle();
    };
    const timer = setTimeout(() => over(() => reject(new Error(`no receipt within ${limit / 1000} s`))), limit);
    chrome.storage.onChanged.addListener(look);
    void look();
  });
}

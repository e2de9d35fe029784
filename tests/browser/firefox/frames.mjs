// What puppeteer's frames need in Firefox.
//
// - Puppeteer waits by code that it compiles in the page, which a page's security policy forbids there. So here it waits by
//   looking again and again, in a way that no policy forbids.
// - Firefox 140 knows no colour schemes by the protocol, and cannot tell the element that a frame is in. It sets the size of a
//   page, but not which way up its screen is, for which puppeteer asks along with it.
// - A page that comes back as it was does not load, which puppeteer would wait for.
// - The protocol does not tell of loads of an extension's pages: puppeteer does not learn that they came, nor their address.
import { BidiFrame } from 'puppeteer-core/internal/bidi/Frame.js';
import { BidiPage } from 'puppeteer-core/internal/bidi/Page.js';
import { SOON, until } from '../waiting.mjs';

/** What is said of a page that goes away in the middle of a look. */
const GOING = /context|realm|navigat|detached|no such frame|dead object|actor|not available|discarded/i;

/** Looks, and finds nothing where the page goes away meanwhile. @template T @param {() => Promise<T>} look @returns {Promise<T | undefined>} */
export async function unlessGoing(look) {
  try {
    return await look();
  } catch (error) {
    if (GOING.test(String(error))) return undefined;
    throw error;
  }
}

/** Addresses that puppeteer does not know, and what it took for them. @type {WeakMap<object, {address: string, taken: string}>} */
const known = new WeakMap();

const { goto, url } = BidiFrame.prototype;

/** The scopes of the browsers there are. @type {WeakMap<object, import('./start.mjs').Scope>} */
export const scopes = new WeakMap();

/** Notes the real address of a frame. @param {any} frame @param {string} address */
export function note(frame, address) {
  known.set(frame, { address, taken: url.call(frame) });
}

/** Mends puppeteer's frames. */
export function mendFrames() {
  Object.assign(BidiPage.prototype, {
    /** @this {BidiPage} @param {{name: string, value: string}[]} features */
    async emulateMediaFeatures(features) {
      await scopes.get(this.browser())?.call('emulate', { tab: /** @type {any} */ (this.mainFrame())._id }, features);
    },

    /** @this {BidiPage} */
    async goBack() {
      const { browsingContext } = /** @type {any} */ (this.mainFrame());
      const from = await this.evaluate(() => location.href);
      await browsingContext.traverseHistory(-1);
      await until(() => unlessGoing(() => this.evaluate((left) => location.href !== left && document.readyState === 'complete', from)), { what: 'the page before' });
      return null;
    },

    /** @this {BidiPage} @param {{width: number, height: number}} viewport */
    async setViewport({ width, height }) {
      await /** @type {any} */ (this.mainFrame()).browsingContext.setViewport({ viewport: { width, height } });
    },
  });
  Object.assign(BidiFrame.prototype, {
    /** @this {BidiFrame} */
    url() {
      const taken = url.call(this);
      const noted = known.get(this);
      return noted?.taken === taken ? noted.address : taken;
    },

    /** @this {BidiFrame} @param {string} address @param {object} [options] */
    async goto(address, options) {
      if (!address.startsWith('moz-extension:')) return goto.call(this, address, options);
      await goto.call(this, address, { waitUntil: [] });
      const isThere = () => unlessGoing(() => this.evaluate((wanted) => location.href === wanted && document.readyState === 'complete', address));
      await until(isThere, { what: address });
      note(this, address);
      return null;
    },

    /** @this {BidiFrame} */
    async frameElement() {
      for (const element of await this.parentFrame()?.$$('iframe, frame') ?? []) if (await element.contentFrame() === this) return element;
      return null;
    },

    /** @this {BidiFrame} @param {any} look @param {{timeout?: number}} [options] @param {...any} given */
    waitForFunction(look, { timeout = 2 * SOON } = {}, ...given) {
      const found = () => unlessGoing(async () => {
        const handle = await this.evaluateHandle(look, ...given);
        if (await handle.evaluate((/** @type {unknown} */ value) => Boolean(value))) return handle;
        await handle.dispose();
        return undefined;
      });
      return until(found, { what: String(look).slice(0, 120), limit: timeout });
    },

    /** @this {BidiFrame} @param {string} selector @param {{timeout?: number, visible?: boolean}} [options] */
    waitForSelector(selector, { timeout = 2 * SOON, visible = false } = {}) {
      const found = () => unlessGoing(async () => {
        const element = await this.$(selector);
        return element && (!visible || await element.isVisible()) ? element : undefined;
      });
      return until(found, { what: selector, limit: timeout });
    },
  });
}

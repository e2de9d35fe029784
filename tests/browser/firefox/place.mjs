// A page that puppeteer does not know of, such as the popup of the toolbar button: the part of puppeteer's page that the tests use.
import { SOON, until } from '../waiting.mjs';
import { unlessGoing } from './frames.mjs';

/** Keys that WebDriver names by a character of its own. @type {Record<string, string>} */
const KEYS = { Enter: '\uE007', Tab: '\uE004', Space: ' ', Escape: '\uE00C', Backspace: '\uE003', ArrowDown: '\uE015', ArrowUp: '\uE013' };

/** @param {unknown} look @param {unknown[]} given */
const expressionOf = (look, given) => (typeof look === 'string' ? look : `(${look})(${given.map((each) => JSON.stringify(each) ?? 'undefined').join(', ')})`);

/** A page somewhere in the browser. */
export class PlacePage {
  #scope;
  #place;
  #address;

  /** @param {import('./start.mjs').Scope} scope @param {object} place see `contextOf` in `privileged/browser.sys.mjs` @param {string} address */
  constructor(scope, place, address) {
    this.#scope = scope;
    this.#place = place;
    this.#address = address;
  }

  /** Where it is. */
  get place() {
    return this.#place;
  }

  /** The address that it showed first. */
  url() {
    return this.#address;
  }

  /** @param {unknown} look @param {...unknown} given */
  evaluate(look, ...given) {
    return this.#scope.call('evaluate', this.#place, expressionOf(look, given));
  }

  /** @param {string} selector @param {unknown} look @param {...unknown} given */
  $eval(selector, look, ...given) {
    return this.evaluate(`(${look})(${[`document.querySelector(${JSON.stringify(selector)})`, ...given.map((each) => JSON.stringify(each))].join(', ')})`);
  }

  /** @param {string} selector @param {unknown} look @param {...unknown} given */
  $$eval(selector, look, ...given) {
    return this.evaluate(`(${look})(${[`[...document.querySelectorAll(${JSON.stringify(selector)})]`, ...given.map((each) => JSON.stringify(each))].join(', ')})`);
  }

  /** @param {unknown} look @param {unknown} [_options] @param {...unknown} given */
  waitForFunction(look, _options, ...given) {
    return until(() => this.evaluate(`Promise.resolve(${expressionOf(look, given)}).then(Boolean)`), { what: String(look).slice(0, 80), limit: 2 * SOON });
  }

  /** @param {string} selector @param {{visible?: boolean}} [options] */
  async waitForSelector(selector, { visible = false } = {}) {
    if (!visible) return this.waitForFunction((/** @type {string} */ wanted) => document.querySelector(wanted), {}, selector);
    await until(() => unlessGoing(() => this.#scope.call('isVisible', this.#place, selector)), { what: selector, limit: 2 * SOON });
    return {
      /** @param {unknown} look */
      evaluate: (look) => this.#scope.call('evaluate', this.#place, `(${look})(found)`, null, selector),
      click: ({ count = 1 } = {}) => this.#scope.call('click', this.#place, selector, count),
    };
  }

  async bringToFront() {
    await this.#scope.call('show', this.#place);
  }

  /** Whether there is such an element: something or nothing. @param {string} selector */
  async $(selector) {
    return await this.evaluate((/** @type {string} */ wanted) => Boolean(document.querySelector(wanted)), selector) ? {} : null;
  }

  /** @param {{width: number, height: number}} size */
  async setViewport(size) {
    await this.#scope.call('resize', this.#place, size);
    await this.waitForFunction((/** @type {number} */ width) => innerWidth === width, {}, size.width);
  }

  /** @param {string} selector */
  async click(selector) {
    await this.waitForSelector(selector);
    await this.#scope.call('click', this.#place, selector);
  }

  /** @param {string} selector */
  focus(selector) {
    return this.evaluate((/** @type {string} */ wanted) => /** @type {HTMLElement} */ (document.querySelector(wanted)).focus(), selector);
  }

  get keyboard() {
    const send = async (/** @type {string[]} */ keys) => {
      // A person's keys do not go past a popup that is still in front of a tab.
      if ('tab' in this.#place) await until(() => this.evaluate('document.hasFocus()'), { what: `${this.#address} to have the keyboard` });
      await this.#scope.call('keys', this.#place, keys);
    };
    return { press: (/** @type {string} */ key) => send([KEYS[key] ?? key]), type: (/** @type {string} */ text) => send([...text]) };
  }

  /** Is it gone? */
  async isGone() {
    return (await this.#scope.call('addressAt', this.#place)) !== this.#address;
  }

  /** Closes it, as a click beside it does. */
  async close() {
    await until(async () => {
      await this.#scope.call('closePopup', this.#place);
      return this.isGone();
    }, { what: 'the popup to close' });
  }
}

// A page of the extension in a test: reached by the keyboard, and held against the rules of accessibility.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The looks in which every page and state must be within reach of everybody. */
export const LOOKS = [['light', 'ltr'], ['dark', 'ltr'], ['light', 'rtl']];

/** A page of the extension. */
export class ExtensionPage {
  /** @param {import('./harness.mjs').Session} session @param {import('puppeteer-core').Page} page */
  constructor(session, page) {
    this.session = session;
    this.page = page;
  }

  /** Presses Tab until this has the keyboard; `back`: with Shift. @param {string} selector @param {{back?: boolean}} [options] */
  async tabTo(selector, { back = false } = {}) {
    const most = await this.page.$$eval('input, button, select, a, summary', (all) => all.length);
    for (let pressed = 0; pressed <= most; pressed += 1) {
      if (back) await this.page.keyboard.down('Shift');
      await this.page.keyboard.press('Tab');
      if (back) await this.page.keyboard.up('Shift');
      if (await this.page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    }
    throw new Error(`${selector} cannot be reached by the keyboard`);
  }

  /** Shows the page in a scheme and a direction, with all of its parts open. @param {string} scheme @param {string} direction */
  async dress(scheme, direction) {
    await this.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await this.page.evaluate((dir) => {
      document.documentElement.dir = dir;
      for (const part of document.querySelectorAll('details')) part.open = true;
    }, direction);
  }

  /** What axe-core finds wrong. By the debugger: the page's own policy lets no script in. */
  async violations() {
    await this.page.evaluate(`(() => {${await readFile(AXE, 'utf8')}\n})()`);
    const found = await this.page.evaluate(async () => (await /** @type {any} */ (globalThis).axe.run()).violations);
    return found.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ node) => node.html).join(' ')}`);
  }
}

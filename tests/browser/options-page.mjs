// The options page in a test: opened, read and used as a person does.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { until } from './harness.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The options page of a session. */
export class OptionsPage {
  /** @param {import('./harness.mjs').Session} session @param {import('puppeteer-core').Page} page */
  constructor(session, page) {
    this.session = session;
    this.page = page;
  }

  /** Opens it, and waits until it shows what holds. @param {import('./harness.mjs').Session} session */
  static async open(session) {
    const page = await session.open(session.url('options.html'));
    await page.waitForSelector('.sites li');
    return new OptionsPage(session, page);
  }

  /** What a person sees of a setting. @param {string} name */
  setting(name) {
    return this.page.$eval(`#${name}-source`, (source) => {
      const row = /** @type {HTMLElement} */ (source.closest('.setting'));
      const inputs = [...row.querySelectorAll('input')];
      const [input] = inputs;
      const text = (/** @type {string} */ part) => row.querySelector(part)?.textContent ?? '';
      const seen = (/** @type {string} */ part) => Boolean(/** @type {HTMLElement} */ (row.querySelector(part))?.offsetParent);
      return {
        value: input?.type === 'radio' ? inputs.find(({ checked }) => checked)?.value : input?.type === 'number' ? Number(input.value) : input?.checked,
        isLocked: inputs.every((each) => each.ariaDisabled === 'true'),
        source: source.textContent,
        canUndo: seen('.link'),
        isMissing: seen('.missing'),
        note: text('.note'),
      };
    });
  }

  /** Waits until a setting is so. @param {string} name @param {Partial<Awaited<ReturnType<OptionsPage['setting']>>>} wanted */
  waitForSetting(name, wanted) {
    const isSo = async () => {
      const seen = /** @type {Record<string, unknown>} */ (await this.setting(name));
      return Object.entries(wanted).every(([part, value]) => seen[part] === value);
    };
    return until(isSo, { what: `${name} to be ${JSON.stringify(wanted)}` });
  }

  /** Waits until this is all that is stored of settings. @param {object | undefined} wanted */
  waitForStored(wanted) {
    const sorted = (/** @type {unknown} */ value) => JSON.stringify(value, (_, each) => (each && typeof each === 'object' ? Object.fromEntries(Object.entries(each).sort()) : each));
    const isStored = async () => sorted((await this.session.stored()).settings) === sorted(wanted);
    return until(isStored, { what: `the settings to be ${sorted(wanted)}` });
  }

  /** Types an address and adds it. @param {string} address @param {string} kind */
  async add(address, kind) {
    await this.page.$eval('#site-address', (field) => { /** @type {HTMLInputElement} */ (field).value = ''; });
    await this.page.type('#site-address', address);
    await this.page.select('#site-kind', kind);
    await this.page.click('.add button');
  }

  /** Waits for what is said below the added addresses. @param {string} wanted */
  waitForSiteNote(wanted) {
    return until(async () => (await this.page.$eval('#site-note', (note) => note.textContent)) === wanted, { what: `“${wanted}”` });
  }

  /**
   * Runs a function in the page as if nobody had clicked; whatever else a test does counts as a person's doing.
   * @param {() => unknown} act
   */
  async withoutGesture(act) {
    const control = await this.page.createCDPSession();
    const evaluate = (/** @type {string} */ expression) => control.send('Runtime.evaluate', { expression, userGesture: false, returnByValue: true });
    await until(async () => !(await evaluate('navigator.userActivation.isActive')).result.value, { what: 'the last click to be forgotten' });
    await evaluate(`(${act})()`);
    await control.detach();
  }

  /** Presses Tab until this has the keyboard. @param {string} selector */
  async tabTo(selector) {
    const most = await this.page.$$eval('input, button, select, a, summary', (all) => all.length);
    for (let pressed = 0; pressed <= most; pressed += 1) {
      await this.page.keyboard.press('Tab');
      if (await this.page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    }
    throw new Error(`${selector} cannot be reached by the keyboard`);
  }

  /** What axe-core finds wrong. */
  violations() {
    return violationsIn(this.page);
  }
}

/** What axe-core finds wrong in a page. By the debugger: the page's own policy lets no script in. @param {import('puppeteer-core').Page} page */
export async function violationsIn(page) {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const found = await page.evaluate(async () => (await /** @type {any} */ (globalThis).axe.run()).violations);
  return found.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ node) => node.html).join(' ')}`);
}

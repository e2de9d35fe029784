// The options page in a test: opened, read and used as a person does.
import { ExtensionPage } from './extension-page.mjs';
import { until } from './harness.mjs';

/** The options page of a session. */
export class OptionsPage extends ExtensionPage {
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
        value: input?.type === 'radio' ? inputs.find(({ checked }) => checked)?.value : input?.type === 'number' ? Number(input.value) : input?.type === 'time' ? input.value : input?.checked,
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

  /** Answers the question whether to add an address that was not recognised. @param {'all the same' | 'not'} answer */
  async answer(answer) {
    await this.page.click(`#site-question button:nth-child(${answer === 'not' ? 2 : 1})`);
    await this.page.waitForSelector('#site-question', { hidden: true });
  }

  /** Waits for what is said below the added addresses. @param {string} wanted */
  waitForSiteNote(wanted) {
    return until(async () => (await this.page.$eval('#site-note', (note) => note.textContent)) === wanted, { what: `“${wanted}”` });
  }

  /** Notes from now on which permissions the page asks the browser for, and hands back what tells them, each time's together. */
  async asked() {
    const notes = await this.page.evaluateHandle(() => {
      /** @type {string[][]} */
      const asked = [];
      const ask = chrome.permissions.request.bind(chrome.permissions);
      chrome.permissions.request = /** @type {any} */ ((/** @type {any} */ what) => { asked.push(what.permissions); return ask(what); });
      return asked;
    });
    return () => notes.jsonValue();
  }

  /**
   * Runs a function in the page as if nobody had clicked; whatever else a test does counts as a person's doing.
   * @param {() => unknown} act
   */
  async withoutGesture(act) {
    const evaluate = (/** @type {string} */ expression) => this.session.evaluateUntouched(this.page, expression);
    await until(async () => !(await evaluate('navigator.userActivation.isActive')), { what: 'the last click to be forgotten' });
    await evaluate(`void (${act})()`);
  }
}

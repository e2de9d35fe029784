// The extension's background as the browser itself reports on it: whether it runs, and its end.
//
// What was seen in Chromium 156: a worker that is started again while a debugger is attached to it stays paused for ever,
// and one that is started again at once keeps its target. So nobody stays attached here, and no target is trusted.

/**
 * @typedef {import('puppeteer-core').Browser} Browser
 * @typedef {import('puppeteer-core').Page} Page
 */

/** Follows the workers of one origin. */
export class Background {
  #browser;
  #origin;
  #control;
  /** Targets of an extension that was loaded anew since: puppeteer may still list them, and they answer nobody. */
  #past;
  /** The ends that somebody waits for. @type {Set<() => void>} */
  #awaited = new Set();
  /** The workers that have not stopped, by version. @type {Map<string, string>} */
  #states = new Map();

  /**
   * @param {Browser} browser
   * @param {string} origin
   * @param {import('puppeteer-core').CDPSession} control of a page of the origin
   * @param {Set<import('puppeteer-core').Target>} past
   */
  constructor(browser, origin, control, past) {
    this.#past = past;
    this.#browser = browser;
    this.#origin = origin;
    this.#control = control;
  }

  /**
   * @param {Browser} browser
   * @param {string} origin
   * @param {Page} page any page of the origin
   * @param {Set<import('puppeteer-core').Target>} [past] what is none of it any more
   */
  static async follow(browser, origin, page, past = new Set()) {
    const control = await page.createCDPSession();
    const background = new Background(browser, origin, control, past);
    control.on('ServiceWorker.workerVersionUpdated', ({ versions }) => background.#note(versions));
    await control.send('ServiceWorker.enable');
    return background;
  }

  /** @param {{versionId: string, scriptURL: string, runningStatus: string}[]} versions */
  #note(versions) {
    for (const { versionId, scriptURL, runningStatus } of versions) {
      if (!scriptURL.startsWith(this.#origin)) continue;
      this.#states.set(versionId, runningStatus);
      if (runningStatus !== 'stopped') continue;
      this.#states.delete(versionId);
      for (const done of this.#awaited) done();
      this.#awaited.clear();
    }
  }

  /** Is there one? One that is only just starting may have read what is stored, and would write it again. */
  get isThere() {
    return [...this.#states.values()].some((state) => state === 'starting' || state === 'running');
  }

  /** Is it running? */
  get isRunning() {
    return [...this.#states.values()].includes('running');
  }

  /**
   * Calls a function in it, and returns what it returns.
   * @template {unknown[]} A
   * @template R
   * @param {(...given: A) => R} call
   * @param {A} given
   * @returns {Promise<Awaited<R>>}
   */
  async evaluate(call, ...given) {
    // The browser says that it runs a moment before it offers it.
    const target = await this.#browser.waitForTarget((each) => each.type() === 'service_worker' && each.url().startsWith(this.#origin)
      && !this.#past.has(each));
    const session = await target.createCDPSession();
    try {
      const expression = `(${call})(...${JSON.stringify(given)})`;
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    } finally {
      await session.detach().catch(() => {});
    }
  }

  /** Ends it at once, as the browser does to a busy or an idle one. */
  async stop() {
    const ended = new Promise((done) => { this.#awaited.add(() => done(undefined)); });
    const there = [...this.#states.keys()];
    if (there.length === 0) throw new Error('there is no background');
    for (const versionId of there) await this.#control.send('ServiceWorker.stopWorker', { versionId });
    await ended;
  }
}

// A world and a browser in which one fault after the other is brought about, and what came of each.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { frameOf } from '../../org/drive.mjs';
import { startWorld } from '../../org/world.mjs';
import { keptBy } from '../evidence.mjs';
import { isFirefox, launch, until } from '../harness.mjs';
import { CONTOSO, ENTRA, NEIGHBOURS, Scene, TEAMS } from '../scene.mjs';
import { callOff, copyWithFaults, EFFECTS, order } from './copy.mjs';
import { judge } from './judge.mjs';
import { inFlight } from './journal.js';

/** How long a run may take in all, with each wait used up. In milliseconds. */
const LONGEST = 100_000;
/** So many times as fast the background's clock goes where nobody answers. */
const SPEED = 6;
const GRANTS = ['history', 'sessions', 'downloads', 'clipboardWrite'];
const CHOSEN = { history: true, downloads: true, clipboard: true, entries: true };
/** What belongs to the CRM, the sign-in, and the site around a frame. */
const CRM = /(crm\d*\.dynamics|login\.microsoftonline|teams\.microsoft)\.com$/;
/** The last call of a run, after the receipt: what nobody uses has no pause in the button's menu. */
const LAST = 'contextMenus.removeAll';
const JOURNAL = { call: 'storage.local.set', holding: '"journal"' };
/** What takes the journal away, as the last effect is over. */
const NO_JOURNAL = { call: 'storage.local.remove', holding: '"journal"' };
/** The server is so slow, in milliseconds, that the question to the page is cut off by the next one. */
const SLOW = 700;
const SIGN_OUT = '/common/oauth2/v2.0/logout';

/**
 * @typedef {import('./table.mjs').Fault} Fault
 * @typedef {{outcome: 'finished' | 'incomplete' | 'lie' | 'loss', why: string[]}} Result
 */

/** Opens a stage. */
export async function openStage() {
  const dir = await mkdtemp(join(tmpdir(), 'clean-exit-faults-'));
  const world = await startWorld({ dir: join(dir) });
  const extension = await copyWithFaults(join(dir, 'extension'));
  const session = await launch({ world, extension, grant: GRANTS });
  await session.seeFirstPage({});
  const stage = new Stage(new Scene(world, session), async () => {
    await session.close();
    await world.close();
    await rm(dir, { recursive: true, force: true });
  });
  await stage.begin();
  return stage;
}

export class Stage {
  /** @param {Scene} scene @param {() => Promise<void>} close */
  constructor(scene, close) {
    this.scene = scene;
    this.session = scene.session;
    this.world = scene.world;
    this.close = close;
    /** A receipt of a time before, which nothing may take away. @type {any} */
    this.earlier = undefined;
    /** How the journal is damaged is a matter of chance; the same seed does it alike. */
    this.seed = Number(process.env.SEED) || Date.now() % 1_000_000;
  }

  async begin() {
    await this.scene.visitNeighbours();
    this.news = await this.scene.openNews();
    await this.session.choose(CHOSEN);
  }

  /** What a run without a fault does. @returns {Promise<import('./table.mjs').Scouted>} */
  async scout() {
    await this.clean();
    await this.signIn(true);
    /** @type {string[]} */
    const journals = [];
    await order(this.session, { mode: 'clock' });
    await this.session.evaluateInExtension(() => {
      /** @type {any} */ (globalThis).journals = [];
      chrome.storage.local.onChanged.addListener(({ journal }) => { if (journal?.newValue) /** @type {any} */ (globalThis).journals.push(journal.newValue); });
    });
    await this.watch();
    await this.click();
    await this.ended();
    journals.push(...await this.session.evaluateInExtension(() => /** @type {any} */ (globalThis).journals));
    const worker = await this.session.worker();
    const look = () => worker.evaluate(() => /** @type {any} */ (globalThis).faults.called);
    const called = await until(async () => (await look()).includes(LAST) && look(), { what: 'the last call' });
    let known = new Map();
    const steps = journals.map((journal) => {
      const now = inFlight(journal, EFFECTS);
      const begun = [...now].filter(([id]) => !known.has(id)).map(([, name]) => name);
      known = now;
      return [...new Set(begun)];
    });
    this.earlier = await this.session.lastReceipt();
    return { called, steps };
  }

  /** Brings a fault about, and says what came of it. @param {Fault} fault @returns {Promise<Result>} */
  async try(fault) {
    await this.clean();
    const baseline = this.scene.liveSessions().length;
    await this.signIn(fault.rich);
    const before = {
      baseline, jar: await this.session.allCookies(), neighbours: await keptBy(this.session, NEIGHBOURS),
      receipts: [this.earlier], settings: CHOSEN, news: this.news?.url(), isKilled: isFirefox && fault.inject.kind === 'browser',
    };
    const undo = await this[fault.inject.kind](/** @type {any} */ (fault.inject));
    const said = await this.ended();
    await undo?.();
    const result = await judge(this, said, before);
    if (!said.isReceipt && ['finished', 'incomplete'].includes(result.outcome)) return this.again(result, before);
    return result;
  }

  /** A run of which there is no receipt: the next click must do it. @param {Result} first @param {any} before @returns {Promise<Result>} */
  async again(first, before) {
    await callOff(this.session);
    await this.session.killWorker();
    await this.watch();
    await this.click();
    const second = await judge(this, await this.ended(), before);
    const isDone = second.outcome === 'finished' || second.outcome === 'incomplete';
    return isDone ? { outcome: 'incomplete', why: [...first.why, `the next click: ${second.outcome}`] } : second;
  }

  /** Nothing of the CRM, nothing of a run, and no fault; the neighbours stay. */
  async clean() {
    this.world.offline(false);
    this.slow?.remove();
    this.world.clearRequests();
    for (const page of await this.session.tabs()) if (page !== this.news) await page.close({ runBeforeUnload: false });
    await this.session.forget(CRM, [CONTOSO, ENTRA, new URL(TEAMS).host]);
    // The settings stay: a background that follows a change of them makes calls of which no run knows.
    await this.session.evaluateInExtension(async (earlier) => {
      const names = Object.keys(await chrome.storage.local.get());
      await chrome.storage.local.remove(names.filter((name) => name !== 'settings'));
      await chrome.storage.session.clear();
      await chrome.storage.local.set({ receipts: earlier ? [earlier] : [] });
    }, this.earlier);
    if (await this.session.hasWorker()) await this.session.killWorker();
  }

  /** @param {boolean} [rich] */
  async signIn(rich = false) {
    this.page = await this.scene.signIn(CONTOSO);
    if (!rich) return;
    await frameOf(await this.session.open(`${TEAMS}/`), CONTOSO);
    await this.page.bringToFront();
    this.slow = this.world.fault({ host: ENTRA, path: SIGN_OUT, mode: 'delay', ms: SLOW });
  }

  /** Watches as an open panel does, and connects again as that does. */
  watch() {
    return this.session.evaluateInExtension(() => {
      const watcher = { ended: /** @type {any} */ (undefined), last: /** @type {any} */ (undefined), ran: false };
      Object.assign(globalThis, { watcher });
      const connect = () => {
        if (/** @type {any} */ (globalThis).watcher !== watcher) return;
        const port = chrome.runtime.connect({ name: 'panel' });
        port.onMessage.addListener((view) => {
          watcher.last = view;
          // Where pages do not answer, the person is asked, and gives the work up.
          if (view.asking) port.postMessage({ answer: { sign_out: true } });
          const isTrouble = view.broken && view.broken.trouble !== 'core_stopped';
          if (view.running) watcher.ran = true;
          if (view.finished || view === 'called_off' || isTrouble || (watcher.ran && view.standing)) watcher.ended = view;
        });
        port.onDisconnect.addListener(() => setTimeout(connect, 200));
        port.postMessage('watch');
      };
      connect();
    });
  }

  /** A click on the toolbar's button. */
  async click() {
    await this.session.evaluateInExtension(() => { /** @type {any} */ (globalThis).watcher.ended = undefined; /** @type {any} */ (globalThis).watcher.ran = false; });
    await this.session.clickToolbar(this.page?.isClosed() === false ? this.page : /** @type {any} */ (this.news));
  }

  /** What an open panel shows, for the report of a failure. */
  shown() {
    return this.session.evaluateInExtension(() => {
      const { ended, last } = /** @type {any} */ (globalThis).watcher;
      return JSON.stringify(ended ?? last);
    });
  }

  /** What the extension says at the end. */
  async ended() {
    const look = () => this.session.evaluateInExtension(async (earlier) => {
      const { watcher } = /** @type {any} */ (globalThis);
      const stored = await chrome.storage.local.get(['receipts', 'journal']);
      const filed = stored.receipts?.findLast((/** @type {{run: number}} */ each) => each.run !== earlier);
      if (!watcher.ended && !(filed && !stored.journal)) return undefined;
      return { view: watcher.ended ?? watcher.last, receipt: watcher.ended?.finished?.receipt ?? filed };
    }, this.earlier?.run);
    const said = await until(look, { what: 'the end of the run', limit: LONGEST }).catch(() => undefined);
    return { view: said?.view, receipt: said?.receipt, isReceipt: Boolean(said?.receipt), isOver: Boolean(said), requests: this.world.requests().length };
  }

  /** Orders, watches and clicks. @param {import('./preamble.js').Order} what */
  async clickWith(what) {
    await order(this.session, what);
    await this.watch();
    await this.click();
  }

  /** Clicks, and waits until the run has come to this moment. @param {import('./table.mjs').Moment} moment */
  async comeTo({ effect, over = false }) {
    const call = over && effect === 'File' ? NO_JOURNAL : { ...JOURNAL, effect, over };
    await this.clickWith({ ...call, mode: 'stop', done: !over });
    const worker = await this.session.worker();
    await until(() => worker.evaluate(() => /** @type {any} */ (globalThis).faults?.isReached), { what: 'the call at which to end it', limit: LONGEST })
      .catch(async (error) => { throw new Error(`${error.message}; instead there was ${await this.shown()}`); });
    await callOff(this.session);
  }

  /** @param {{call: string, mode: 'reject' | 'hang', message?: string}} fault */
  async call({ call, mode, message }) {
    await this.clickWith({ call, mode, ...(message ? { message } : {}), ...(mode === 'hang' ? { speed: SPEED } : {}) });
    const worker = await this.session.worker();
    // The last one comes after the receipt.
    return () => until(() => worker.evaluate(() => /** @type {any} */ (globalThis).faults?.hits), { what: `a call of ${call}` });
  }

  /** @param {import('./table.mjs').Moment} moment */
  async death(moment) {
    await this.comeTo(moment);
    await this.session.killWorker();
  }

  /** @param {import('./table.mjs').Moment} moment */
  async browser(moment) {
    await this.comeTo(moment);
    await this.session.relaunch({ kill: true });
    const [first] = await this.session.tabs();
    this.news = first;
    await first?.goto('https://news.example/');
    await this.watch();
  }

  /** @param {import('./table.mjs').Moment} moment */
  async update(moment) {
    await this.comeTo(moment);
    await this.session.reload();
    await this.watch();
  }

  /** @param {import('./table.mjs').Moment & {change: string}} fault */
  async journal({ effect, change }) {
    await this.comeTo({ effect });
    const { journal } = await this.session.stored();
    const damaged = damage(journal, change, () => this.chance());
    await this.session.storeSettings({ journal: damaged });
    await this.session.killWorker();
  }

  /** @param {{by: number}} fault */
  clock({ by }) {
    return this.clickWith({ call: 'scripting.executeScript', holding: '"press"', mode: 'clock', times: 1, by });
  }

  async full() {
    await this.session.evaluateInExtension(async () => {
      for (let size = 8 * 1024 * 1024, name = 0; 1 <= size;) {
        try {
          await chrome.storage.local.set({ [`filler-${name}`]: 'x'.repeat(size) });
          name += 1;
        } catch {
          size = Math.floor(size / 2);
        }
      }
    });
    await this.clickWith({ mode: 'clock' });
    return async () => {
      await this.session.evaluateInExtension(async () => {
        const names = Object.keys(await chrome.storage.local.get()).filter((name) => name.startsWith('filler-'));
        await chrome.storage.local.remove(names);
      });
    };
  }

  /** @param {{faults: import('../../org/faults.mjs').Fault[], speed?: number}} fault */
  async server({ faults, speed }) {
    const added = faults.map((fault) => this.world.fault(fault));
    await this.clickWith({ mode: 'clock', ...(speed ? { speed } : {}) });
    return async () => added.forEach((each) => each.remove());
  }

  async offline() {
    this.world.offline();
    await this.clickWith({ mode: 'clock' });
    return async () => this.world.offline(false);
  }

  /** A number below one, by chance. */
  chance() {
    this.seed = (this.seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return this.seed / 2_147_483_648;
  }
}

/** @param {string} journal @param {string} change @param {() => number} chance */
function damage(journal, change, chance) {
  if (change === 'older') return `02${journal.slice(2)}`;
  if (change === 'newer') return `63${journal.slice(2)}`;
  const at = 2 + Math.floor(chance() * (journal.length - 2));
  if (change === 'cut') return journal.slice(0, at);
  const other = '0123456789abcdef'.replace(journal[at] ?? '', '')[Math.floor(chance() * 15)];
  return `${journal.slice(0, at)}${other}${journal.slice(at + 1)}`;
}

// Runs before the background of a copy of the extension, and makes the browser under it fail as it is told.
// The order lies in `storage.session`, so it holds from the first call of a background that starts, and ends with the browser.
import { inFlight } from './journal.js';
import { calls, effects } from './told.js';

/**
 * @typedef {object} Order
 * @property {string} [call] the call that it is about, such as `tabs.query`
 * @property {string} [holding] only calls whose arguments say this count
 * @property {number} [nth] from which call on; the first is 1
 * @property {string} [effect] only journals with this effect in flight count
 * @property {boolean} [over] with `effect`: only journals in which it is no longer
 * @property {number} [times] then the browser is itself again
 * @property {'reject' | 'hang' | 'stop' | 'trap' | 'clock' | 'behind'} mode
 *   `stop`: it never answers, and no other call is made any more; `trap`: it answers, and the core traps at the answer;
 *   `behind`: each look at the cookies waits until one of a name is back that was to be removed, as another extension has it
 * @property {boolean} [done] with `stop`: whether the call does its work
 * @property {string} [cookie] with `behind`: the name
 * @property {string} [message] with `reject`
 * @property {number} [by] with `clock`: so many milliseconds are missing from now on, or too many
 * @property {number} [speed] so many times as fast the clock goes
 */

/** What the test looks at from outside. */
const faults = { hits: 0, traps: 0, called: /** @type {string[]} */ ([]), isReached: false };
Object.assign(globalThis, { faults });

const read = chrome.storage.session.get.bind(chrome.storage.session);
/** @type {Promise<Partial<Order>>} */
const ordered = read('fault').then(({ fault }) => {
  if (fault?.speed) speedUp(fault.speed);
  return fault ?? {};
});

let shift = 0;
let isStopped = false;
let traps = false;

for (const call of calls) {
  const path = call.split('.');
  const name = path.pop();
  const place = path.reduce((at, part) => at?.[part], chrome);
  if (!place?.[name]) continue;
  const real = place[name].bind(place);
  place[name] = async (...given) => answer(call, given, () => real(...given), await ordered);
}

async function answer(call, given, real, order) {
  if (isStopped) return never();
  if (!faults.called.includes(call)) faults.called.push(call);
  if (order.mode === 'behind') await keepBehind(call, given[0], order.cookie);
  const isMeant = order.call === call && JSON.stringify(given).includes(order.holding ?? '') && (!order.effect || isAtEffect(order, given[0]));
  if (isMeant) faults.hits += 1;
  const nth = order.nth ?? 1;
  if (!isMeant || faults.hits < nth || nth + (order.times ?? Infinity) <= faults.hits) return real();
  if (order.mode === 'reject') throw new Error(order.message ?? 'An unexpected error occurred');
  if (order.mode === 'hang') return never();
  if (order.mode === 'clock') shift += order.by ?? 0;
  if (order.mode === 'trap') traps = true;
  if (order.mode !== 'stop') return real();
  isStopped = true;
  if (order.done) await real();
  faults.isReached = true;
  return never();
}

let wasInFlight = false;

/** How many journals a run writes is a matter of chance, so they are told apart by what is in flight. */
function isAtEffect({ effect, over }, { journal }) {
  const isInFlight = [...inFlight(journal, effects).values()].includes(effect);
  const isOver = wasInFlight && !isInFlight;
  wasInFlight ||= isInFlight;
  return over ? isOver : isInFlight;
}

let back = Promise.resolve();

/** The other one's events are no faster than ours, so a look that does not wait may come first. */
async function keepBehind(call, asked, name) {
  if (call === 'cookies.getAll') await back;
  if (call !== 'cookies.set' || asked.name !== name) return;
  back = new Promise((done) => {
    chrome.cookies.onChanged.addListener(function look({ removed, cookie }) {
      if (removed || cookie.name !== name) return;
      chrome.cookies.onChanged.removeListener(look);
      done();
    });
  });
}

const never = () => new Promise(() => {});

// ---- the clock

const now = Date.now.bind(Date);
const began = now();
let speed = 1;
Date.now = () => began + Math.round((now() - began) * speed) + shift;

function speedUp(times) {
  speed = times;
  const real = globalThis.setTimeout;
  globalThis.setTimeout = /** @type {any} */ ((work, pause = 0, ...given) => real(work, pause / times, ...given));
}

// ---- the core

/** An instance whose next function traps when it is told to: asked for more memory than there can be, the core gives up. */
function withTrap({ exports }) {
  const guarded = Object.entries(exports).map(([name, value]) => [name, typeof value !== 'function' ? value : (...given) => {
    if (!traps) return value(...given);
    traps = false;
    faults.traps += 1;
    return exports.__wbindgen_malloc(-1, 1);
  }]);
  return { exports: Object.fromEntries(guarded) };
}

const { instantiateStreaming, Instance } = WebAssembly;
WebAssembly.instantiateStreaming = async (...given) => {
  const { instance, module } = await instantiateStreaming(...given);
  return { instance: /** @type {any} */ (withTrap(instance)), module };
};
WebAssembly.Instance = /** @type {any} */ (function instance(module, imports) { return withTrap(new Instance(module, imports)); });

// The faults, as data. `stage.mjs` knows how each kind is brought about.
import { only } from '../differences.mjs';
import { isFirefox } from '../harness.mjs';
import { CONTOSO, ENTRA } from '../scene.mjs';
import { calls } from './copy.mjs';
import { EFFECTS } from './journal.mjs';

/**
 * @typedef {object} Fault
 * @property {string} group
 * @property {string} name
 * @property {Injection} inject
 * @property {boolean} [rich] with a frame of the CRM in another site
 *
 * @typedef {{kind: 'call', call: string, mode: 'reject' | 'hang', message?: string}
 *   | {kind: 'death', nth: number, done: boolean, call?: string, holding?: string}
 *   | {kind: 'browser', nth: number, call?: string, holding?: string}
 *   | {kind: 'update', nth: number}
 *   | {kind: 'journal', nth: number, change: 'byte' | 'cut' | 'older' | 'newer'}
 *   | {kind: 'clock', by: number}
 *   | {kind: 'full'}
 *   | {kind: 'server', faults: import('../../org/faults.mjs').Fault[], speed?: number}
 *   | {kind: 'offline'}} Injection
 *
 * @typedef {object} Scouted what a run without a fault did
 * @property {string[]} called
 * @property {string[][]} steps the effects that each journal began
 */

/** Calls that no sign-out by a click makes, each with its reason. @type {Record<string, string>} */
export const NOT_CALLED = {
  'runtime.openOptionsPage': 'the menu of the button',
  'runtime.sendMessage': 'the options page',
  'action.setBadgeText': 'the badge of a warning',
  'downloads.erase': 'there is no download of the CRM',
  'notifications.clear': 'a warning',
  'notifications.create': 'a warning',
  'permissions.remove': 'the options page',
  'permissions.request': 'the options page',
  'scripting.registerContentScripts': 'a change of settings',
  'scripting.unregisterContentScripts': 'a change of settings',
  'scripting.getRegisteredContentScripts': 'a change of settings',
  'sessions.forgetClosedTab': 'no tab of the CRM was closed before',
  'sessions.forgetClosedWindow': 'no window of the CRM was closed before',
  'storage.session.remove': 'the end of a warning',
  'tabs.discard': 'unsaved work that was given up',
  'tabs.reload': 'a page that shows an error',
  'windows.create': 'a warning',
  ...isFirefox ? {} : {
    'declarativeNetRequest.getSessionRules': 'Firefox alone',
    'declarativeNetRequest.updateSessionRules': 'Firefox alone',
    'sessions.getRecentlyClosed': 'Firefox alone',
  },
};

/** Effects that the scene of these tests does not need, each with its reason. @type {Record<string, string>} */
export const NOT_NEEDED = {
  AwaitLoad: 'a page that is still loading',
  Discard: 'unsaved work that was given up',
  Reload: 'a page that shows an error',
};

/** @param {Scouted} scouted @returns {Promise<Fault[]>} */
export async function faults(scouted) {
  return [...deaths(scouted), ...await failing(scouted), ...restarts(scouted), ...journals(scouted), ...clocks(), ...storage(), ...servers()];
}

/** The call that files the receipt. */
const FILING = { nth: 1, call: 'storage.local.set', holding: '"receipts"' };

/** At the first journal that begins an effect: before any of it is begun, and when all of it is done and nobody has learnt of it. @param {Scouted} scouted @returns {Fault[]} */
function deaths({ steps }) {
  // When the last effect is done, the journal is taken away.
  const next = (/** @type {number} */ nth) => (nth <= steps.length ? { nth } : { nth: 1, call: 'storage.local.remove' });
  // How many journals there are before the last one is a matter of chance.
  const before = (/** @type {number} */ at) => (steps[at]?.includes('File') ? { ...FILING, done: false } : { nth: at + 1, done: true });
  const first = EFFECTS.map((effect) => steps.findIndex((begun) => begun.includes(effect))).filter((at) => 0 <= at);
  return [...new Set(first)].sort((a, b) => a - b).flatMap((at) => {
    const what = steps[at]?.join(', ');
    return [
      { group: 'the background is killed', name: `before ${what}`, inject: { kind: /** @type {const} */ ('death'), ...before(at) }, rich: true },
      { group: 'the background is killed', name: `after ${what}`, inject: { kind: /** @type {const} */ ('death'), done: false, ...next(at + 2) }, rich: true },
    ];
  });
}

/** @param {Scouted} scouted @returns {Promise<Fault[]>} */
async function failing({ called }) {
  return (await calls()).filter((call) => called.includes(call)).flatMap((call) => /** @type {const} */ (['reject', 'hang']).map((mode) => ({
    group: mode === 'hang' ? 'a call never answers' : 'a call fails', name: call, inject: { kind: 'call', call, mode },
  })));
}

/** The numbers of the journals that begin these effects for the first time, and so the steps of a run. @param {Scouted} scouted */
const steps = ({ steps: all }) => ['AskUnsaved', 'Press', 'ClearPage', 'RemoveCookies', 'Inspect', 'File']
  .map((effect) => ({ effect, nth: 1 + all.findIndex((begun) => begun.includes(effect)) }));

/** @param {Scouted} scouted @returns {Fault[]} */
function restarts(scouted) {
  return steps(scouted).flatMap(({ effect, nth }) => [
    { group: 'the browser is killed', name: `at ${effect}`, inject: { kind: 'browser', ...(effect === 'File' ? FILING : { nth }) } },
    ...(['Press', 'RemoveCookies'].includes(effect) ? [{ group: 'the extension is updated', name: `at ${effect}`, inject: { kind: /** @type {const} */ ('update'), nth } }] : []),
  ]);
}

/** @param {Scouted} scouted @returns {Fault[]} */
function journals(scouted) {
  const [, { nth } = { nth: 2 }] = steps(scouted);
  return /** @type {const} */ (['byte', 'byte', 'cut', 'older', 'newer']).map((change, at) => ({
    group: 'the journal is damaged', name: `${change} ${at}`, inject: { kind: 'journal', nth, change },
  }));
}

/** Not further than receipts are kept: a clock that says they are old takes them along, as the setting says. @returns {Fault[]} */
const clocks = () => [3_600_000, -3_600_000, 7 * 86_400_000].map((by) => ({
  group: 'the clock is moved', name: `by ${by / 3_600_000} h`, inject: { kind: 'clock', by },
}));

/** @returns {Fault[]} */
const storage = () => [
  ...only('full storage').skip ? [] : [{ group: 'the storage is full', name: 'to the last byte', inject: { kind: /** @type {const} */ ('full') } }],
  { group: 'the storage is full', name: 'QuotaExceededError', inject: { kind: 'call', call: 'storage.local.set', mode: 'reject', message: 'QUOTA_BYTES quota exceeded' } },
];

/** @returns {Fault[]} */
function servers() {
  const places = { 'the organisation': [CONTOSO], 'the sign-in service': [ENTRA] };
  const modes = /** @type {const} */ (['fail', 'reset', 'hang', 'redirect-loop', 'certificate']);
  const each = Object.entries(places).flatMap(([where, hosts]) => modes.map((mode) => ({
    group: 'the server fails', name: `${where}: ${mode}`,
    inject: { kind: /** @type {const} */ ('server'), faults: hosts.map((host) => ({ host, mode })), ...(mode === 'hang' ? { speed: 6 } : {}) },
  })));
  return [...each, { group: 'the server fails', name: 'offline', inject: { kind: 'offline' } }];
}

// The faults, as data. `stage.mjs` knows how each kind is brought about.
import { only } from '../differences.mjs';
import { isFirefox } from '../harness.mjs';
import { CONTOSO, ENTRA } from '../scene.mjs';
import { calls, EFFECTS } from './copy.mjs';

/**
 * @typedef {object} Fault
 * @property {string} group
 * @property {string} name
 * @property {Injection} inject
 * @property {boolean} [rich] with a frame of the CRM in another site
 *
 * @typedef {{kind: 'call', call: string, mode: 'reject' | 'hang', message?: string}
 *   | {kind: 'death'} & Moment
 *   | {kind: 'browser'} & Moment
 *   | {kind: 'update'} & Moment
 *   | {kind: 'journal', effect: string, change: 'byte' | 'cut' | 'older' | 'newer'}
 *   | {kind: 'clock', by: number}
 *   | {kind: 'full'}
 *   | {kind: 'server', faults: import('../../org/faults.mjs').Fault[], speed?: number}
 *   | {kind: 'offline'}} Injection
 *
 * @typedef {{effect: string, over?: boolean}} Moment when it comes about, by a journal: once that has this effect in flight, before any of
 *   it is begun; or `over`, as all of it is done and nobody has learnt of it
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
  Discard: 'unsaved work that was given up',
  Reload: 'a page that shows an error',
};

/** @param {Scouted} scouted @returns {Promise<Fault[]>} */
export async function faults(scouted) {
  return [...deaths(scouted), ...await failing(scouted), ...restarts(), ...journals(), ...clocks(), ...storage(), ...servers()];
}

/** At every step that begins an effect for the first time. @param {Scouted} scouted @returns {Fault[]} */
function deaths({ steps }) {
  const first = steps.map((begun, at) => ({ begun, effect: begun.find((effect) => steps.findIndex((other) => other.includes(effect)) === at) }));
  return first.flatMap(({ begun, effect }) => (effect === undefined ? [] : [false, true].map((over) => ({
    group: 'the background is killed', name: `${over ? 'after' : 'before'} ${begun.join(', ')}`, inject: { kind: /** @type {const} */ ('death'), effect, over }, rich: true,
  }))));
}

/** @param {Scouted} scouted @returns {Promise<Fault[]>} */
async function failing({ called }) {
  return (await calls()).filter((call) => called.includes(call)).flatMap((call) => /** @type {const} */ (['reject', 'hang']).map((mode) => ({
    group: mode === 'hang' ? 'a call never answers' : 'a call fails', name: call, inject: { kind: 'call', call, mode },
  })));
}

/** @returns {Fault[]} */
function restarts() {
  return ['AskUnsaved', 'Press', 'ClearPage', 'RemoveCookies', 'Inspect', 'File'].flatMap((effect) => [
    { group: 'the browser is killed', name: `at ${effect}`, inject: { kind: 'browser', effect } },
    ...(['Press', 'RemoveCookies'].includes(effect) ? [{ group: 'the extension is updated', name: `at ${effect}`, inject: { kind: /** @type {const} */ ('update'), effect } }] : []),
  ]);
}

/** @returns {Fault[]} */
function journals() {
  return /** @type {const} */ (['byte', 'byte', 'cut', 'older', 'newer']).map((change, at) => ({
    group: 'the journal is damaged', name: `${change} ${at}`, inject: { kind: 'journal', effect: 'Press', change },
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

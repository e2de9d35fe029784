// The residue audit: a marker in every kind of place, one click, and a search for each marker, in the browser and on disk.
// Beside it, the same profile after the browser's own "clear browsing data, all time".
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { startWorld } from '../org/world.mjs';
import { scan } from './audit/disk.mjs';
import { KINDS, KIND_NAMES } from './audit/kinds.mjs';
import { belongings, isSettled, losers, settle } from './audit/neighbours.mjs';
import { plantEverything } from './audit/planting.mjs';
import { goBack, lookEverywhere } from './audit/reach.mjs';
import { EXTENSION_ID, launch, until } from './harness.mjs';

const HELPER = 'tests/browser/audit/helper';

/** How long another extension must have been quiet to count as done, in milliseconds; nothing tells its end. */
const QUIET = 5_000;

const { values: options } = parseArgs({ options: { extension: { type: 'string' }, json: { type: 'boolean', default: false } } });
const out = options.json ? process.stderr : process.stdout;
const say = (/** @type {string} */ text = '') => out.write(`${text}\n`);
const folder = await mkdtemp(join(tmpdir(), 'clean-exit-audit-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/**
 * @typedef {import('./harness.mjs').Session} Session
 * @typedef {import('./audit/kinds.mjs').KindName} KindName
 * @typedef {Awaited<ReturnType<typeof audit>>} Result
 */

const ours = await audit('logout', options.extension ?? 'dist/extension', click);
const theirs = await audit('clearing all', HELPER, clearAll);
process.exitCode = judge() ? 0 : 1;

/**
 * Plants, has something done about it, and looks what is left.
 * @param {string} name
 * @param {string} extension
 * @param {(session: Session, page: import('puppeteer-core').Page, helper: import('puppeteer-core').Page, world: import('../org/world.mjs').World) => Promise<unknown>} act
 */
async function audit(name, extension, act) {
  const step = (/** @type {string} */ what) => say(`  ${name}: ${what}`);
  const profile = join(folder, name);
  const world = await startWorld({ dir: folder });
  const session = await launch({ world, extension, userDataDir: profile });
  let markers, typed, before, sights, neighboursBefore, neighboursAfter;
  try {
    const helper = await openHelper(session, extension);
    step('visiting other sites');
    typed = await settle(session, world);
    step('planting');
    const planted = await plantEverything(session, world);
    markers = planted.markers;
    step('looking');
    before = await lookEverywhere(session, helper, markers);
    neighboursBefore = await belongings(session, typed, before);
    step('acting');
    await act(session, planted.page, helper, world);
    step('looking again');
    sights = await lookEverywhere(session, helper, markers);
    neighboursAfter = await belongings(session, typed, sights);
    sights = { ...sights, ...await goBack(session, helper, planted.behind) };
  } finally {
    await session.close();
    await world.close();
  }
  step('searching the disk');
  return { markers, before, sights, neighboursBefore, neighboursAfter, disk: await scan(profile, markers), lost: losers(neighboursBefore, neighboursAfter) };
}

/** A page of the helper, which may be the extension that was started with. @param {Session} session @param {string} extension */
async function openHelper(session, extension) {
  const id = extension === HELPER ? session.extensionId : await session.browser.installExtension(HELPER);
  return session.open(`chrome-extension://${id}/manifest.json`);
}

/**
 * The toolbar click, and the wait for its end.
 * @type {Parameters<typeof audit>[2]}
 */
async function click(session, page, _helper, world) {
  if (session.extensionId === EXTENSION_ID) return session.runAfter(() => session.clickToolbar(page));
  await session.clickToolbar(page);
  let last = await state();
  let since = Date.now();
  return until(async () => {
    const now = await state();
    if (!isDeepStrictEqual(now, last)) since = Date.now();
    last = now;
    return QUIET < Date.now() - since;
  }, { what: 'the extension to be quiet', limit: 120_000 });

  async function state() {
    return [world.requests().length, await session.allCookies(), (await session.tabs()).map((each) => each.url())];
  }
}

/**
 * What the browser's own dialogue does, with every box ticked and "all time".
 * @type {Parameters<typeof audit>[2]}
 */
async function clearAll(_session, _page, helper) {
  await helper.evaluate(() => chrome.browsingData.remove({ since: 0 }, {
    cache: true, cacheStorage: true, cookies: true, downloads: true, fileSystems: true, formData: true, history: true,
    indexedDB: true, localStorage: true, passwords: true, serviceWorkers: true,
  }));
}

/** The ways of looking that find the marker. @param {Result} result @param {KindName} kind @param {'before' | 'sights'} when */
function reached(result, kind, when) {
  return Object.entries(result[when]).filter(([, text]) => text.includes(result.markers[kind])).map(([way]) => way);
}

/** Was the marker there before? @param {Result} result @param {KindName} kind */
const wasThere = (result, kind) => KINDS[kind].before === 'planting' || reached(result, kind, 'before').includes(KINDS[kind].before);

/** Prints the tables; is everything as it must be? */
function judge() {
  const kinds = KIND_NAMES.map((kind) => ({
    kind,
    planted: wasThere(ours, kind) && wasThere(theirs, kind),
    covered: !KINDS[kind].uncovered,
    reachable: reached(ours, kind, 'sights'),
    disk: ours.disk[kind] ?? { bytes: 0, files: [] },
    afterClearingAll: { reachable: reached(theirs, kind, 'sights'), disk: theirs.disk[kind] ?? { bytes: 0, files: [] } },
  }));
  const onDisk = (/** @type {{bytes: number, files: string[]}} */ { bytes, files }) => (bytes ? `${bytes} B in ${files.length}` : '0');
  say('\nWhat is left of a session\n');
  table(['kind', 'planted', 'covered', 'reachable', 'on disk', 'clear all: reachable', 'clear all: on disk'], kinds.map((each) => [
    KINDS[each.kind].name, each.planted ? 'yes' : 'NO', each.covered ? 'yes' : 'no',
    String(each.reachable.length), onDisk(each.disk), String(each.afterClearingAll.reachable.length), onDisk(each.afterClearingAll.disk),
  ]));
  say('\nNot covered, and reachable\n');
  const open = kinds.filter((each) => !each.covered && 0 < each.reachable.length);
  table(['kind', 'by', 'why'], open.map((each) => [KINDS[each.kind].name, each.reachable.join(', '), KINDS[each.kind].uncovered ?? '']));
  const unsettled = ours.neighboursBefore.filter((each) => !isSettled(each)).map(({ site }) => site);
  // The form history of the profile without a guard shows that the search finds what is typed.
  const blind = /** @type {KindName[]} */ (['typed', 'typedAtSignIn']).filter((kind) => !reached(theirs, kind, 'before').includes('form history'));
  /** @type {[string, string[]][]} */
  const failures = [
    ['every marker was there before', kinds.filter(({ planted }) => !planted).map(({ kind }) => KINDS[kind].name)],
    ['the form history can be read', blind.map((kind) => KINDS[kind].name)],
    ['every neighbour had everything before', unsettled],
    ['nothing that is covered can be reached', kinds.filter((each) => each.covered && 0 < each.reachable.length).map((each) => `${KINDS[each.kind].name} (${each.reachable.join(', ')})`)],
    [`of ${ours.neighboursBefore.length} other sites, none lost anything`, ours.lost],
  ];
  say();
  for (const [what, wrong] of failures) say(`  ${wrong.length === 0 ? '✓' : '✗ NOT TRUE:'} ${what}${wrong.length === 0 ? '' : `: ${wrong.join('; ')}`}`);
  const clean = failures.every(([, wrong]) => wrong.length === 0);
  if (options.json) process.stdout.write(`${JSON.stringify({ clean, kinds, lost: ours.lost, lostByClearingAll: theirs.lost }, null, 2)}\n`);
  return clean;
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (/** @type {string[]} */ row) => say(`  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ').trimEnd()}`);
  line(head);
  line(widths.map((width) => '─'.repeat(width)));
  rows.forEach(line);
}

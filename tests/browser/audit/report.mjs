// Compares what was there with what is left, and says so in tables.
import { KINDS, KIND_NAMES } from './kinds.mjs';
import { isSettled, losers } from './neighbours.mjs';

/**
 * @typedef {import('./kinds.mjs').KindName} KindName
 * @typedef {import('./disk.mjs').Found} Found
 * @typedef {import('./reach.mjs').Sights} Sights
 * @typedef {import('./neighbours.mjs').Belongings} Belongings
 * @typedef {object} Result what one browser had, and what it still has
 * @property {import('./planting.mjs').Markers} markers
 * @property {string} closedElsewhere
 * @property {Sights} before
 * @property {Sights} after
 * @property {Belongings[]} neighboursBefore
 * @property {Belongings[]} neighboursAfter
 * @property {Record<string, Found>} disk
 * @typedef {{markers: import('./planting.mjs').Markers, sights: Sights, disk: Record<string, Found>}} Control what one keeps that nobody clears
 * @typedef {ReturnType<typeof compare>} Report
 */

/** @type {Found} */
const NOTHING = { bytes: 0, files: [] };

/**
 * @param {Result} ours after the logout
 * @param {Result} theirs after the browser's own clearing
 * @param {Control} control
 */
export function compare(ours, theirs, control) {
  const kinds = KIND_NAMES.map((kind) => ({
    kind: KINDS[kind].name,
    planted: wasThere(kind, ours, theirs, control),
    uncovered: KINDS[kind].uncovered,
    reachable: reached(ours.after, ours, kind),
    diskBefore: foundOf(control, kind),
    disk: foundOf(ours, kind),
    afterClearingAll: { reachable: reached(theirs.after, theirs, kind), disk: foundOf(theirs, kind) },
  }));
  const names = (/** @type {typeof kinds} */ some) => some.map(({ kind }) => kind);
  const lost = losers(ours.neighboursBefore, ours.neighboursAfter);
  /** What must hold, with what does not. @type {[string, string[]][]} */
  const checks = [
    ['every marker was there before', names(kinds.filter(({ planted }) => !planted))],
    ['where nothing is done the disk has every marker', KIND_NAMES.filter((kind) => !KINDS[kind].inMemory && foundOf(control, kind).bytes === 0).map((kind) => KINDS[kind].name)],
    ['closed tabs open again with what they held', ours.after['closed tabs, opened again']?.includes(ours.closedElsewhere) ? [] : ['a tab of another site']],
    ['every other site had everything before', ours.neighboursBefore.filter((each) => !isSettled(each)).map(({ site }) => site)],
    ['nothing that is covered can be reached', names(kinds.filter((each) => !each.uncovered && 0 < each.reachable.length))],
    [`of ${ours.neighboursBefore.length} other sites none lost anything`, lost],
  ];
  return {
    clean: checks.every(([, wrong]) => wrong.length === 0), checks, kinds, lost,
    lostByClearingAll: losers(theirs.neighboursBefore, theirs.neighboursAfter),
  };
}

/** The ways of looking that find the marker. @param {Sights} sights @param {{markers: import('./planting.mjs').Markers}} of @param {KindName} kind */
function reached(sights, { markers }, kind) {
  return Object.entries(sights).filter(([, text]) => text.includes(markers[kind])).map(([way]) => way);
}

/**
 * Was the marker there, in every browser in which that can be seen? Going back is done only once, at the end.
 * @param {KindName} kind @param {Result} ours @param {Result} theirs @param {Control} control
 */
function wasThere(kind, ours, theirs, control) {
  const { before, guarded } = KINDS[kind];
  const looked = [...guarded ? [] : [{ sights: ours.before, of: ours }], { sights: theirs.before, of: theirs }, { sights: control.sights, of: control }];
  return looked.filter(({ sights }) => before in sights).every(({ sights, of }) => reached(sights, of, kind).includes(before));
}

/** @param {{disk: Record<string, Found>}} result @param {KindName} kind */
const foundOf = ({ disk }, kind) => disk[kind] ?? NOTHING;

/** @param {Report} report @param {(text?: string) => void} say */
export function show({ kinds, checks, lostByClearingAll }, say) {
  const onDisk = (/** @type {Found} */ { bytes, files }) => (bytes ? `${bytes} B in ${files.length}` : '0');
  say('\nWhat is left of a session: ways that reach it, bytes in files\n');
  table(say, ['kind', 'planted', 'covered', 'on disk before', '| reachable', 'on disk', '| clear all: reachable', 'on disk'], kinds.map((each) => [
    each.kind, each.planted ? 'yes' : 'NO', each.uncovered ? 'no' : 'yes', onDisk(each.diskBefore),
    `| ${each.reachable.length}`, onDisk(each.disk), `| ${each.afterClearingAll.reachable.length}`, onDisk(each.afterClearingAll.disk),
  ]));
  say('\nStill reachable\n');
  table(say, ['kind', 'by', 'why'], kinds.filter((each) => 0 < each.reachable.length)
    .map((each) => [each.kind, each.reachable.join(', '), each.uncovered ?? 'IT MUST NOT BE']));
  say();
  for (const [what, wrong] of checks) say(wrong.length === 0 ? `  ✓ ${what}` : `  ✗ NOT TRUE: ${what}: ${wrong.join('; ')}`);
  say(`    (clearing all: ${lostByClearingAll.length} lost something)`);
}

/** @param {(text: string) => void} say @param {string[]} head @param {string[][]} rows */
function table(say, head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (/** @type {string[]} */ row) => say(`  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ').trimEnd()}`);
  line(head);
  line(widths.map((width) => '─'.repeat(width)));
  rows.forEach(line);
}

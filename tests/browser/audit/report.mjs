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
 * @property {Sights} before
 * @property {Sights} after
 * @property {Belongings[]} neighboursBefore
 * @property {Belongings[]} neighboursAfter
 * @property {Record<string, Found>} disk
 * @typedef {ReturnType<typeof compare>} Report
 */

/** Kinds that the guard keeps from being stored: that they would be, only the profile without it can show. @type {KindName[]} */
const GUARDED = ['typed', 'typedAtSignIn'];

/**
 * @param {Result} ours after the logout
 * @param {Result} theirs after the browser's own clearing
 */
export function compare(ours, theirs) {
  const kinds = KIND_NAMES.map((kind) => ({
    kind: KINDS[kind].name,
    planted: wasThere(ours, kind) && wasThere(theirs, kind),
    uncovered: KINDS[kind].uncovered,
    reachable: reached(ours, 'after', kind),
    disk: foundOf(ours, kind),
    afterClearingAll: { reachable: reached(theirs, 'after', kind), disk: foundOf(theirs, kind) },
  }));
  const names = (/** @type {typeof kinds} */ some) => some.map(({ kind }) => kind);
  const lost = losers(ours.neighboursBefore, ours.neighboursAfter);
  /** What must hold, with what does not. @type {[string, string[]][]} */
  const checks = [
    ['every marker was there before', names(kinds.filter(({ planted }) => !planted))],
    ['without a guard the form history has what was typed', GUARDED.filter((kind) => !reached(theirs, 'before', kind).includes('form history'))],
    ['every other site had everything before', ours.neighboursBefore.filter((each) => !isSettled(each)).map(({ site }) => site)],
    ['nothing that is covered can be reached', names(kinds.filter((each) => !each.uncovered && 0 < each.reachable.length))],
    [`of ${ours.neighboursBefore.length} other sites none lost anything`, lost],
  ];
  return {
    clean: checks.every(([, wrong]) => wrong.length === 0), checks, kinds, lost,
    lostByClearingAll: losers(theirs.neighboursBefore, theirs.neighboursAfter),
  };
}

/** The ways of looking that find the marker. @param {Result} result @param {'before' | 'after'} when @param {KindName} kind */
function reached(result, when, kind) {
  return Object.entries(result[when]).filter(([, text]) => text.includes(result.markers[kind])).map(([way]) => way);
}

/** Was the marker there before? @param {Result} result @param {KindName} kind */
function wasThere(result, kind) {
  const { before } = KINDS[kind];
  return before === 'planting' || reached(result, 'before', kind).includes(before);
}

/** @param {Result} result @param {KindName} kind @returns {Found} */
const foundOf = ({ disk }, kind) => disk[kind] ?? { bytes: 0, files: [] };

/** @param {Report} report @param {(text?: string) => void} say */
export function show({ kinds, checks, lostByClearingAll }, say) {
  const onDisk = (/** @type {Found} */ { bytes, files }) => (bytes ? `${bytes} B in ${files.length}` : '0');
  say('\nWhat is left of a session: ways that reach it, bytes in files\n');
  table(say, ['kind', 'planted', 'covered', 'reachable', 'on disk', '| clear all: reachable', 'on disk'], kinds.map((each) => [
    each.kind, each.planted ? 'yes' : 'NO', each.uncovered ? 'no' : 'yes', String(each.reachable.length), onDisk(each.disk),
    `| ${each.afterClearingAll.reachable.length}`, onDisk(each.afterClearingAll.disk),
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

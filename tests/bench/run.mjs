// @ts-check
/**
 * Measures the figures, each beside its yardstick, and writes them down. `cargo xtask bench` prepares what it needs.
 *
 *     node tests/bench/run.mjs [FIGURE …] [--runs N]
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../browser/harness.mjs';
import { tableOf } from './statistics.mjs';

/** The figures there are, in the order in which they are measured. */
const FIGURES = ['click', 'survey', 'cookies', 'start', 'panel', 'load', 'use', 'core'];

/** So many runs of each are counted, where nobody says how many. */
const RUNS = 15;

const { names, runs } = read(process.argv.slice(2));
const folder = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'bench');
const file = join(folder, 'report.json');
await mkdir(folder, { recursive: true });
/** What was measured before stays, so that one figure can be measured anew. @type {{figures: import('./statistics.mjs').Figure[]}} */
const known = await readFile(file, 'utf8').then(JSON.parse, () => ({ figures: [] }));
for (const name of names) {
  process.stderr.write(`${name}\n`);
  const { measure } = await import(`./${name}.mjs`);
  const figure = /** @type {import('./statistics.mjs').Figure} */ (await measure({ runs }));
  known.figures = [...known.figures.filter((other) => other.name !== name), figure];
  await writeFile(file, JSON.stringify({ machine: machine(), figures: inOrder(known.figures) }, undefined, 1));
  console.log(`${tableOf(figure)}\n`);
}

/** @param {string[]} words */
function read(words) {
  const at = words.indexOf('--runs');
  const runs = at < 0 ? RUNS : Number(words.splice(at, 2)[1]);
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs needs a whole number');
  const unknown = words.find((word) => !FIGURES.includes(word));
  if (unknown) throw new Error(`there is no figure ${unknown}; there are ${FIGURES.join(', ')}`);
  return { names: words.length > 0 ? words : FIGURES, runs };
}

/** @param {import('./statistics.mjs').Figure[]} figures */
function inOrder(figures) {
  return FIGURES.flatMap((name) => figures.filter((figure) => figure.name === name));
}

/** What it was measured on. */
function machine() {
  return { processors: cpus().length, kind: cpus()[0]?.model.trim(), memory: `${Math.round(totalmem() / 2 ** 30)} GiB`, node: process.version };
}

// @ts-check
// The pure core by itself, natively, measured by criterion: figures to follow over time, with nothing beside them.
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../browser/harness.mjs';
import { plainRow } from './statistics.mjs';

/** Nanoseconds in a microsecond, the unit of this figure. */
const NANOS = 1000;

/** @returns {Promise<import('./statistics.mjs').Figure>} */
export async function measure() {
  const target = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'bench/native');
  const { status } = spawnSync('cargo', ['bench', '--quiet', '--bench', 'core', '--', '--noplot'], {
    cwd: join(ROOT, 'tests/bench/native'), stdio: ['ignore', 2, 'inherit'], env: { ...process.env, CARGO_TARGET_DIR: target },
  });
  if (status !== 0) throw new Error('the benchmark of the core failed');
  const folder = join(target, 'criterion');
  const rows = [];
  for (const name of (await readdir(folder)).sort()) {
    const read = async (/** @type {string} */ file) => JSON.parse(await readFile(join(folder, name, 'new', file), 'utf8'));
    const { times, iters } = await read('sample.json');
    const { title } = await read('benchmark.json');
    const each = times.map((/** @type {number} */ time, /** @type {number} */ at) => time / iters[at] / NANOS);
    rows.push(plainRow(title, each));
  }
  return {
    name: 'core', title: 'The core by itself, natively', unit: 'µs', beside: 'nothing: to be followed over time', rows,
  };
}

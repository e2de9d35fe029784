// @ts-check
/**
 * Runs the corpus in Chromium, and some of its pages with changes that must change no decision.
 *
 *     node tests/pages/run.mjs [--record] [part of a page's name]
 *
 * `languages` as the part of a name goes through every label of every language, in one page.
 * A page is right if its file's steps are decided, every press is done, and the survey recorded of it still leads there.
 * `--record` records the surveys anew, for `cargo test --test pages`.
 * Set CHROMIUM to use another browser than /usr/bin/chromium, and CARGO_TARGET_DIR as for cargo.
 */
import fs from 'node:fs';
import path from 'node:path';
import { expectation, HERE, openCorpus } from './corpus.mjs';
import { tryLanguages } from './languages.mjs';
import { VARIATIONS, VARIED } from './variations.mjs';

const words = process.argv.slice(2);
const record = words.includes('--record');
const part = words.find((word) => !word.startsWith('--')) ?? '';
const files = fs.readdirSync(HERE).filter((file) => file.endsWith('.html') && file.includes(part)).sort();
let [passed, failed] = [0, 0];
const corpus = await openCorpus();
try {
  for (const file of files) tell(file, '', await corpus.run(file), record ? undefined : await recorded(file));
  if (!record) for (const file of files.filter((file) => VARIED.includes(file))) {
    for (const [name, change] of Object.entries(VARIATIONS)) tell(file, name, await corpus.run(file, change));
  }
  if (!record && 'languages'.includes(part)) {
    const { languages, labels, wrong } = await tryLanguages(corpus);
    console.log(`${wrong.length ? 'WRONG' : 'ok   '} ${languages} languages, ${labels} labels in the account's menu`);
    for (const line of wrong) console.log(`      ${line}`);
    if (wrong.length) failed += 1; else passed += 1;
  }
} finally {
  await corpus.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

/** What the recorded survey of a page leads to. @param {string} file */
async function recorded(file) {
  const place = path.join(HERE, 'recorded', file.replace('.html', '.json'));
  return fs.existsSync(place) ? corpus.replay(JSON.parse(fs.readFileSync(place, 'utf8'))) : ['nothing was recorded'];
}

/**
 * Prints a line of the table, and counts it.
 * @param {string} file @param {string} variation @param {import('./corpus.mjs').Course} course @param {string[]} [before] the recorded steps
 */
function tell(file, variation, { steps, looks, outcomes, why }, before = steps) {
  const expected = expectation(file);
  const same = (/** @type {string[]} */ one, /** @type {string[]} */ other) => JSON.stringify(one) === JSON.stringify(other);
  const done = expected.outcomes ?? outcomes.map(() => 'pressed');
  const wrong = [
    same(steps, expected.steps) ? '' : `expected: ${expected.steps.join(', ')} (${expected.about})`,
    same(outcomes, done) ? '' : `the presses: ${outcomes.join(', ')}`,
    same(steps, before) ? '' : `recorded: ${before.join(', ')}; record it anew: node tests/pages/run.mjs --record`,
  ].filter(Boolean);
  console.log(`${wrong.length ? 'WRONG' : 'ok   '} ${`${file.replace('.html', '')}${variation && `, ${variation}`}`.padEnd(52)} ${steps.join(', ')} (${why})`);
  for (const line of wrong) console.log(`      ${line}`);
  if (wrong.length) failed += 1; else passed += 1;
  if (record) {
    fs.mkdirSync(path.join(HERE, 'recorded'), { recursive: true });
    const text = looks.map((it) => JSON.stringify(it)).join(',\n');
    fs.writeFileSync(path.join(HERE, 'recorded', file.replace('.html', '.json')), `[\n${text}\n]\n`);
  }
}

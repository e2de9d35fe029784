// Faults in the real browser, one after the other: after each, a run has finished or says honestly that it has not, nothing
// is claimed that is not so, and nothing is lost. The faults are described in `faults/table.mjs`.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { calls, EFFECTS } from './faults/copy.mjs';
import { openStage } from './faults/stage.mjs';
import { faults, NOT_CALLED, NOT_NEEDED } from './faults/table.mjs';

/** So many browsers work side by side: most faults are waits. */
const STAGES = Number(process.env.STAGES) || 2;
/** Only faults that match this. */
const ONLY = process.env.FAULTS ?? '';

/** @type {import('./faults/stage.mjs').Stage[]} */
let stages = [];
before(async () => { stages = await Promise.all(Array.from({ length: STAGES }, openStage)); });
after(async () => { await Promise.all(stages.map((stage) => stage.close())); });

test('no fault makes a run lie, lose anything, or stop half-way', async (t) => {
  const [scout] = stages;
  assert.ok(scout);
  const scouted = await scout.scout();
  for (const stage of stages) stage.earlier = scout.earlier;

  await t.test('every call and every effect is tried, or it is said why not', async () => {
    assert.deepEqual([...new Set([...scouted.called, ...Object.keys(NOT_CALLED)])].sort(), (await calls()).sort());
    assert.deepEqual([...new Set([...scouted.steps.flat(), ...Object.keys(NOT_NEEDED)])].sort(), [...EFFECTS].sort());
  });

  const all = (await faults(scouted)).filter(({ group, name }) => new RegExp(ONLY).test(`${group}: ${name}`));
  const began = Date.now();
  console.log(`${all.length} faults, ${STAGES} browsers, seed ${scout.seed}`);
  const queue = [...all];
  /** @type {(import('./faults/table.mjs').Fault & import('./faults/stage.mjs').Result)[]} */
  const results = [];
  await Promise.all(stages.map(async (stage) => {
    for (let fault = queue.shift(); fault; fault = queue.shift()) {
      const since = Date.now();
      const result = await stage.try(fault).catch((error) => ({ outcome: /** @type {const} */ ('loss'), why: [String(error.stack)] }));
      results.push({ ...fault, ...result });
      console.log(`${results.length}/${all.length} ${((Date.now() - since) / 1000).toFixed(1)} s  ${fault.group}: ${fault.name}: ${result.outcome} ${result.why.join('; ')}`);
    }
  }));
  printTable(results, Date.now() - began);

  const wrong = results.filter(({ outcome }) => outcome === 'lie' || outcome === 'loss');
  assert.deepEqual(wrong.map(({ group, name, outcome, why }) => `${group}: ${name}: ${outcome}: ${why.join('; ')}`), []);
  assert.equal(results.length, all.length);
});

/** @param {(import('./faults/table.mjs').Fault & import('./faults/stage.mjs').Result)[]} results @param {number} took */
function printTable(results, took) {
  const groups = [...new Set(results.map(({ group }) => group))];
  const count = (/** @type {string} */ group, /** @type {string} */ outcome) => results.filter((each) => (!group || each.group === group) && (!outcome || each.outcome === outcome)).length;
  const row = (/** @type {string} */ name, /** @type {(string | number)[]} */ cells) => console.log(`${name.padEnd(28)}${cells.map((cell) => String(cell).padStart(12)).join('')}`);
  row('fault', ['tried', 'finished', 'incomplete', 'lies', 'losses']);
  for (const group of [...groups, '']) row(group || 'all', ['', 'finished', 'incomplete', 'lie', 'loss'].map((outcome) => count(group, outcome)));
  console.log(`in ${(took / 1000).toFixed(0)} s`);
}

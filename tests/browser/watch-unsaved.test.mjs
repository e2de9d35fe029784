// Unsaved work, and nobody there to ask: it is waited for as long as is set, then it is given up, and the receipt says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDirty } from '../org/drive.mjs';
import { until } from './harness.mjs';
import { CONTOSO } from './scene.mjs';
import { inUse, MINUTE, pass, textOf, warning, watchOf } from './watching.mjs';

/** @param {import('node:test').TestContext} t @param {number} wait minutes */
async function withUnsavedWork(t, wait) {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 20, unsaved_wait: wait }, { record: true });
  await makeDirty(page);
  /** @type {string[]} */
  const prompts = [];
  page.on('dialog', (dialog) => {
    prompts.push(dialog.type());
    void dialog.accept();
  });
  const before = await scene.remember();
  await pass(scene, 15.7 * MINUTE);
  const window = await warning(scene);
  assert.match(await textOf(window), /Some work is not saved/);
  return { scene, page, prompts, before, window };
}

test('work that may not wait is given up in time, without the browser’s prompt, and the receipt says so', async (t) => {
  const { scene, prompts, before } = await withUnsavedWork(t, 0);
  const receipt = await scene.session.runAfter(() => {});
  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
  assert.deepEqual([receipt.trigger, receipt.given_up], ['inactivity', [CONTOSO]]);
  assert.deepEqual(prompts, []);
  const panel = await scene.waitForPanel('Unsaved work was given up');
  assert.match(await textOf(panel), new RegExp(CONTOSO));
});

test('work that may wait is waited for, and then given up', async (t) => {
  const { scene, page, prompts, before, window } = await withUnsavedWork(t, 10);
  await until(async () => (await watchOf(scene)).pending?.stage === 'held', { what: 'the sign-out to wait', limit: 60_000 });
  assert.equal(await scene.session.lastReceipt(), undefined);
  assert.ok(scene.world.isAlive(before.jar, CONTOSO));
  assert.match(await page.$eval('#name', (field) => /** @type {HTMLInputElement} */ (field).value), /edited/);
  await until(async () => /waits because some work is not saved/.test(await textOf(window)), { what: 'the warning to say so' });
  // The time of the sign-out has changed, and so the warning; its window is the same.
  assert.equal(await scene.session.countShown('warning.html'), 1);
  const receipt = await scene.session.runAfter(() => pass(scene, 10 * MINUTE));
  assert.deepEqual([receipt.trigger, receipt.given_up], ['inactivity', [CONTOSO]]);
  assert.deepEqual(prompts, []);
});

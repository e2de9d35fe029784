// The countdown: what ends it, how long it is, and that it goes on whatever happens to the background or the window.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDirty } from '../org/drive.mjs';
import { until } from './harness.mjs';
import { CONTOSO } from './scene.mjs';
import { badge, calm, inUse, MINUTE, pass, textOf, warning, watchOf } from './watching.mjs';

test('who is warned may sign out at once, and is asked about unsaved work like by the toolbar button', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 300 }, { record: true });
  await makeDirty(page);
  const before = await scene.remember();
  await pass(scene, 12 * MINUTE);
  const window = await warning(scene);
  await window.click('#leave');

  const panel = await scene.waitForPanel('Some work is not saved');
  const receipt = await scene.session.runAfter(() => panel.click('button.danger'));

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
  assert.equal(receipt.trigger, 'warning');
  assert.deepEqual(receipt.given_up, []);
});

test('a session that was kept as often as is allowed cannot be kept again', async (t) => {
  const { scene } = await inUse(t, { inactivity: 15, warning: 300, keeps: 1 });
  await pass(scene, 12 * MINUTE);
  await (await warning(scene)).click('#stay');
  await calm(scene);
  await pass(scene, 15.8 * MINUTE);
  const window = await warning(scene);
  assert.match(await textOf(window), /as often as is allowed/);
  assert.equal(await window.$eval('#stay', (button) => /** @type {HTMLElement} */ (button).hidden), true);
  const receipt = await scene.session.runAfter(() => {});
  assert.equal(receipt.trigger, 'inactivity');
});

test('the time of the warning is the one that was set', async (t) => {
  const { scene } = await inUse(t, { inactivity: 15, warning: 300 });
  await pass(scene, 11.5 * MINUTE);
  await warning(scene);
  const { until: end } = (await watchOf(scene)).pending;
  assert.ok(Math.abs(end - Date.now() - 4.5 * MINUTE) < MINUTE / 2, `${end - Date.now()}`);
  await until(async () => await badge(scene) === '4′', { what: 'the badge to count' });
});

test('a background that is killed in the countdown goes on with it', async (t) => {
  const { scene } = await inUse(t, { inactivity: 15, warning: 20 });
  const before = await scene.remember();
  await pass(scene, 15.7 * MINUTE);
  await warning(scene);
  const { until: end } = (await watchOf(scene)).pending;

  const receipt = await scene.session.runAfter(() => scene.session.killWorker());

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
  assert.ok(end <= receipt.run && receipt.run < end + MINUTE, `it came ${receipt.run - end} ms after its time`);
});

test('without a window to warn in, the sign-out comes all the same', async (t) => {
  const { scene } = await inUse(t, { inactivity: 15, warning: 20 });
  const before = await scene.remember();
  await pass(scene, 15.7 * MINUTE);
  await (await warning(scene)).close();

  const receipt = await scene.session.runAfter(() => {});

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
});

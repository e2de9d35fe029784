// The warning as a notification, which needs its setting and its permission.
//
// The notification itself is outside of every page, so nobody can click it here. What a click on it brings about is tried by
// handing its event to the background's own listener.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { only } from './differences.mjs';
import { OptionsPage } from './options-page.mjs';
import { calm, inUse, MINUTE, pass, warning, watchOf } from './watching.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */

/** @param {import('node:test').TestContext} t @param {Record<string, unknown>} settings @param {string[]} [grant] */
async function warned(t, settings, grant = ['notifications']) {
  const { scene } = await inUse(t, { inactivity: 15, warning: 300, ...settings }, { launch: grant.length ? { grant } : {} });
  await pass(scene, 12 * MINUTE);
  await warning(scene);
  return scene;
}

/** The notifications on view. @param {Scene} scene @returns {Promise<string[]>} */
const shown = (scene) => scene.session.evaluateInExtension(async () => Object.keys(/** @type {object} */ (await chrome.notifications.getAll())));

/** Presses a button of the notification. @param {Scene} scene @param {number} button */
async function press(scene, button) {
  const worker = await scene.session.worker();
  await worker.evaluate((/** @type {number} */ which) => { /** @type {any} */ (chrome.notifications.onButtonClicked).dispatch('warning', which); }, button);
}

test('the warning comes as a notification, too, and goes with it', async (t) => {
  const scene = await warned(t, { notification: true });
  await scene.waitFor(async () => (await shown(scene)).includes('warning'), 'the notification');
  await (await warning(scene)).click('#stay');
  await calm(scene);
  await scene.waitFor(async () => (await shown(scene)).length === 0, 'the notification to go');
});

test('its first button keeps the session', only('notification buttons'), async (t) => {
  const scene = await warned(t, { notification: true });
  await scene.waitFor(async () => (await shown(scene)).includes('warning'), 'the notification');
  await press(scene, 0);
  await calm(scene);
  await scene.waitFor(async () => (await shown(scene)).length === 0, 'the notification to go');
  assert.ok(Date.now() - (await watchOf(scene)).session.active < MINUTE);
});

test('its other button signs out at once', only('notification buttons'), async (t) => {
  const scene = await warned(t, { notification: true });
  await scene.waitFor(async () => (await shown(scene)).includes('warning'), 'the notification');
  const receipt = await scene.session.runAfter(() => press(scene, 1));
  assert.equal(receipt.trigger, 'warning');
});

test('without the setting there is none, though the permission is there', async (t) => {
  const scene = await warned(t, { notification: false });
  // The bar in the pages comes after the notification, so that one would be there by now.
  await scene.waitFor(async () => (await scene.session.stored('session')).warned, 'the warning to be noted');
  assert.deepEqual(await shown(scene), []);
});

test('without the permission the rest of the warning comes, and the page says what is missing', async (t) => {
  const scene = await warned(t, { notification: true }, []);
  const options = await OptionsPage.open(scene.session);
  await options.waitForSetting('notification', { value: true, isMissing: true });
});

// Unsaved work: nothing of it is lost without an answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDirty } from '../org/drive.mjs';
import { CONTOSO, setScene } from './scene.mjs';

const QUESTION = 'Some work is not saved';

/** A dirty record in front. @param {import('node:test').TestContext} t @param {{cleanTab?: boolean}} [options] */
async function withUnsavedWork(t, { cleanTab = false } = {}) {
  const scene = await setScene(t);
  if (cleanTab) await scene.signIn(CONTOSO);
  const page = await scene.signIn(CONTOSO, { record: true });
  await makeDirty(page);
  /** @type {string[]} */
  const prompts = [];
  page.on('dialog', (dialog) => {
    prompts.push(dialog.type());
    void dialog.accept();
  });
  const before = { ...await scene.remember(), text: await textOf(page) };
  scene.world.clearRequests();
  return { scene, page, prompts, before };
}

test('the question touches nothing, and to go back leaves text, tab and session', async (t) => {
  const { scene, page, prompts, before } = await withUnsavedWork(t);

  const panel = await scene.panelSays(page, QUESTION);
  await assertUntouched(scene, page, before);
  await panel.click('button.safe');
  await scene.waitForPanel('Nothing was done');

  await assertUntouched(scene, page, before);
  await scene.assertAtRest();
  assert.equal(await scene.session.lastReceipt(), undefined);
  assert.deepEqual(prompts, []);
});

test('to sign out anyway signs out, and the browser’s own prompt never shows', async (t) => {
  const { scene, page, prompts, before } = await withUnsavedWork(t);
  const panel = await scene.panelSays(page, QUESTION);

  const receipt = await scene.session.runAfter(() => panel.click('button.danger'));

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
  assert.deepEqual(prompts, []);
});

test('with a clean tab of the same organisation, that one is signed out in, and both are closed', async (t) => {
  const { scene, page, prompts, before } = await withUnsavedWork(t, { cleanTab: true });
  const panel = await scene.panelSays(page, QUESTION);
  await assertUntouched(scene, page, before);

  const receipt = await scene.session.runAfter(() => panel.click('button.danger'));

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
  assert.deepEqual(prompts, []);
});

test('a question that is left alone is still there at the next click', async (t) => {
  const { scene, page, before } = await withUnsavedWork(t);
  const panel = await scene.panelSays(page, QUESTION);
  const { journal } = await scene.session.stored();
  await panel.close();

  const again = await scene.panelSays(page, QUESTION);

  await assertUntouched(scene, page, before);
  assert.equal((await scene.session.stored()).journal, journal, 'it is another run');
  const receipt = await scene.session.runAfter(() => again.click('button.danger'));
  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
});

test('a question survives the background’s death', async (t) => {
  const { scene, page, before } = await withUnsavedWork(t);
  const panel = await scene.panelSays(page, QUESTION);
  await scene.session.killWorker();
  await assertUntouched(scene, page, before);

  const receipt = await scene.session.runAfter(() => panel.click('button.danger'));

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
});

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {import('puppeteer-core').Page} page
 * @param {Awaited<ReturnType<typeof withUnsavedWork>>['before']} before
 */
async function assertUntouched(scene, page, before) {
  assert.ok(scene.world.isAlive(before.jar, CONTOSO));
  // The browser itself looks for a newer service worker of the page now and then.
  assert.deepEqual(scene.world.requests().filter(({ path }) => path !== '/uclient/sw.js'), []);
  assert.deepEqual({ ...await scene.remember(), text: await textOf(page) }, before);
  await scene.assertSomethingThere([CONTOSO]);
  scene.world.clearRequests();
}

/** What is in the form. @param {import('puppeteer-core').Page} page @returns {Promise<string>} */
const textOf = (page) => page.$eval('#name', (field) => /** @type {HTMLInputElement} */ (field).value);

// The menu of the toolbar button, and the keyboard shortcut.
//
// The menu is the browser's own and in no page, so nobody can right-click it here. What is in it the browser tells when an
// entry is asked to be made that is there already; and a choice is tried by handing its event to the background's own listener.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDirty } from '../org/drive.mjs';
import { startDisplay } from './display.mjs';
import { CONTOSO, FABRIKAM, setScene, waysOf } from './scene.mjs';
import { age, inUse, isWarned, MINUTE, pass, textOf, watchOf } from './watching.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */

const ENTRIES = ['sign_out', 'only_front', 'pause', 'resume', 'receipts', 'options'];

/** The names of the entries that are there: of one that is not, nothing can be changed. @param {Scene} scene @returns {Promise<string[]>} */
const menu = (scene) => scene.session.evaluateInExtension(async (names) => {
  const there = await Promise.all(names.map((name) => chrome.contextMenus.update(name, { enabled: true }).then(() => true, () => false)));
  return names.filter((_, index) => there[index]);
}, ENTRIES);

/** Waits until the menu holds just these. @param {Scene} scene @param {string[]} wanted */
const menuIs = (scene, wanted) => scene.waitFor(async () => JSON.stringify(await menu(scene)) === JSON.stringify(wanted), `the menu to be ${wanted}`);

test('the menu holds what is allowed, once, whatever is done to the settings', async (t) => {
  const { scene } = await inUse(t, { inactivity: 15 });
  await menuIs(scene, ['sign_out', 'only_front', 'pause', 'receipts', 'options']);
  await scene.session.choose({ inactivity: 15, pause: false });
  await menuIs(scene, ['sign_out', 'only_front', 'receipts', 'options']);
  await scene.session.choose({ inactivity: 15, only_front: true });
  await menuIs(scene, ['sign_out', 'pause', 'receipts', 'options']);
  await scene.session.reload();
  await menuIs(scene, ['sign_out', 'pause', 'receipts', 'options']);
});

test('an administrator who wants all to be signed out of takes the choice away', async (t) => {
  const scene = await setScene(t, { policy: { only_front: false, pause: false } });
  const page = await scene.signIn(CONTOSO);
  const other = await scene.signIn(FABRIKAM);
  await menuIs(scene, ['sign_out', 'receipts', 'options']);
  const receipt = await scene.session.runAfter(() => scene.session.chooseInMenu('only_front', page));
  assert.deepEqual(Object.keys(waysOf(receipt)).sort(), [CONTOSO, FABRIKAM]);
  assert.ok(other.isClosed());
});

test('“sign out” in the menu signs out, and the popup shows it', async (t) => {
  const { scene, page } = await inUse(t, {});
  const before = await scene.remember();
  const receipt = await scene.session.runAfter(async () => {
    await scene.session.chooseInMenu('sign_out', page);
    await scene.session.panel();
  });
  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
  assert.equal(receipt.trigger, 'toolbar');
});

test('“sign out” in the menu asks about unsaved work like the button', async (t) => {
  const { scene, page } = await inUse(t, {}, { record: true });
  await makeDirty(page);
  await scene.session.chooseInMenu('sign_out', page);
  await scene.session.panel();
  const panel = await scene.waitForPanel('Some work is not saved');
  await panel.click('button.safe');
  await scene.waitForPanel('Nothing was done');
  assert.match(await page.$eval('#name', (field) => /** @type {HTMLInputElement} */ (field).value), /edited/);
});

test('where the browser opens no popup, a window shows the sign-out and its question', async (t) => {
  const { scene, page } = await inUse(t, {}, { record: true });
  await makeDirty(page);
  const worker = await scene.session.worker();
  await worker.evaluate(() => {
    chrome.action.openPopup = () => Promise.reject(new Error('there is no popup here'));
  });
  await scene.session.clickToolbar(page);
  const shown = await scene.session.pageOf('panel.html');
  const windows = await scene.session.evaluateInExtension(async () => (await chrome.windows.getAll({ populate: true })).map(({ type, tabs = [] }) => [type, tabs.length]));
  assert.deepEqual(windows.filter(([type]) => type === 'popup'), [['popup', 1]], 'it is in a window of its own');
  await scene.waitFor(async () => /Some work is not saved/.test(await textOf(shown)), 'the question');
  await shown.click('button.safe');
  await scene.waitFor(async () => /Nothing was done/.test(await textOf(shown)), 'the answer to be taken');
  assert.equal(page.isClosed(), false);
});

test('“this organisation only” signs out of the one in front, for this one time, and the session of the others goes on', async (t) => {
  const { scene, page } = await inUse(t, { account: false });
  const american = await scene.signIn('adventure-works.crm.dynamics.com');
  const receipt = await scene.session.runAfter(() => scene.session.chooseInMenu('only_front', american));
  assert.deepEqual(Object.keys(waysOf(receipt)), ['adventure-works.crm.dynamics.com']);
  assert.equal(receipt.trigger, 'only_front');
  assert.equal(page.isClosed(), false);
  assert.ok((await watchOf(scene)).session, 'the CRM is still in use');
  const all = await scene.session.runAfter(() => scene.session.chooseInMenu('sign_out', page));
  assert.deepEqual(Object.keys(waysOf(all)), [CONTOSO]);
});

test('“this organisation only” with another site in front signs out of nothing', async (t) => {
  const { scene, page } = await inUse(t, {});
  const before = await scene.remember();
  const news = await scene.openNews();
  await scene.session.chooseInMenu('only_front', news);
  const panel = await scene.session.panel();
  await scene.waitFor(async () => /contoso/.test(await textOf(panel)), 'the panel to say how things stand');
  await scene.assertAtRest();
  assert.equal(await scene.session.lastReceipt(), undefined);
  assert.equal(page.isClosed(), false);
  assert.ok(scene.world.isAlive(before.jar, CONTOSO));
  assert.ok((await watchOf(scene)).session, 'the CRM is still in use');
});

test('a pause puts off what signs out by itself, is shown, outlives the browser, and ends by itself', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 20 });
  await scene.session.chooseInMenu('pause', page);
  await menuIs(scene, ['sign_out', 'only_front', 'resume', 'receipts', 'options']);
  const panel = await scene.session.open(scene.session.url('panel.html#now'));
  await scene.waitFor(async () => /Automatic sign-out is paused until/.test(await textOf(panel)), 'the panel to say so');
  await panel.close();
  await pass(scene, 30 * MINUTE);
  await age(scene, 25 * MINUTE);
  const ended = Date.now();
  await scene.session.relaunch();
  // The menu outlives the browser by itself: wait until the new background has had its say.
  await scene.waitFor(async () => ended < (await watchOf(scene)).session.seen, 'the background to go on');
  await menuIs(scene, ['sign_out', 'only_front', 'resume', 'receipts', 'options']);
  assert.equal(await isWarned(scene), false);
  const receipt = await scene.session.runAfter(() => pass(scene, 4.9 * MINUTE));
  assert.equal(receipt.trigger, 'inactivity');
});

test('a pause that is ended brings what it put off, with its warning', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 300 });
  await scene.session.chooseInMenu('pause', page);
  await menuIs(scene, ['sign_out', 'only_front', 'resume', 'receipts', 'options']);
  await pass(scene, 30 * MINUTE);
  await scene.session.chooseInMenu('resume', page);
  await scene.waitFor(() => isWarned(scene), 'the warning');
  await menuIs(scene, ['sign_out', 'only_front', 'pause', 'receipts', 'options']);
});

test('“settings” opens the options', async (t) => {
  const { scene, page } = await inUse(t, {});
  await scene.session.chooseInMenu('options', page);
  await scene.session.pageOf('options.html');
});

test('the keyboard shortcut is a click on the button', async (t) => {
  const display = await startDisplay(t);
  const { scene, page } = await inUse(t, {}, { launch: display.launch });
  // A key that the browser has a use for itself is not given to an extension: Alt+Shift+X leads to another group of tabs.
  const [command] = await scene.session.evaluateInExtension(() => chrome.commands.getAll());
  assert.deepEqual([command?.name, command?.shortcut], ['_execute_action', 'Alt+Shift+L']);
  await page.bringToFront();
  const receipt = await scene.session.runAfter(() => display.press('Alt', 'Shift', 'l'));
  assert.equal(receipt.trigger, 'toolbar');
  assert.deepEqual(waysOf(receipt), { [CONTOSO]: 'control' });
});

test('“receipts” opens their page', async (t) => {
  const { scene, page } = await inUse(t, {});
  await scene.session.chooseInMenu('receipts', page);
  await scene.session.pageOf('receipts.html');
});

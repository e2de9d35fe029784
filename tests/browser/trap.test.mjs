// The core traps in the middle of a run. The panel says so, the journal stays, and the next event starts the core afresh.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callOff, order } from './faults/copy.mjs';
import { setSceneOfFaults } from './faults/scene.mjs';
import { ReceiptsPage } from './receipts-page.mjs';
import { CONTOSO, setScene } from './scene.mjs';

const STOPPED = 'It stopped before it was done';
const GIVEN_UP = 'this sign-out was given up';

const MOMENTS = [
  { when: 'the first journal is written', call: 'storage.local.set', holding: '"journal"' },
  { when: 'the page is looked at', call: 'scripting.executeScript', holding: '"survey"' },
  { when: 'the way out is pressed', call: 'scripting.executeScript', holding: '"press"', nth: 2 },
  { when: 'half of the cookies are removed', call: 'cookies.set', nth: 5 },
  { when: 'storage is cleared', call: 'browsingData.remove' },
  { when: 'the receipt is filed', call: 'storage.local.set', holding: '"receipts"' },
];

for (const { when, ...which } of MOMENTS) {
  test(`the core traps as ${when}: the run goes on, and the panel had said so`, async (t) => {
    const scene = await setSceneOfFaults(t);
    const page = await scene.signIn(CONTOSO);
    const before = await scene.remember();
    await order(scene.session, { ...which, mode: 'trap', times: 1 });
    const said = await views(scene);

    const receipt = await scene.runFrom(page);

    // The receipt may be there before the core has stopped over its filing.
    await scene.waitFor(() => said.includes('core_stopped'), 'the panel to say that the core stopped');
    assert.equal(await traps(scene), 1);
    await scene.waitFor(async () => !await locks(scene), 'the lock on the receipts to be let go of');
    await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
    assert.equal((await scene.session.stored()).receipts.length, 1, 'one run, one receipt');
  });
}

test('a state that traps again and again is set aside, the panel says so, and the next click begins anew', async (t) => {
  const scene = await setSceneOfFaults(t);
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();
  await order(scene.session, { call: 'scripting.executeScript', holding: '"survey"', mode: 'trap' });

  const panel = await scene.panelSays(page, STOPPED);
  await scene.waitForPanel(GIVEN_UP);

  const { journal, stops, 'journal-unreadable': aside } = await scene.session.stored();
  assert.equal(journal, undefined);
  assert.match(aside, /^[0-9a-f]{100,}$/);
  assert.equal(stops, 3);
  assert.equal(await traps(scene), 3);
  assert.ok(scene.world.isAlive(before.jar, CONTOSO), 'nobody signed out');
  await scene.assertSomethingThere([CONTOSO]);

  await callOff(scene.session);
  await panel.close();
  await scene.session.killWorker();
  await scene.assertSignedOut(await scene.runFrom(page), before, { [CONTOSO]: 'control' });
});

test('the core traps while nothing is going on: the next click works', async (t) => {
  const scene = await setSceneOfFaults(t);
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();
  await order(scene.session, { call: 'storage.managed.get', mode: 'trap', times: 1 });
  const panel = await scene.panelSays(page, STOPPED);
  await panel.close();

  const receipt = await scene.runFrom(page);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
});

test('a page that fails while it works on the receipts holds up no run, and does nothing more', async (t) => {
  const scene = await setScene(t);
  const { page } = await ReceiptsPage.open(scene.session);
  // Nothing that the page asks is answered any more, and no time passes for it.
  await page.evaluate(() => {
    const { local } = chrome.storage;
    const [read, later] = [local.get.bind(local), globalThis.setTimeout];
    local.get = /** @type {any} */ (() => new Promise(() => {}));
    globalThis.setTimeout = /** @type {any} */ (() => 0);
    const noted = Object.assign(globalThis, { asked: 0, fail: () => {
      local.get = /** @type {any} */ ((/** @type {any} */ keys) => { noted.asked += 1; return read(keys); });
      later(() => { throw new Error('the page fails'); });
    } });
  });
  await scene.session.storeSettings({ receipts: [] });
  await scene.waitFor(() => locks(scene), 'the page to take the lock');

  await page.evaluate(() => { /** @type {any} */ (globalThis).fail(); });

  await scene.waitFor(async () => !await locks(scene), 'the page to let go of it');
  const tab = await scene.signIn(CONTOSO);
  const before = await scene.remember();
  await scene.assertSignedOut(await scene.runFrom(tab), before, { [CONTOSO]: 'control' });
  assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).asked), 0);
});

/** How often the core has trapped. @param {import('./scene.mjs').Scene} scene @returns {Promise<number>} */
const traps = async ({ session }) => (await session.worker()).evaluate(() => /** @type {any} */ (globalThis).faults.traps);

/** How many locks are held, or waited for. @param {import('./scene.mjs').Scene} scene */
const locks = ({ session }) => session.evaluateInExtension(async () => {
  const { held = [], pending = [] } = await navigator.locks.query();
  return held.length + pending.length;
});

/** What is shown from now on: of a trouble, which one it is. @param {import('./scene.mjs').Scene} scene */
async function views({ session }) {
  /** @type {string[]} */
  const said = [];
  await session.watch((view) => said.push(view.broken?.trouble ?? Object.keys(view)[0]));
  return said;
}

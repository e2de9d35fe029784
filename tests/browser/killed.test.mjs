// The background is killed in the middle of a run, each time at the worst moment: a call has done its work, and nobody
// has learnt of it. The run goes on where it was, does nothing twice that harms, and ends with a true receipt.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { only } from './differences.mjs';
import { swallowAnswer } from './interrupt.mjs';
import { CONTOSO, setScene } from './scene.mjs';

const MOMENTS = [
  { when: 'the first journal is written', api: 'storage.local.set', holding: '"journal"' },
  { when: 'the pages are asked for unsaved work', api: 'scripting.executeScript', holding: '"unsaved"' },
  { when: 'the page is looked at', api: 'scripting.executeScript', holding: '"survey"' },
  { when: 'the menu is opened', api: 'scripting.executeScript', holding: '"press"' },
  { when: 'the way out is pressed', api: 'scripting.executeScript', holding: '"press"', nth: 2 },
  { when: 'the receipt’s page is opened', api: 'tabs.create', holding: 'panel.html' },
  { when: 'session storage is cleared', api: 'scripting.executeScript', holding: '"clear"' },
  { when: 'half of the cookies are removed', api: 'cookies.set', nth: 5 },
  { when: 'storage is cleared', api: 'browsingData.remove' },
  { when: 'the tab that clears is opened', api: 'tabs.create', holding: 'plain-16.png', in: 'clearing tab' },
  { when: 'storage is looked at', api: 'scripting.executeScript', holding: '"inspect"' },
  { when: 'the last tab is closed', api: 'tabs.remove' },
  { when: 'the receipt is filed', api: 'storage.local.set', holding: '"receipts"' },
];

for (const { when, api, in: place, ...which } of MOMENTS) {
  test(`the background dies as ${when}`, place ? only(place) : {}, async (t) => {
    const scene = await setScene(t);
    const page = await scene.signIn(CONTOSO);
    const before = await scene.remember();
    const { reached } = await swallowAnswer(scene.session, api, which);

    const receipt = await scene.session.runAfter(async () => {
      await scene.session.clickToolbar(page);
      await reached;
      assert.ok('journal' in await scene.session.stored(), 'the run is over already');
      await scene.session.killWorker();
    });

    await assertEndedWell(scene, receipt, before);
  });
}

test('the background dies again and again', async (t) => {
  const scene = await setScene(t);
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const receipt = await scene.session.runAfter(async () => {
    const first = await swallowAnswer(scene.session, 'scripting.executeScript', { holding: '"survey"' });
    await scene.session.clickToolbar(page);
    await first.reached;
    await scene.session.killWorker();
    for (let deaths = 0; deaths < 3; deaths += 1) {
      await scene.session.worker();
      await scene.session.killWorker();
    }
  });

  await assertEndedWell(scene, receipt, before);
});

test('the background dies with no panel open: the alarm wakes it within a minute', async (t) => {
  const scene = await setScene(t);
  const page = await scene.signIn(CONTOSO);
  const news = await scene.openNews();
  const before = await scene.remember();
  const { reached } = await swallowAnswer(scene.session, 'browsingData.remove');

  const receipt = await scene.session.runAfter(async () => {
    await scene.session.clickToolbar(news);
    await reached;
    await (await scene.session.panel()).close();
    await scene.session.killWorker();
    assert.equal(await scene.session.hasPanel(), false);
  });

  await assertEndedWell(scene, receipt, before);
  assert.ok(page.isClosed());
});

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {import('./receipt.mjs').Receipt} receipt
 * @param {Awaited<ReturnType<import('./scene.mjs').Scene['remember']>>} before
 */
async function assertEndedWell(scene, receipt, before) {
  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
  assert.equal((await scene.session.stored()).receipts.length, 1, 'one run, one receipt');
  const panels = (await scene.addresses()).filter((address) => address.startsWith(scene.session.url('')));
  assert.ok(panels.length < 2, `the receipt was opened twice: ${panels}`);
}

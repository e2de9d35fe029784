// Tabs and windows: the browser never closes by accident, and what people do meanwhile is theirs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADVENTURE_WORKS, CONTOSO, setScene } from './scene.mjs';

/** What holds the account menu up, so that there is time to do something meanwhile. */
const MENU = { host: CONTOSO, path: '/uclient/accountmenu', mode: /** @type {const} */ ('delay'), ms: 60_000 };

/** A run that waits for the account menu. @param {import('./scene.mjs').Scene} scene */
async function atTheMenu(scene) {
  await scene.visitNeighbours();
  const page = await scene.signIn(CONTOSO);
  const news = await scene.openNews();
  const before = await scene.remember();
  const fault = scene.world.fault(MENU);
  const reached = () => scene.waitFor(() => fault.hits > 0, 'the menu to be opened');
  return { page, news, before, fault, reached };
}

test('with tabs of the CRM only, the browser stays open', async (t) => {
  const scene = await setScene(t);
  const first = await scene.signIn(CONTOSO);
  await scene.signIn(ADVENTURE_WORKS);
  for (const page of await scene.session.tabs()) if (page.url() === 'about:blank') await page.close();
  const before = await scene.remember();

  const receipt = await scene.runFrom(first);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control', [ADVENTURE_WORKS]: 'control' });
  assert.deepEqual(await scene.addresses(), [scene.session.url('panel.html')]);
  await scene.waitForPanel('Signed out and checked');
});

test('a tab that is closed in the middle of the sign-out is done without', async (t) => {
  const scene = await setScene(t);
  const { page, news, before, reached } = await atTheMenu(scene);

  const receipt = await scene.session.runAfter(async () => {
    await scene.session.clickToolbar(news);
    await reached();
    await page.close();
  });

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
});

test('a tab that is led to another site in the middle of the sign-out stays there', async (t) => {
  const scene = await setScene(t);
  scene.world.addSite({ host: 'shop.example' });
  const { page, news, before, reached } = await atTheMenu(scene);

  const receipt = await scene.session.runAfter(async () => {
    await scene.session.clickToolbar(news);
    await reached();
    await page.goto('https://shop.example/');
  });

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
  assert.equal(page.isClosed(), false);
  assert.equal(page.url(), 'https://shop.example/');
});

test('two quick clicks are one run', async (t) => {
  const scene = await setScene(t);
  const { page, before, fault, reached } = await atTheMenu(scene);

  const receipt = await scene.session.runAfter(async () => {
    await scene.session.clickToolbar(page);
    await scene.session.clickToolbar(page);
    await reached();
    fault.remove();
  });

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
  assert.equal((await scene.session.stored()).receipts.length, 1);
  assert.equal(scene.world.requests().filter(({ path, query }) => path === '/main.aspx' && query.includes('signout=1')).length, 1);
});

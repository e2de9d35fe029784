// Ways out where the page's own control is no help: the product's sign-out address.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTOSO, setScene } from './scene.mjs';

test('an organisation whose page has no control is signed out by its address', async (t) => {
  const scene = await setScene(t);
  scene.world.organisation(CONTOSO).control = 'none';
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
  assert.ok(page.isClosed());
});

test('a control that does nothing is given up for the address', async (t) => {
  const scene = await setScene(t);
  scene.world.organisation(CONTOSO).deadControl = true;
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
});

test('a session without a tab is ended at the server from a tab in the background that goes again', async (t) => {
  const scene = await setScene(t);
  await scene.visitNeighbours();
  const page = await scene.signIn(CONTOSO);
  const news = await scene.openNews();
  await page.close();
  const before = await scene.remember();
  assert.ok(scene.world.isAlive(before.jar, CONTOSO));
  const addresses = await scene.addresses();

  const receipt = await scene.runFrom(news);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
  assert.deepEqual(await scene.addresses(), addresses);
  assert.equal(await news.evaluate(() => document.visibilityState), 'visible');
});

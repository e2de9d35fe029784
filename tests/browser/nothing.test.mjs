// Nothing to sign out of: the panel says so, and nothing is started.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTOSO, setScene } from './scene.mjs';

const NOT_SIGNED_IN = 'You are not signed in to Dynamics 365';

test('with no session, a click says so and does nothing', async (t) => {
  const scene = await setScene(t);
  await scene.visitNeighbours();
  const news = await scene.openNews();
  const before = await scene.remember();
  const addresses = await scene.addresses();
  scene.world.clearRequests();

  const panel = await scene.panelSays(news, NOT_SIGNED_IN);

  await scene.assertAtRest();
  assert.match(await panel.evaluate(() => document.body.innerText), /No sign-out has been recorded yet/);
  assert.equal(await scene.session.lastReceipt(), undefined);
  assert.deepEqual(scene.world.requests(), []);
  assert.deepEqual(await scene.addresses(), addresses);
  assert.deepEqual(await scene.remember(), before);
});

test('a second click after a run shows the receipt of the first and starts nothing', async (t) => {
  const scene = await setScene(t);
  await scene.signIn(CONTOSO);
  const news = await scene.openNews();
  const receipt = await scene.runFrom(news);
  await scene.assertAtRest();
  await (await scene.session.panel()).close();
  const [jar, addresses] = [await scene.session.allCookies(), await scene.addresses()];
  scene.world.clearRequests();

  const panel = await scene.panelSays(news, NOT_SIGNED_IN);

  assert.match(await panel.evaluate(() => document.body.innerText), /Signed out and checked/);
  await scene.assertAtRest();
  assert.deepEqual((await scene.session.stored()).receipts, [receipt]);
  assert.deepEqual(scene.world.requests(), []);
  assert.deepEqual(await scene.addresses(), addresses);
  assert.deepEqual(await scene.session.allCookies(), jar);
});

// The other products: each is signed out of in its own way, and what cannot be asked is not claimed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from './receipt.mjs';
import { setScene } from './scene.mjs';

const PRODUCTS = [
  { name: 'Finance & Operations', host: 'contoso.operations.dynamics.com', path: '/', verdict: 'signed_out', session: { verified: { by: 'server_refused' } } },
  { name: 'Business Central', host: 'businesscentral.dynamics.com', path: '/', verdict: 'signed_out', session: { verified: { by: 'server_refused' } } },
  { name: 'a portal', host: 'contoso.powerappsportals.com', path: '/SignIn', verdict: 'cleared_here', session: { unverifiable: 'no_such_question' } },
];

for (const { name, host, path, verdict, session } of PRODUCTS) {
  test(`${name} is signed out of`, async (t) => {
    const scene = await setScene(t);
    const page = await scene.session.open();
    await scene.signInAt(page, host, path);
    const jar = (await scene.session.allCookies()).filter(({ domain }) => domain.replace(/^\./, '') === host);
    assert.ok(scene.world.isAlive(jar, host), 'signed in to begin with');

    const receipt = await scene.runFrom(page);

    assert.equal(receipt.verdict, verdict);
    assert.deepEqual(linesOf(receipt, 'server_session').map(({ proof }) => proof), [session]);
    assert.equal(scene.world.isAlive(jar, host), false, 'the session lives on at the server');
    assert.deepEqual(scene.liveSessions(), []);
    assert.deepEqual((await scene.session.allCookies()).filter(({ domain }) => domain.replace(/^\./, '') === host), []);
    assert.ok(page.isClosed());
  });
}

test('a product that only says goodbye is found out', async (t) => {
  const scene = await setScene(t);
  const host = 'contoso.operations.dynamics.com';
  scene.world.product(host).signoutLies = true;
  const page = await scene.session.open();
  await scene.signInAt(page, host, '/');

  const receipt = await scene.runFrom(page);

  assert.equal(receipt.verdict, 'cleared_here');
  assert.deepEqual(linesOf(receipt, 'server_session').map(({ proof }) => proof), [{ failed: 'not_ended' }]);
});

// What a run covers, by its settings: each has a test that fails when the setting is ignored.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, outcome } from './receipt.mjs';
import { ADVENTURE_WORKS, CONTOSO, ENTRA, FABRIKAM, setScene, waysOf } from './scene.mjs';

/** Names of the cookies of a host. @param {import('./scene.mjs').Scene} scene @param {string} host */
const names = async (scene, host) => (await scene.session.allCookies()).filter(({ domain }) => domain.replace(/^\./, '') === host).map(({ name }) => name).sort();

test('only the organisation in front is signed out of, when that is chosen', async (t) => {
  const scene = await setScene(t);
  await scene.session.choose({ only_front: true });
  const kept = await scene.signIn(ADVENTURE_WORKS);
  const shared = await scene.signIn(FABRIKAM);
  const front = await scene.signIn(CONTOSO);
  const before = { own: await names(scene, FABRIKAM), other: await names(scene, ADVENTURE_WORKS), region: await names(scene, 'crm.dynamics.com') };
  const stored = await scene.session.storageOf(`https://${ADVENTURE_WORKS}`);

  const receipt = await scene.runFrom(front);

  assert.deepEqual(waysOf(receipt), { [CONTOSO]: 'control' });
  assert.deepEqual(receipt.ended_too, [FABRIKAM], 'the receipt names what shares the region’s session');
  assert.deepEqual([kept.isClosed(), shared.isClosed(), front.isClosed()], [false, false, true]);
  assert.deepEqual(await names(scene, CONTOSO), []);
  assert.deepEqual(await names(scene, 'crm4.dynamics.com'), []);
  assert.deepEqual(await names(scene, FABRIKAM), before.own);
  assert.deepEqual(await names(scene, ADVENTURE_WORKS), before.other);
  assert.deepEqual(await names(scene, 'crm.dynamics.com'), before.region);
  assert.deepEqual(await scene.session.storageOf(`https://${ADVENTURE_WORKS}`), stored);
});

test('an account that is to stay signed in stays so, and nobody says signed out', async (t) => {
  const scene = await setScene(t);
  await scene.session.choose({ account: false });
  const page = await scene.signIn(CONTOSO);
  const before = await names(scene, ENTRA);

  const receipt = await scene.runFrom(page);

  assert.equal(receipt.verdict, 'cleared_here');
  assert.deepEqual(waysOf(receipt), { [CONTOSO]: 'account_kept' });
  assert.deepEqual(linesOf(receipt, 'server_session').map(({ proof }) => proof), [{ failed: 'account_kept' }]);
  assert.deepEqual(await names(scene, ENTRA), before);
  assert.ok(scene.liveSessions().some((session) => session.startsWith('entra')), 'the account’s session lives on');
  await scene.assertNothingOfTheCrmLeft([CONTOSO]);
});

test('the cookies of the device go when that is chosen', async (t) => {
  const scene = await setScene(t);
  await scene.session.choose({ device_cookies: true });
  const page = await scene.signIn(CONTOSO);
  assert.ok((await names(scene, ENTRA)).includes('buid'), 'there is a device cookie to begin with');

  const receipt = await scene.runFrom(page);

  assert.equal(receipt.verdict, 'signed_out');
  const left = await names(scene, ENTRA);
  assert.deepEqual(left.filter((name) => ['buid', 'fpc'].includes(name)), []);
  assert.deepEqual(linesOf(receipt, 'device_cookies').map(outcome), ['verified']);
});

test('opening the organisation again is tried, and a door that stands open is said', async (t) => {
  const scene = await setScene(t);
  const page = await scene.signIn(CONTOSO);
  const receipt = await scene.runFrom(page);
  assert.deepEqual(linesOf(receipt, 'entry').map(outcome), ['verified']);

  // A device that signs in by itself: the sign-in service knows the person without a cookie.
  scene.world.entra.deviceAccount = scene.world.users[0]?.email ?? '';
  const again = await scene.signIn(CONTOSO);
  const open = await scene.runFrom(again);
  assert.deepEqual(linesOf(open, 'entry').map(({ proof }) => proof), [{ failed: 'opens_at_once' }]);
  assert.equal(open.verdict, 'incomplete');
});

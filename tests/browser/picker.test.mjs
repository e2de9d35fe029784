// The account picker that the sign-in service may put in the way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hiddenKinds } from './differences.mjs';
import { linesOf } from './receipt.mjs';
import { CONTOSO, setScene, unverified, waysOf } from './scene.mjs';

test('a picker with one account is answered', async (t) => {
  const scene = await setScene(t);
  scene.world.entra.forcePicker = true;
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
});

test('a picker whose tiles fail to load once is loaded again', async (t) => {
  const scene = await setScene(t);
  Object.assign(scene.world.entra, { forcePicker: true, tilesNeverLoad: 1 });
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
});

test('a picker whose tiles never load: the rest is done, and the receipt says what is not', async (t) => {
  const scene = await setScene(t);
  Object.assign(scene.world.entra, { forcePicker: true, tilesNeverLoad: Number.POSITIVE_INFINITY });
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  assert.equal(scene.world.isAlive(before.jar, CONTOSO), false);
  assert.deepEqual(scene.liveSessions(), ['entra login.microsoftonline.com']);
  await scene.assertNothingLeft([CONTOSO]);
  assert.deepEqual(unverified(receipt).sort(), ['http_cache', 'microsoft_session', ...hiddenKinds].sort());
  assert.equal(receipt.verdict, 'cleared_here');
});

for (const own of [0, 1]) {
  test(`of two accounts, the tile of the organisation's is pressed: number ${own + 1}`, async (t) => {
    const scene = await setScene(t);
    const [user, other] = own ? [scene.world.users[1], scene.world.users[0]] : scene.world.users;
    const page = await scene.signIn(CONTOSO, { user });
    await scene.signInToo(other);
    const before = await scene.remember();
    assert.equal(scene.liveSessions().length, 3);
    scene.world.clearRequests();

    const receipt = await scene.runFrom(page);

    assert.deepEqual(tilesPressed(scene.world), [user.email]);
    assert.equal(scene.world.isAlive(before.jar, CONTOSO), false);
    const alive = scene.world.sessions().filter((session) => session.alive && session.kind !== 'service');
    assert.deepEqual(alive.map(({ kind, user }) => `${kind} ${user}`), [`entra ${other.email}`]);
    await scene.assertNothingLeft([CONTOSO]);
    assert.deepEqual(waysOf(receipt), { [CONTOSO]: 'control' });
    assert.ok('verified' in linesOf(receipt, 'server_session')[0].proof);
  });
}

/** Whose tiles were pressed: only a tile leads to this address, with its account's session. @param {import('../org/world.mjs').World} world */
function tilesPressed(world) {
  const asked = world.requests().filter(({ path }) => path === '/common/oauth2/v2.0/logoutsession');
  return asked.map(({ query }) => world.sessions().find(({ id }) => id === new URLSearchParams(query).get('sid'))?.user);
}

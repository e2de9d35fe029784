// A server that cannot be reached, answers nothing, or does not keep its word: nothing is claimed that is not so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unanswered } from './differences.mjs';
import { isFirefox, until } from './harness.mjs';
import { linesOf, outcome, proofsOf } from './receipt.mjs';
import { CONTOSO, ENTRA, setScene } from './scene.mjs';

/** How long a run may take in which nobody answers. Firefox's own removal waits for the server as well, and is given up in time. */
const AT_MOST = 85_000;

test('with no network this browser is cleared, and the receipt says that the server’s session was not ended', async (t) => {
  const scene = await setScene(t);
  await scene.visitNeighbours();
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();
  scene.world.offline();

  const receipt = await scene.runFrom(page);
  scene.world.offline(false);

  await assertOnlyCleared(scene, receipt, before);
});

test('a server that never answers holds the run up only so long', async (t) => {
  const scene = await setScene(t);
  await scene.visitNeighbours();
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();
  const faults = [CONTOSO, ENTRA].map((host) => scene.world.fault({ host, mode: 'hang' }));

  const receipt = await scene.runFrom(page);
  faults.forEach((fault) => fault.remove());

  assert.ok(receipt.ended - receipt.run < AT_MOST, `it took ${receipt.ended - receipt.run} ms`);
  await assertOnlyCleared(scene, receipt, before);
});

for (const mode of /** @type {const} */ (['endless', 'unended'])) {
  test(`a sign-in page that never ends is not read for ever, and proves nothing (${mode})`, async (t) => {
    const scene = await setScene(t);
    const page = await scene.signIn(CONTOSO);
    const fault = scene.world.fault({ host: ENTRA, path: '/common/oauth2/authorize', mode });

    const receipt = await scene.runFrom(page);

    assert.equal(fault.hits, 1, 'the organisation was not opened again');
    assert.deepEqual(proofsOf(receipt, 'entry'), [{ unverifiable: 'unknown_page' }]);
    // Firefox lets the connection go only when something comes by it.
    if (isFirefox) fault.remove();
    await until(() => fault.open === 0, { what: 'the page to be given up' });
    // On its way are some megabytes, and what comes until the browser learns that nobody reads any more.
    assert.ok(fault.sent < 100_000_000, `${fault.sent} bytes were taken`);
    await scene.assertNothingLeft([CONTOSO]);
  });
}

test('a server that keeps the session after sign-out is found out', async (t) => {
  const scene = await setScene(t);
  scene.world.organisation(CONTOSO).signoutLies = true;
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  scene.assertKept(receipt, before, CONTOSO);
  await scene.assertNothingLeft([CONTOSO]);
});

test('of cookies that a server would accept a copy of, no copy is left', async (t) => {
  const scene = await setScene(t);
  scene.world.organisation(CONTOSO).signoutLies = 'replay';
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  await scene.runFrom(page);

  // Nothing in a browser can tell this server from one that has ended the session.
  assert.ok(scene.world.isAlive(before.jar, CONTOSO));
  await scene.assertNothingLeft([CONTOSO]);
});

/**
 * The server's session lives on, this browser is clear of all that goes without the server's answer, and the receipt says so.
 * @param {import('./scene.mjs').Scene} scene
 * @param {import('./receipt.mjs').Receipt} receipt
 * @param {Awaited<ReturnType<import('./scene.mjs').Scene['remember']>>} before
 */
async function assertOnlyCleared(scene, receipt, before) {
  assert.ok(scene.world.isAlive(before.jar, CONTOSO));
  assert.equal(receipt.organisations[CONTOSO].way, 'only_here');
  assert.deepEqual(proofsOf(receipt, 'server_session'), [{ failed: 'not_ended' }]);
  assert.notEqual(receipt.verdict, 'signed_out');
  const claimed = ['local_storage', 'session_storage', 'databases', 'caches', 'workers', 'files', 'http_cache'].filter((kind) => linesOf(receipt, kind).some((line) => outcome(line) === 'verified'));
  assert.deepEqual(claimed, [], 'nobody could look there');
  await scene.assertNothingLeft([CONTOSO], unanswered);
  assert.deepEqual(await scene.neighbours(), before.neighbours);
  await scene.assertAtRest();
}

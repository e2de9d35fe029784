// Containers of Firefox: a session in one is ended there, and nothing is proved by looking outside of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ready, signIn } from '../org/drive.mjs';
import { only } from './differences.mjs';
import { linesOf, outcome, proofsOf } from './receipt.mjs';
import { CONTOSO, setScene, waysOf } from './scene.mjs';
import { isEmpty } from './storage.mjs';

/** A container that Firefox has from the beginning. */
const WORK = 2;

/** The CRM's domains. */
const CRM = /(^|\.)crm\d*\.dynamics\.com$/;

/** What the app leaves in the HTTP cache. */
const CACHED = ['/uclient/scripts/app.js'];

/** @typedef {import('./scene.mjs').Scene} Scene */

/** Firefox's own. @param {Scene} scene @returns {any} */
const firefox = ({ session }) => session;

/** Signs in to the organisation in the container. @param {Scene} scene */
async function signInThere(scene) {
  const page = await firefox(scene).openInContainer(WORK);
  await signIn(page, scene.world, CONTOSO);
  return page;
}

/** What a neighbour keeps in the container. @param {Scene} scene */
async function neighbourThere(scene) {
  const cookies = await cookiesThere(scene, (domain) => domain.endsWith('news.example'));
  assert.notDeepEqual(cookies, [], 'the neighbour has cookies to begin with');
  return { cookies, stored: await firefox(scene).storageOf('https://news.example', { container: WORK }) };
}

/** The cookies of these domains in the container, to the last attribute. @param {Scene} scene @param {(domain: string) => boolean} isMeant */
async function cookiesThere({ session }, isMeant) {
  const all = /** @type {any[]} */ (await session.allCookies());
  return all.filter(({ container, domain }) => container === WORK && isMeant(domain)).map((cookie) => JSON.stringify(cookie)).sort();
}

/** Visits a neighbour in the container, and leaves its tab. @param {Scene} scene */
async function visitThere(scene) {
  const news = await firefox(scene).openInContainer(WORK);
  await news.goto('https://news.example/');
  await ready(news);
  await news.close();
  return neighbourThere(scene);
}

/** Nothing of the CRM is left in the container, and its neighbour keeps what it has. @param {Scene} scene @param {Awaited<ReturnType<typeof neighbourThere>>} neighbour */
async function assertCleared(scene, neighbour) {
  assert.deepEqual(await cookiesThere(scene, (domain) => CRM.test(domain)), []);
  const stored = await firefox(scene).storageOf(`https://${CONTOSO}`, { container: WORK, cached: CACHED });
  assert.ok(isEmpty(stored), JSON.stringify(stored));
  assert.deepEqual(await neighbourThere(scene), neighbour);
}

test('a session in a container is ended and cleared there, though no other tab is in it', only('containers'), async (t) => {
  const scene = await setScene(t);
  const neighbour = await visitThere(scene);
  const page = await signInThere(scene);
  const before = await firefox(scene).storageOf(`https://${CONTOSO}`, { container: WORK, cached: CACHED });
  for (const [kind, names] of Object.entries(before)) assert.notDeepEqual(names, [], `no ${kind} to begin with`);

  const receipt = await scene.runFrom(page);

  assert.deepEqual(scene.liveSessions(), []);
  assert.deepEqual(proofsOf(receipt, 'server_session'), [{ verified: { by: 'server_refused' } }]);
  assert.ok(page.isClosed());
  await assertCleared(scene, neighbour);
  // What can be looked into is what lies outside of containers.
  for (const kind of ['local_storage', 'databases', 'caches', 'entry']) assert.deepEqual(linesOf(receipt, kind).map(outcome), ['unverifiable'], kind);
  assert.equal(receipt.verdict, 'signed_out');
});

test('a session in a container without a tab is found and ended there', only('containers'), async (t) => {
  const scene = await setScene(t);
  const neighbour = await visitThere(scene);
  const page = await signInThere(scene);
  await page.close();
  assert.notDeepEqual(scene.liveSessions(), []);

  const receipt = await scene.runFrom(await scene.openNews());

  assert.deepEqual(scene.liveSessions(), []);
  assert.deepEqual(waysOf(receipt), { [CONTOSO]: 'address' });
  assert.deepEqual(proofsOf(receipt, 'server_session'), [{ verified: { by: 'server_refused' } }]);
  await assertCleared(scene, neighbour);
});

test('sessions outside and in a container are ended each in its own place', only('containers'), async (t) => {
  const scene = await setScene(t);
  const neighbour = await visitThere(scene);
  const page = await scene.signIn(CONTOSO);
  await (await signInThere(scene)).close();

  const receipt = await scene.runFrom(page);

  assert.deepEqual(scene.liveSessions(), []);
  assert.deepEqual(proofsOf(receipt, 'server_session'), [{ verified: { by: 'server_refused' } }]);
  // The sign-in service's word is about the session in one of them.
  assert.deepEqual(proofsOf(receipt, 'microsoft_session'), [{ unverifiable: 'page_not_reached' }]);
  assert.deepEqual((await scene.addresses()).filter((address) => /dynamics|microsoftonline/.test(address)), []);
  await assertCleared(scene, neighbour);
});

test('a server that keeps the session of a container is found out from inside', only('containers'), async (t) => {
  const scene = await setScene(t);
  scene.world.organisation(CONTOSO).signoutLies = true;

  // Outside of the container nobody is signed in, and the server says so.
  const receipt = await scene.runFrom(await signInThere(scene));

  assert.notDeepEqual(scene.liveSessions(), []);
  assert.deepEqual(proofsOf(receipt, 'server_session'), [{ failed: 'not_ended' }]);
  assert.notEqual(receipt.verdict, 'signed_out');
});

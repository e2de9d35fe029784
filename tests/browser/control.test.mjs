// The control is found and pressed by the built extension, in every generation of the product; and what comes after the press.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { organisationDefaults } from '../org/organisation.mjs';
import { entraDefaults } from '../org/entra.mjs';
import { signIn } from '../org/drive.mjs';
import { startWorld } from '../org/world.mjs';
import { launch, until } from './harness.mjs';

const HOST = 'contoso.crm4.dynamics.com';

/** @type {string} */
let folder;
/** @type {import('../org/world.mjs').World} */
let world;
/** @type {import('./harness.mjs').Session} */
let session;
/** @type {any} */
let org;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clean-exit-world-'));
  world = await startWorld({ dir: folder });
  org = world.organisation(HOST);
});

after(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  const { host, region, id, name } = org;
  Object.assign(org, organisationDefaults, { host, region, id, name });
  Object.assign(world.entra, entraDefaults);
  session = await launch({ world });
});

afterEach(() => session.close());

/** Signs in, and runs the extension from that tab. @param {(page: any) => unknown} [prepare] */
async function signOut(prepare = () => {}) {
  const page = await session.open();
  await signIn(page, world, HOST);
  await prepare(page);
  return session.runAfter(() => session.clickToolbar(page));
}

/** How the organisation was signed out, and whether its session lives on at the server. @param {any} receipt @param {string} way */
function assertWay(receipt, way) {
  assert.equal(receipt.organisations[HOST].way, way);
  assert.deepEqual(world.sessions().filter(({ kind, alive }) => alive && kind === 'crm'), []);
}

for (const control of ['mectrl', 'mectrl-link', 'launcher', 'gear', 'exit', 'legacy', 'masthead']) {
  test(`the control ${control} is found and pressed`, async () => {
    org.control = control;
    assertWay(await signOut(), 'control');
  });
}

test('a menu that takes its time is waited for', async () => {
  org.flyoutDelay = 2500;
  assertWay(await signOut(), 'control');
});

test('where the control does nothing, the address is taken', async () => {
  org.deadControl = true;
  assertWay(await signOut(), 'address');
});

test('where there is no control, the address is taken', async () => {
  org.control = 'none';
  assertWay(await signOut(), 'address');
});

test('a control that leads to another site is not pressed', async () => {
  org.control = 'mectrl-link';
  let reached = 0;
  const receipt = await signOut(async (page) => {
    page.on('framenavigated', (/** @type {any} */ frame) => { if (frame.url().includes('news.example')) reached += 1; });
    await page.evaluate(() => new MutationObserver(() => {
      document.getElementById('mectrl_body_signOut')?.setAttribute('href', 'https://news.example/signout');
    }).observe(document.body, { childList: true, subtree: true }));
  });
  assertWay(receipt, 'address');
  assert.equal(reached, 0);
});

test('the account picker’s one account is chosen', async () => {
  world.entra.forcePicker = true;
  assertWay(await signOut(), 'control');
});

test('tiles that never load are loaded once more', async () => {
  Object.assign(world.entra, { forcePicker: true, tilesNeverLoad: 1 });
  assertWay(await signOut(), 'control');
});

test('the product’s question about unsaved work is put to the person, and nothing is lost', async () => {
  org.unsavedDialog = true;
  const page = await session.open();
  await signIn(page, world, HOST, undefined, { query: '?pagetype=entityrecord&etn=account&id=1' });
  const field = '[data-id=edit-form] input, [data-id=edit-form] textarea';
  await page.type(field, 'half a sentence');
  await session.clickToolbar(page);
  const panel = await session.panel();
  await until(() => panel.evaluate(() => /unsaved/i.test(document.body.innerText)), { what: 'the question' });
  assert.equal(await session.lastReceipt(), undefined);
  assert.match(await page.$eval(field, (/** @type {any} */ input) => input.value), /half a sentence/);
  assert.ok(world.sessions().some(({ kind, alive }) => alive && kind === 'crm'));
});

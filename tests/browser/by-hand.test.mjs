// The simulated sign-ins and sign-outs in a real browser, by hand: what the client without a browser cannot show.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ready, signedOutPage, signIn } from '../org/drive.mjs';
import { startWorld } from '../org/world.mjs';
import { launch } from './harness.mjs';

const BY_PATH = 'crm.corp.example';
const BY_HOST = 'contoso.corp.example';

/** @type {string} */
let folder;
/** @type {import('../org/world.mjs').World} */
let world;
/** @type {import('./harness.mjs').Session} */
let session;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clean-exit-world-'));
  world = await startWorld({ dir: folder });
  session = await launch({ world });
});

after(async () => {
  await session?.close();
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Would the server still accept the browser's cookies? @param {string} host */
async function isAlive(host) {
  const cookies = (await session.allCookies()).filter(({ domain }) => (domain.startsWith('.') ? `.${host}`.endsWith(domain) : domain === host));
  return world.isAlive(cookies, host);
}

const claims = async () => (await session.allCookies()).filter(({ name, domain }) => name.startsWith('MSISAuth') && domain.endsWith('.corp.example'));

test('AD FS signs in to two organisations, and a sign-out at one ends both, cookies included', async () => {
  const page = await session.open();
  await signIn(page, world, BY_HOST);
  await signIn(page, world, BY_PATH, undefined, { path: '/Contoso/main.aspx' });
  await ready(page);
  for (const host of [BY_HOST, BY_PATH, 'sts.corp.example']) assert.ok(await isAlive(host), host);

  await page.click('#navTabButtonUserInfoLinkId');
  await (await page.waitForSelector('#navTabButtonUserInfoSignOutId'))?.click();
  await signedOutPage(page);

  assert.equal(new URL(page.url()).host, 'sts.corp.example');
  assert.match(await page.$eval('main', (main) => main.innerText), /You have successfully signed out/);
  // The frames of AD FS are of the same site, so that their cookies are sent and go: not so with Entra's.
  assert.deepEqual((await claims()).map(({ name, domain }) => `${domain} ${name}`), []);
  const ends = world.sessions().slice(-3).map(({ kind, host, alive }) => `${kind} ${host} ${alive}`);
  assert.deepEqual(ends, ['adfs sts.corp.example false', `crm ${BY_HOST} false`, `crm ${BY_PATH} false`]);
  await page.close();
});

test('the app of an organisation with a path stays below it', async () => {
  const page = await session.open();
  await signIn(page, world, BY_PATH, undefined, { path: '/Contoso/main.aspx' });
  const inner = await page.waitForFrame((each) => Boolean(each.parentFrame()));
  await ready(inner);
  assert.equal(new URL(inner.url()).pathname, '/Contoso/main.aspx');
  for (const frame of page.frames()) {
    const links = await frame.$$eval('a[href]', (all) => all.filter(({ protocol }) => protocol === 'https:').map(({ pathname }) => pathname));
    assert.ok(links.length > 0);
    assert.deepEqual(links.filter((path) => !path.startsWith('/Contoso/')), []);
  }
  await page.close();
});

test('the header of Finance & Operations signs out', async () => {
  const page = await session.open();
  await signIn(page, world, 'contoso.operations.dynamics.com', undefined, { path: '/' });
  assert.ok(await isAlive('contoso.operations.dynamics.com'));
  await page.click('#UserBtn');
  await (await page.waitForSelector('#UserBtn_SignOut'))?.click();
  await signedOutPage(page);
  assert.equal(await isAlive('contoso.operations.dynamics.com'), false);
  assert.equal(await isAlive('login.microsoftonline.com'), false);
  await page.close();
});

test('the drop-down of a portal signs out', async () => {
  const page = await session.open();
  await signIn(page, world, 'contoso.powerappsportals.com', undefined, { path: '/SignIn' });
  assert.ok(await isAlive('contoso.powerappsportals.com'));
  assert.equal(await page.$eval('.dropdown-menu', (menu) => menu.checkVisibility()), false);
  await page.click('.dropdown-toggle');
  await page.click('.dropdown-menu a[href*=LogOff]');
  await signedOutPage(page);
  assert.equal(await isAlive('contoso.powerappsportals.com'), false);
  await page.close();
});

test('the frame of Business Central signs out, and the page around it goes along', async () => {
  const page = await session.open();
  await signIn(page, world, 'businesscentral.dynamics.com', undefined, { path: '/' });
  assert.ok(await isAlive('businesscentral.dynamics.com'));
  const frame = await page.waitForFrame((each) => each.url().includes('runinframe=1'));
  await ready(frame);
  await frame.click('#mectrl_main_trigger');
  await (await frame.waitForSelector('#mectrl_body_signOut'))?.click();
  await signedOutPage(page);
  assert.equal(await isAlive('businesscentral.dynamics.com'), false);
  await page.close();
});

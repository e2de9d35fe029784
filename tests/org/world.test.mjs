// Proves the simulated organisation itself, without a browser.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { createClient, inertData } from './client.mjs';
import { startWorld } from './world.mjs';

const CONTOSO = 'contoso.crm4.dynamics.com';
const FABRIKAM = 'fabrikam.crm4.dynamics.com';
const ADVENTURE = 'adventure-works.crm.dynamics.com';
const ENTRA = 'login.microsoftonline.com';
const ENTRA_LOGOUT = `https://${ENTRA}/common/oauth2/v2.0/logout`;

/** @type {import('./world.mjs').World} */
let world;
/** @type {Awaited<ReturnType<typeof createClient>>} */
let client;
let dir = '';

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'world-'));
  world = await startWorld({ dir });
});
after(async () => {
  await world.close();
  await rm(dir, { recursive: true });
});
beforeEach(async () => { client = await createClient(world); });

const status = async (/** @type {string} */ host) => (await client.whoAmI(host)).status;

test('sign-out kills the session: the old jar is refused', async () => {
  assert.equal(await status(CONTOSO), 401);
  const app = await client.signIn(CONTOSO, world.users[0], { query: '?pagetype=entityrecord&id=2' });
  assert.match(app.body, /Sign out sheet/);
  assert.equal(await status(CONTOSO), 200);
  const old = client.jar();
  assert.ok(world.isAlive(client.cookies(CONTOSO), CONTOSO));

  const page = await client.visit(`https://${CONTOSO}/main.aspx?signout=1`);
  assert.match(page.body, /login_workload_logo_text/);
  assert.equal(client.jar().filter((c) => /^(CrmOwinAuth|ESTSAUTH)/.test(c.name)).length, 0);
  client.restore(old);
  assert.equal(await status(CONTOSO), 401);
  assert.equal(world.isAlive(client.cookies(CONTOSO), CONTOSO), false);
  assert.equal(world.isAlive(client.cookies(ENTRA), ENTRA), false);
  assert.match((await client.visit(`https://${CONTOSO}/main.aspx`)).body, /PageID" content="ConvergedSignIn"/);
});

test('the service answers with a page whose form posts itself, and not with a redirect', async () => {
  const authorize = `https://${ENTRA}/common/oauth2/authorize?${new URLSearchParams({ redirect_uri: `https://${CONTOSO}/` })}`;
  const unknown = await client.send(authorize);
  assert.equal(unknown.status, 200);
  assert.match(unknown.body, /PageID" content="ConvergedSignIn"/);
  assert.match(unknown.body, /name="loginfmt"/);

  await client.signIn(CONTOSO, world.users[0]);
  const known = await client.send(authorize);
  assert.equal(known.status, 200);
  assert.equal(known.headers.location, undefined);
  assert.match(known.body, /<form method="POST" name="hiddenform" action="https:/);
  assert.doesNotMatch(known.body, /PageID/);
});

test('with several accounts remembered, the sign-in page shows tiles', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  const authorize = `https://${ENTRA}/common/oauth2/authorize?${authorizeQuery()}`;
  await signInOver(new URL(inertData((await client.send(authorize)).body, 'tiles').other, authorize).href, world.users[1]);
  const page = await client.send(authorize.replace('select_account', ''));
  assert.match(page.body, /PageID" content="ConvergedSignIn"/);
  assert.match(page.body, /id="tilesHolder"/);
  assert.deepEqual(inertData(page.body, 'tiles').tiles.map((/** @type {{email: string}} */ { email }) => email).sort(), world.users.map(({ email }) => email).sort());
});

test('online, the versions 9.0 to 9.2 of the Web API are answered', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  for (const [version, expected] of [['9.0', 200], ['9.1', 200], ['9.2', 200], ['8.2', 404], ['9.3', 404]]) {
    assert.equal((await client.whoAmI(CONTOSO, { version: String(version) })).status, expected, `v${version}`);
  }
});

test('the cookies are those of the product', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  const cookie = (/** @type {string} */ name, /** @type {string} */ domain) => client.jar().find((c) => c.name === name && c.domain === domain);
  assert.equal(cookie('CrmOwinAuth', 'crm4.dynamics.com')?.value, 'chunks:2');
  for (const name of ['CrmOwinAuth', 'CrmOwinAuthC1', 'CrmOwinAuthC2']) {
    const found = cookie(name, 'crm4.dynamics.com');
    assert.ok(found?.attributes.includes('HttpOnly') && found.attributes.includes('Secure') && !found.hostOnly, name);
  }
  for (const name of ['ReqClientId', 'orgId', 'ARRAffinity', 'lastUsedApp']) assert.ok(cookie(name, CONTOSO)?.hostOnly, name);
  for (const name of ['ESTSAUTH', 'ESTSAUTHPERSISTENT', 'ESTSAUTHLIGHT', 'SignInStateCookie', 'ESTSUSERLIST', 'buid', 'fpc', 'x-ms-gateway-slice', 'stsservicecookie', 'estsStateTransient']) {
    assert.ok(cookie(name, ENTRA), name);
  }
  const half = client.jar().filter((c) => c.name !== 'CrmOwinAuthC2');
  client.restore(half);
  assert.equal(await status(CONTOSO), 401, 'a token with a chunk missing is no token');
});

test('ARRAffinity comes with every answer, a refused one too', async () => {
  const answer = await client.whoAmI(CONTOSO);
  assert.equal(answer.status, 401);
  assert.ok(client.cookies(CONTOSO).some((c) => c.name === 'ARRAffinity'));
  client.restore([]);
  assert.equal((await client.send(`https://${CONTOSO}/favicon.ico`)).headers['content-type'], 'image/png');
  assert.ok(client.cookies(CONTOSO).some((c) => c.name === 'ARRAffinity'));
});

test('a region shares its session; another region signs in silently', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  assert.equal(await status(FABRIKAM), 200);
  assert.equal(await status(ADVENTURE), 401);
  world.clearRequests();
  assert.match((await client.visit(`https://${ADVENTURE}/main.aspx`)).body, /My Active Accounts/);
  assert.equal(await status(ADVENTURE), 200);
  assert.equal(world.requests().filter((r) => r.path === '/common/login').length, 0);
});

test('sign-out of one region ends the other over the front channel', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  await client.visit(`https://${ADVENTURE}/main.aspx`);
  await client.visit('https://portal.office.example/');
  await client.visit(`https://${CONTOSO}/main.aspx?signout=1`);
  const mine = world.sessions().slice(-4).map(({ kind, alive, endedBy }) => ({ kind, alive, endedBy }));
  assert.deepEqual(mine, [
    { kind: 'entra', alive: false, endedBy: 'entra-logout' }, { kind: 'crm', alive: false, endedBy: 'sign-out' },
    { kind: 'crm', alive: false, endedBy: 'front-channel' }, { kind: 'service', alive: false, endedBy: 'front-channel' },
  ]);
});

test('without SignInStateCookie no other service is told', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  client.restore(client.jar().filter((c) => c.name !== 'SignInStateCookie'));
  await client.visit(ENTRA_LOGOUT);
  assert.equal(await status(CONTOSO), 200);
});

test('with several accounts the picker asks which one', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  await client.visit(`https://${ENTRA}/common/oauth2/authorize?redirect_uri=https://${CONTOSO}/&prompt=select_account`);
  client.restore(client.jar().filter((c) => !c.name.startsWith('CrmOwinAuth')));
  const picking = await client.visit(`https://${ENTRA}/common/oauth2/authorize?${authorizeQuery()}`);
  const { other } = inertData(picking.body, 'tiles');
  await signInOver(new URL(other, picking.url).href, world.users[1]);
  assert.equal(world.sessions().at(-1)?.user, world.users[1].email);

  world.entra.tilesNeverLoad = 1;
  const empty = await client.visit(`https://${CONTOSO}/main.aspx?signout=1`);
  assert.deepEqual(inertData(empty.body, 'tiles').tiles, []);
  const again = await client.visit(empty.url);
  const tile = inertData(again.body, 'tiles').tiles.find((/** @type {{email: string}} */ t) => t.email === world.users[0].email);
  await client.visit(new URL(tile.href, again.url).href);
  const alive = world.sessions().filter((s) => s.kind === 'entra' && world.isAlive(client.cookies(ENTRA), ENTRA) && s.alive);
  assert.equal(alive.at(-1)?.user, world.users[1].email);
});

test('a sign-out that lies leaves the session alive', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  const org = world.organisation(CONTOSO);
  const old = client.jar();
  org.signoutLies = 'replay';
  await client.visit(`https://${CONTOSO}/main.aspx?signout=1`);
  assert.equal(await status(CONTOSO), 401);
  client.restore(old);
  assert.equal(await status(CONTOSO), 200);
  org.signoutLies = true;
  await client.visit(`https://${CONTOSO}/main.aspx?signout=1`);
  assert.equal(await status(CONTOSO), 200);
  org.signoutLies = false;
});

test('a device account signs in without a page; WhoAmI may redirect', async () => {
  const org = world.organisation(CONTOSO);
  org.signedOutStatus = 302;
  assert.equal(await status(CONTOSO), 302);
  org.signedOutStatus = 401;
  world.entra.deviceAccount = world.users[1].email;
  await client.visit(`https://${CONTOSO}/main.aspx`);
  world.entra.deviceAccount = '';
  assert.equal(await status(CONTOSO), 200);
  assert.equal(world.sessions().at(-1)?.user, world.users[1].email);
});

test('Entra may lie, and may lead back to the organisation', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  world.entra.signoutLies = true;
  await client.visit(ENTRA_LOGOUT);
  assert.ok(world.isAlive(client.cookies(ENTRA), ENTRA));
  world.entra.signoutLies = false;
  world.entra.followPostLogout = true;
  const out = await client.visit(`https://${CONTOSO}/main.aspx?signout=1&redirect=https://${CONTOSO}/main.aspx`);
  world.entra.followPostLogout = false;
  assert.equal(inertData(out.body, 'signed-out').target, `https://${CONTOSO}/main.aspx`);
});

test('the server can expire a session', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  world.expire(world.sessions().at(-1)?.id ?? '');
  assert.equal(await status(CONTOSO), 401);
  assert.equal(world.sessions().at(-1)?.endedBy, 'expired');
});

test('Teams signs its frame in, into a partition', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  client.restore(client.jar().filter((c) => !c.name.startsWith('CrmOwinAuth')));
  const teams = await client.visit('https://teams.microsoft.com/');
  const frame = /src="([^"]+)"/.exec(teams.body)?.[1] ?? '';
  assert.match((await client.send(frame)).body, /Dynamics 365 in Teams/);
  const native = client.jar().find((c) => c.name === 'CrmNativeAuth');
  assert.ok(native?.attributes.includes('Partitioned') && native.hostOnly);
  const jar = client.cookies(CONTOSO);
  assert.ok(world.isAlive(jar, CONTOSO));
  world.organisation(CONTOSO).embedOutlives = true;
  await client.visit(ENTRA_LOGOUT);
  world.organisation(CONTOSO).embedOutlives = false;
  assert.ok(world.isAlive(jar, CONTOSO), 'a frame may outlive its account');
});

test('faults: fail, delay, hang, reset, drop, redirect loop, certificate, offline', async () => {
  const failing = world.fault({ host: CONTOSO, path: /WhoAmI/, mode: 'fail', status: 503, times: 1 });
  assert.equal(await status(CONTOSO), 503);
  assert.equal(failing.hits, 1);
  assert.equal(await status(CONTOSO), 401);

  const slow = world.fault({ host: CONTOSO, mode: 'delay', ms: 60 });
  const started = performance.now();
  await status(CONTOSO);
  assert.ok(performance.now() - started >= 55);
  slow.remove();

  const hanging = world.fault({ host: CONTOSO, mode: 'hang' });
  await assert.rejects(client.send(`https://${CONTOSO}/`, { timeout: 50 }), /timeout/);
  hanging.remove();
  const resetting = world.fault({ mode: 'reset', method: 'POST' });
  await assert.rejects(client.send(`https://${CONTOSO}/`, { form: { a: 'b' } }), { code: 'ECONNRESET' });
  resetting.remove();
  const looping = world.fault({ host: CONTOSO, path: '/main.aspx', mode: 'redirect-loop' });
  await assert.rejects(client.visit(`https://${CONTOSO}/main.aspx`), /too many redirects/);
  looping.remove();
  const wrong = world.fault({ host: CONTOSO, mode: 'certificate' });
  await assert.rejects(client.whoAmI(CONTOSO), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  wrong.remove();

  world.offline(CONTOSO);
  await assert.rejects(client.whoAmI(CONTOSO), { code: 'ECONNRESET' });
  assert.equal(await status(FABRIKAM), 401);
  world.offline(CONTOSO, false);
  assert.equal(await status(CONTOSO), 401);
  world.offline();
  await assert.rejects(client.whoAmI(FABRIKAM), { code: 'ECONNRESET' });
  world.offline(false);
  assert.equal(await status(FABRIKAM), 401);
});

test('a dropped answer: the server did its work', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  const dropping = world.fault({ host: CONTOSO, path: '/main.aspx', mode: 'drop' });
  await assert.rejects(client.send(`https://${CONTOSO}/main.aspx?signout=1`), { code: 'ECONNRESET' });
  dropping.remove();
  assert.equal(await status(CONTOSO), 401);
});

test('organisations and sites can be added', async () => {
  world.addOrganisation({ host: 'northwind.crm11.dynamics.com', control: 'none', scaleGroup: false });
  const app = await client.signIn('northwind.crm11.dynamics.com', world.users[0]);
  assert.doesNotMatch(app.body, /mectrl/);
  world.addSite({ host: 'shop.example', cookieDomain: '.shop.example' });
  await client.visit('https://shop.example/');
  assert.ok(client.jar().some((c) => c.domain === 'shop.example' && !c.hostOnly));
  assert.throws(() => world.isAlive([], 'shop.example'));
});

test('the log names requests and cookies, never their values', async () => {
  await client.signIn(CONTOSO, world.users[0]);
  world.clearRequests();
  await client.whoAmI(CONTOSO);
  const [entry] = world.requests();
  assert.equal(entry.status, 200);
  assert.equal(entry.path, '/api/data/v9.2/WhoAmI');
  assert.ok(entry.cookies.includes('CrmOwinAuthC1'));
  assert.ok(world.sessions().every((s) => !('token' in s)));
});

function authorizeQuery() {
  const state = Buffer.from(JSON.stringify({ back: `https://${CONTOSO}/main.aspx` })).toString('base64url');
  return new URLSearchParams({ redirect_uri: `https://${CONTOSO}/`, prompt: 'select_account', state });
}

/**
 * @param {string} address
 * @param {{email: string, password: string}} user
 */
async function signInOver(address, { email, password }) {
  const context = new URL(address).searchParams.get('ctx') ?? '';
  const login = `https://${ENTRA}/common/login`;
  const answer = await client.visit(login, { form: { ctx: context, loginfmt: email, passwd: password } });
  const flow = /name="flow" value="([^"]+)"/.exec(answer.body)?.[1] ?? '';
  await client.visit(`https://${ENTRA}/kmsi`, { form: { flow, stay: 'yes' } });
}

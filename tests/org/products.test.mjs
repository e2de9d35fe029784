// Proves the other products, without a browser: each signs in over Entra, and its session can be asked for at the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage } from './stage.mjs';

const ENTRA = 'login.microsoftonline.com';
const OPERATIONS = 'contoso.operations.dynamics.com';
const PORTAL = 'contoso.powerappsportals.com';
const BUSINESS_CENTRAL = 'businesscentral.dynamics.com';

const stage = setStage();
const alive = (/** @type {string} */ host) => stage.world.isAlive(stage.client.cookies(host), host);

for (const { host, path = '/', cookie, out, shows } of [
  { host: OPERATIONS, cookie: '.AspNet.Cookies', out: '/Logout', shows: /id="UserBtn"/ },
  { host: PORTAL, path: '/SignIn', cookie: '.AspNet.ApplicationCookie', out: '/Account/Login/LogOff', shows: /href="\/Account\/Login\/LogOff\?returnUrl=%2F"/ },
  { host: BUSINESS_CENTRAL, cookie: '.AspNetCore.Cookies', out: '/SignOut', shows: /src="\/\?runinframe=1"/ },
]) {
  test(`${host} signs in over Entra, and its sign-out ends both sessions`, async () => {
    const app = await stage.client.signIn(host, stage.world.users[0], { path });
    assert.match(app.body, shows);
    assert.ok(stage.client.jar().some((c) => c.name === cookie && c.domain === host && c.hostOnly));
    const old = stage.client.jar();
    assert.ok(alive(host) && alive(ENTRA));

    const page = await stage.client.visit(`https://${host}${out}`);

    assert.match(page.body, /content="SignedOut"/);
    assert.equal(stage.client.jar().some((c) => c.name === cookie), false);
    assert.equal(stage.world.sessions().at(-1)?.endedBy, 'sign-out', 'the product ends its session itself');
    stage.client.restore(old);
    assert.ok(!alive(host) && !alive(ENTRA));
  });
}

test('Entra’s sign-out ends the sessions of all products', async () => {
  for (const [host, path] of [[OPERATIONS, '/'], [PORTAL, '/SignIn'], [BUSINESS_CENTRAL, '/']]) {
    await stage.client.signIn(host, stage.world.users[0], { path });
  }
  const old = stage.client.jar();
  await stage.client.visit(`https://${ENTRA}/common/oauth2/v2.0/logout`);
  stage.client.restore(old);
  for (const host of [OPERATIONS, PORTAL, BUSINESS_CENTRAL]) assert.equal(alive(host), false, host);
  assert.deepEqual(stage.world.sessions().slice(-3).map(({ kind, endedBy }) => `${kind} ${endedBy}`), Array(3).fill('product front-channel'));
});

test('a portal shows its pages to visitors, and may leave the Microsoft session alone', async () => {
  assert.match((await stage.client.visit(`https://${PORTAL}/`)).body, /href="\/SignIn"/);
  await stage.client.signIn(PORTAL, stage.world.users[0], { path: '/SignIn' });
  stage.world.product(PORTAL).externalLogout = false;
  const page = await stage.client.visit(`https://${PORTAL}/Account/Login/LogOff`);
  stage.world.product(PORTAL).externalLogout = true;
  assert.match(page.body, /href="\/SignIn"/);
  assert.ok(!alive(PORTAL) && alive(ENTRA));
});

test('a sign-out that lies leaves the session alive', async () => {
  await stage.client.signIn(OPERATIONS, stage.world.users[0], { path: '/' });
  stage.world.product(OPERATIONS).signoutLies = true;
  await stage.client.visit(`https://${OPERATIONS}/Logout`);
  assert.ok(alive(OPERATIONS));
  stage.world.product(OPERATIONS).signoutLies = false;
});

test('products can be added', async () => {
  stage.world.addProduct({ host: 'fabrikam.cloudax.dynamics.com', control: 'none' });
  const app = await stage.client.signIn('fabrikam.cloudax.dynamics.com', stage.world.users[0], { path: '/' });
  assert.doesNotMatch(app.body, /UserBtn/);
  assert.ok(alive('fabrikam.cloudax.dynamics.com'));
});

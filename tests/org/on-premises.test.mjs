// Proves AD FS and the organisations on premises, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage } from './stage.mjs';

const BY_PATH = 'crm.corp.example';
const BY_HOST = 'contoso.corp.example';
const ADFS = 'sts.corp.example';
const CONTOSO = { base: '/Contoso', version: '9.1' };
const MAIN = { path: '/Contoso/main.aspx' };

const stage = setStage();
const status = async (/** @type {string} */ host, /** @type {{base?: string, version?: string}} */ where) => (await stage.client.whoAmI(host, where)).status;
const cookie = (/** @type {string} */ name, /** @type {string} */ domain) => stage.client.jar().find((c) => c.name === name && c.domain === domain);
const alive = (/** @type {string} */ host) => stage.world.isAlive(stage.client.cookies(host), host);

test('who isn’t signed in meets the form of AD FS', async () => {
  assert.equal(await status(BY_PATH, CONTOSO), 401);
  const page = await stage.client.visit(`https://${BY_PATH}/Contoso/main.aspx`);
  assert.equal(new URL(page.url).host, ADFS);
  assert.match(page.url, /\/adfs\/ls\/\?wa=wsignin1\.0&wtrealm=/);
  for (const id of ['loginForm', 'userNameInput', 'passwordInput', 'submitButton']) assert.match(page.body, new RegExp(`id="${id}"`));
  const wrong = await stage.client.signIn(BY_PATH, { email: 'adele@contoso.example', password: 'wrong' }, MAIN);
  assert.match(wrong.body, /Incorrect user ID or password/);
  assert.equal(await status(BY_PATH, CONTOSO), 401);
});

test('the cookies are those of the product', async () => {
  const app = await stage.client.signIn(BY_PATH, stage.world.users[0], MAIN);
  assert.match(app.body, /id="navTabButtonUserInfoLinkId"/);
  for (const name of ['MSISAuth', 'MSISAuth1']) {
    assert.ok(cookie(name, BY_PATH)?.hostOnly, `${name} of the CRM`);
    assert.equal(cookie(name, BY_PATH)?.path, '/');
    assert.equal(cookie(name, ADFS)?.path, '/adfs', `${name} of AD FS`);
  }
  for (const name of ['MSISAuthenticated', 'MSISLoopDetectionCookie', 'MSISSignOut']) {
    assert.ok(cookie(name, ADFS)?.attributes.every((a) => !/^max-age/i.test(a)), `${name} ends with the browser`);
  }
  assert.ok(cookie('MSISIPSelectionPersistent', ADFS)?.attributes.some((a) => /^max-age/i.test(a)));
  assert.ok(stage.client.jar().some(({ name }) => /^MSISSamlRequest.+/.test(name)));
  const listed = Buffer.from(cookie('MSISSignOut', ADFS)?.value ?? '', 'base64url').toString();
  assert.equal(listed, `signout;https://${BY_PATH}/`);
  stage.client.restore(stage.client.jar().filter(({ name, domain }) => !(name === 'MSISAuth1' && domain === BY_PATH)));
  assert.equal(await status(BY_PATH, CONTOSO), 401, 'a token with a chunk missing is no token');
});

test('an organisation answers the versions that it has, and says 404 to newer ones', async () => {
  await stage.client.signIn(BY_PATH, stage.world.users[0], MAIN);
  assert.equal(await status(BY_PATH, { base: '/Contoso', version: '9.1' }), 200);
  assert.equal(await status(BY_PATH, { base: '/Contoso', version: '8.2' }), 200);
  assert.equal(await status(BY_PATH, { base: '/Contoso', version: '9.2' }), 404);
  assert.equal(await status(BY_PATH, { version: '9.1' }), 404, 'the organisation is below its path');
  const org = stage.world.onPremises(`${BY_PATH}/Contoso`);
  org.version = '8.2';
  assert.equal(await status(BY_PATH, { base: '/Contoso', version: '9.1' }), 404);
  assert.equal(await status(BY_PATH, { base: '/Contoso', version: '8.2' }), 200);
  org.version = '9.1';
});

test('sign-out ends the sessions at the CRM and at AD FS: the old jar is refused', async () => {
  await stage.client.signIn(BY_PATH, stage.world.users[0], MAIN);
  const old = stage.client.jar();
  assert.ok(alive(BY_PATH) && alive(ADFS));

  const page = await stage.client.visit(`https://${BY_PATH}/Contoso/main.aspx?signout=1`);

  assert.match(page.body, /You have successfully signed out/);
  assert.deepEqual(stage.client.jar().filter(({ name }) => /^MSIS(Auth|SignOut)/.test(name)), []);
  stage.client.restore(old);
  assert.equal(await status(BY_PATH, CONTOSO), 401);
  assert.ok(!alive(BY_PATH) && !alive(ADFS));
  assert.match((await stage.client.visit(`https://${BY_PATH}/Contoso/main.aspx`)).body, /id="loginForm"/);
});

test('one session of AD FS serves every organisation, and its sign-out tells those that MSISSignOut lists', async () => {
  await stage.client.signIn(BY_PATH, stage.world.users[0], MAIN);
  stage.world.clearRequests();
  assert.match((await stage.client.visit(`https://${BY_HOST}/main.aspx`)).body, /Sales/);
  assert.deepEqual(stage.world.requests().filter(({ host, method }) => host === ADFS && method === 'POST'), [], 'nobody typed');
  const old = stage.client.jar();
  await stage.client.visit(`https://${ADFS}/adfs/ls/?wa=wsignout1.0`);
  const ends = stage.world.sessions().slice(-3).map(({ kind, host, endedBy }) => [kind, host, endedBy]);
  assert.deepEqual(ends, [['adfs', ADFS, 'adfs-signout'], ['crm', BY_PATH, 'front-channel'], ['crm', BY_HOST, 'front-channel']]);
  stage.client.restore(old);
  assert.equal(await status(BY_HOST, { version: '9.1' }), 401);
});

test('without MSISSignOut no organisation is told', async () => {
  await stage.client.signIn(BY_PATH, stage.world.users[0], MAIN);
  stage.client.restore(stage.client.jar().filter(({ name }) => name !== 'MSISSignOut'));
  await stage.client.visit(`https://${ADFS}/adfs/ls/?wa=wsignout1.0`);
  assert.ok(alive(BY_PATH));
});

test('"Keep me signed in" outlives the browser, and the sign-out takes it along', async () => {
  const realm = `https://${ADFS}/adfs/ls/?wa=wsignin1.0&wtrealm=https://${BY_PATH}/`;
  const { email, password } = stage.world.users[0];
  await stage.client.send(realm, { form: { UserName: email, Password: password, Kmsi: 'true' } });
  assert.ok(cookie('MSISAuth', ADFS)?.attributes.includes('Max-Age=86400'));
  await stage.client.visit(`https://${ADFS}/adfs/ls/?wa=wsignout1.0`);
  assert.equal(cookie('MSISAuth', ADFS), undefined);
});

test('the cookies of a shared domain reach AD FS too, and don’t confuse it', async () => {
  stage.world.addOnPremises({ host: 'northwind.corp.example', region: 'corp.example' });
  await stage.client.signIn('northwind.corp.example', stage.world.users[0]);
  assert.ok(cookie('MSISAuth', 'corp.example')?.hostOnly === false);
  assert.equal(await status('northwind.corp.example', { version: '9.1' }), 200);
  const again = await stage.client.send(`https://${ADFS}/adfs/ls/?wa=wsignin1.0&wtrealm=https://northwind.corp.example/`);
  assert.match(again.body, /name="hiddenform"/);
  await stage.client.visit('https://northwind.corp.example/main.aspx?signout=1');
  assert.deepEqual(stage.client.jar().filter(({ name, domain }) => name === 'MSISAuth' && domain === 'corp.example'), []);
});

test('a sign-out that lies leaves the session alive, and AD FS may go on to the organisation', async () => {
  await stage.client.signIn(BY_PATH, stage.world.users[0], MAIN);
  const org = stage.world.onPremises(`${BY_PATH}/Contoso`);
  const old = stage.client.jar();
  org.signoutLies = 'replay';
  stage.world.adfs.followReply = true;
  const out = await stage.client.visit(`https://${BY_PATH}/Contoso/main.aspx?signout=1`);
  stage.world.adfs.followReply = false;
  assert.match(out.body, new RegExp(`"target":"https://${BY_PATH}/Contoso/main.aspx"`));
  assert.equal(await status(BY_PATH, CONTOSO), 401);
  stage.client.restore(old);
  assert.equal(await status(BY_PATH, CONTOSO), 200);
  org.signoutLies = false;

  await stage.client.signIn(BY_HOST, stage.world.users[0]);
  stage.world.adfs.signoutLies = true;
  await stage.client.visit(`https://${ADFS}/adfs/ls/?wa=wsignout1.0`);
  stage.world.adfs.signoutLies = false;
  assert.ok(alive(ADFS));
});

// Dynamics CRM on a company's own servers, with the company's own sign-in service (AD FS): hosts that somebody added.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, outcome } from './receipt.mjs';
import { setScene, waysOf } from './scene.mjs';

const CRM = 'contoso.corp.example';
const STS = 'sts.corp.example';
const GRANTS = [`https://${CRM}/*`, `https://${STS}/*`];
const SITES = { [CRM]: 'on_premises', [STS]: 'ad_fs' };

/** Names of the cookies of a host. @param {import('./scene.mjs').Scene} scene @param {string} host */
const names = async (scene, host) => (await scene.session.allCookies()).filter(({ domain }) => domain.replace(/^\./, '') === host).map(({ name }) => name).sort();

/** Adds the hosts, and waits until their pages are watched. @param {import('./scene.mjs').Scene} scene */
async function addSites(scene) {
  await scene.session.choose({ sites: SITES });
  const isWatched = () => scene.session.evaluateInExtension(async () => (await chrome.scripting.getRegisteredContentScripts()).some(({ matches }) => matches?.length === 2));
  await scene.waitFor(isWatched, 'the added hosts to be watched');
}

test('an organisation on own servers is signed out of, at its sign-in service too', async (t) => {
  const scene = await setScene(t, { grant: GRANTS });
  await addSites(scene);
  const page = await scene.signIn(CRM);
  assert.ok((await names(scene, CRM)).includes('MSISAuth'));
  assert.ok((await names(scene, STS)).includes('MSISSignOut'));
  const jar = await scene.session.allCookies();
  assert.ok(scene.world.isAlive(jar.filter(({ domain }) => domain === CRM), CRM), 'signed in to begin with');

  const receipt = await scene.runFrom(page);

  assert.deepEqual(waysOf(receipt), { [CRM]: 'control' });
  assert.deepEqual(linesOf(receipt, 'server_session').map(outcome), ['verified']);
  assert.deepEqual(linesOf(receipt, 'entry').map(outcome), ['verified']);
  assert.equal(receipt.verdict, 'signed_out');
  assert.deepEqual(await names(scene, CRM), []);
  assert.deepEqual((await names(scene, STS)).filter((name) => /^(MSISAuth|MSISSign|MSISLoop|MSISSaml|MSISContext|Saml)/.test(name)), []);
  assert.deepEqual(scene.liveSessions(), []);
  assert.ok(page.isClosed());
});

test('what is typed into pages of an added host is not remembered', async (t) => {
  const scene = await setScene(t, { grant: GRANTS });
  await addSites(scene);
  const page = await scene.signIn(CRM);
  const field = await page.evaluateHandle(() => document.body.appendChild(document.createElement('input')));
  await field.asElement()?.focus();
  assert.equal(await page.evaluate((each) => each.getAttribute('autocomplete'), field), 'off');
});

test('a host that nobody added is no CRM, whatever it looks like', async (t) => {
  const scene = await setScene(t, { grant: GRANTS });
  const page = await scene.signIn(CRM);
  const before = await names(scene, CRM);
  await scene.panelSays(page, 'There is nothing to sign out of');
  // Its page goes on to work, and may keep more than before.
  const after = await names(scene, CRM);
  assert.deepEqual(before.filter((name) => !after.includes(name)), []);
  assert.equal(page.isClosed(), false);
});

test('a session that is shared by the whole domain goes, where the extension may see it', async (t) => {
  const host = 'northwind.corp.example';
  const scene = await setScene(t, { grant: [...GRANTS, 'https://*.corp.example/*'] });
  scene.world.addOnPremises({ host, region: 'corp.example' });
  await scene.session.choose({ sites: { [host]: 'on_premises', [STS]: 'ad_fs' } });
  const page = await scene.signIn(host);
  assert.ok((await names(scene, 'corp.example')).includes('MSISAuth'), 'there is such a cookie to begin with');

  const receipt = await scene.runFrom(page);

  assert.deepEqual(await names(scene, 'corp.example'), []);
  assert.deepEqual(linesOf(receipt, 'server_session').map(outcome), ['verified']);
  assert.deepEqual(scene.liveSessions(), []);
});

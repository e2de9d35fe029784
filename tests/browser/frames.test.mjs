// The CRM in a frame of another site: its traces are in that site's partition, and the site itself stays as it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameOf, plant } from '../org/drive.mjs';
import { hiddenFramed } from './differences.mjs';
import { isFirefox } from './harness.mjs';
import { linesOf } from './receipt.mjs';
import { CONTOSO, FABRIKAM, setScene, TEAMS } from './scene.mjs';

test('a CRM frame inside Teams is signed out, cleared from inside and blanked, and Teams stays', async (t) => {
  const scene = await setScene(t);
  const page = await scene.signIn(CONTOSO);
  const teams = await scene.session.open();
  await plant(teams, 'teams.microsoft.com', 'of-teams');
  await teams.goto(`${TEAMS}/`);
  await frameOf(teams, CONTOSO);
  await page.close();
  const before = { ...await scene.remember(), teams: await teamsOwn(scene) };
  const framed = await scene.session.storageOf(`https://${CONTOSO}`, { within: TEAMS });
  for (const [kind, names] of Object.entries(framed)) if (kind !== 'cached') assert.notDeepEqual(names, [], `the frame has no ${kind}`);
  assert.ok(before.jar.some(({ name, partitionKey }) => name === 'CrmNativeAuth' && partitionKey));

  const receipt = await scene.runFrom(teams);

  // Only the frame itself could ask its server, and it is gone.
  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' }, [...isFirefox ? ['framed_storage'] : [], 'framed_session'], isFirefox ? 'incomplete' : 'signed_out');
  const left = await scene.session.storageOf(`https://${CONTOSO}`, { within: TEAMS });
  const kinds = Object.entries(left).filter(([, names]) => names.length).map(([kind]) => kind);
  assert.deepEqual(kinds, hiddenFramed, 'the frame left something behind');
  assert.deepEqual(linesOf(receipt, 'framed_storage').map(({ inside }) => inside), [isFirefox ? undefined : 'teams.microsoft.com']);
  assert.equal(teams.url(), `${TEAMS}/`);
  const shown = await Promise.all(teams.frames().slice(1).map((frame) => frame.evaluate(() => location.href)));
  assert.deepEqual(shown, ['about:blank']);
  assert.deepEqual(await teamsOwn(scene), before.teams);
});

test('a frame that is open in one site does not vouch for one that was open in another', async (t) => {
  const scene = await setScene(t);
  const page = await scene.signIn(CONTOSO);
  const elsewhere = await scene.session.open(`https://portal.office.example/__frame?${new URLSearchParams({ src: `https://${CONTOSO}/__plant?marker=elsewhere` })}`);
  await frameOf(elsewhere, CONTOSO);
  await elsewhere.close();
  const teams = await scene.session.open(`${TEAMS}/`);
  await frameOf(teams, CONTOSO);

  const receipt = await scene.runFrom(page);

  const lines = linesOf(receipt, 'framed_storage').map(({ inside, proof }) => [inside, Object.keys(proof)[0]]);
  const ofTeams = isFirefox ? [[undefined, 'failed'], ['microsoft.com', 'unverifiable']] : [['teams.microsoft.com', 'verified']];
  assert.deepEqual(lines, [...ofTeams, ['office.example', 'unverifiable']]);
  assert.equal(receipt.verdict, 'incomplete');
});

test('a frame that was taken over answers the roll call for itself alone, whatever it says', async (t) => {
  const scene = await setScene(t);
  const page = await scene.signIn(CONTOSO);
  const teams = await scene.session.open(`${TEAMS}/`);
  await frameOf(teams, CONTOSO);
  await scene.session.evaluateInExtension(takeOver, /** @type {[string, string]} */ ([CONTOSO, FABRIKAM]));

  const receipt = await scene.runFrom(page);

  assert.deepEqual(linesOf(receipt, 'framed_storage').map(({ organisation }) => organisation), [CONTOSO]);
  assert.deepEqual(Object.keys(receipt.organisations), [CONTOSO]);
});

/**
 * Runs in a page of the extension: has the script in the frame of `host` speak for `other`, too, at each roll call.
 * @param {[string, string]} hosts
 */
async function takeOver([host, other]) {
  /** @type {chrome.runtime.MessageSender | undefined} */
  let found;
  chrome.runtime.onMessage.addListener((message, sender) => { if (message === 'present' && sender.frameId && sender.url?.startsWith(`https://${host}/`)) found = sender; });
  const tabs = await chrome.tabs.query({});
  // A frame that has loaded may get its script a moment later.
  while (!found) {
    for (const { id = -1 } of tabs) await chrome.tabs.sendMessage(id, { roll: Date.now() }).catch(() => {});
  }
  const { tab, frameId = 0 } = /** @type {chrome.runtime.MessageSender} */ (found);
  const tabId = /** @type {number} */ (tab?.id);
  await chrome.scripting.executeScript({
    target: { tabId, frameIds: [frameId] },
    args: [{ tab: { id: tabId }, frameId: 0, url: `https://${other}/`, origin: `https://${other}` }],
    func: (/** @type {unknown} */ sender) => {
      chrome.runtime.onMessage.addListener((message) => {
        if (message?.roll) chrome.runtime.sendMessage({ present: sender, sender }).catch(() => {});
      });
    },
  });
}

/** What Teams keeps for itself. @param {import('./scene.mjs').Scene} scene */
async function teamsOwn(scene) {
  const cookies = (await scene.session.allCookies()).filter(({ domain }) => domain === 'teams.microsoft.com');
  assert.ok(cookies.some(({ name }) => name === 'of-teams_session') && cookies.some(({ name }) => name === 'SiteAuth'));
  return { cookies: cookies.map((cookie) => JSON.stringify(cookie)).sort(), stored: await scene.session.storageOf(TEAMS, { cached: ['/__cached/of-teams.js'] }) };
}

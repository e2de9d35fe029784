// An address that a person adds is looked at before it is: what it shows to everybody says what it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OptionsPage } from './options-page.mjs';
import { CONTOSO, setScene, waysOf } from './scene.mjs';

const CRM = 'contoso.corp.example';
const STS = 'sts.corp.example';
const NEWS = 'news.example';
const GRANTS = [CRM, STS, NEWS].map((host) => `https://${host}/*`);

/** The options page, and what the hosts heard since. @param {import('node:test').TestContext} t */
async function opened(t) {
  const scene = await setScene(t, { grant: GRANTS });
  const options = await OptionsPage.open(scene.session);
  scene.world.clearRequests();
  const before = await scene.session.allCookies();
  return { scene, options, before };
}

/** The cookies the browser holds. @param {import('./scene.mjs').Scene} scene */
const jar = async (scene) => (await scene.session.allCookies()).map(({ domain, path, name, value }) => [domain, path, name, value].join('\t'));

test('what an address shows to everybody is recognised, and it is added', async (t) => {
  const { scene, options, before } = await opened(t);
  await options.add(CRM, 'on_premises');
  await options.waitForSiteNote(`Added: ${CRM}. Recognised as: Dynamics CRM on own servers`);
  await options.add(STS, 'ad_fs');
  await options.waitForSiteNote(`Added: ${STS}. Recognised as: The company’s sign-in service (AD FS)`);
  await options.waitForStored({ sites: { [CRM]: 'on_premises', [STS]: 'ad_fs' } });
  assert.equal(await options.page.$eval('#site-question', (question) => question.checkVisibility()), false);
  assert.deepEqual(scene.liveSessions(), [], 'a look signs nobody in');
  assert.deepEqual(await scene.session.allCookies(), before, 'a look leaves no cookie');
  const page = await scene.signIn(CRM);
  assert.deepEqual(waysOf(await scene.runFrom(page)), { [CRM]: 'control' });
});

test('a look takes nothing of a session along', async (t) => {
  const { scene, options } = await opened(t);
  await scene.signIn(CRM);
  const before = await jar(scene);
  scene.world.clearRequests();
  await options.page.bringToFront();
  await options.add(CRM, 'on_premises');
  await options.waitForStored({ sites: { [CRM]: 'on_premises' } });
  const asked = scene.world.requests().filter(({ path }) => path.startsWith('/XRMServices'));
  assert.deepEqual(asked.map(({ cookies }) => cookies), [[]]);
  // Its page goes on to work, and may keep more than before.
  const after = await jar(scene);
  assert.deepEqual(before.filter((cookie) => !after.includes(cookie)), []);
});

test('another kind than was chosen is named, and the person decides', async (t) => {
  const { options } = await opened(t);
  await options.add(STS, 'on_premises');
  await options.waitForSiteNote(`${STS} looks like something else: The company’s sign-in service (AD FS). Choose that above and add it again, or add it as it is.`);
  await options.waitForStored(undefined);
  await options.page.select('#site-kind', 'ad_fs');
  await options.page.click('form.add button');
  await options.waitForStored({ sites: { [STS]: 'ad_fs' } });
  assert.equal(await options.page.$eval('#site-question', (question) => question.checkVisibility()), false);
});

test('what shows no sign is added only if the person says so', async (t) => {
  const { options } = await opened(t);
  const unknown = `${NEWS} answers, but nothing there shows that it is what you chose. Check the spelling. If you are sure, add it all the same: some companies hide these signs.`;
  await options.add(NEWS, 'portal');
  await options.waitForSiteNote(unknown);
  assert.deepEqual(await options.violations(), []);
  await options.answer('not');
  await options.waitForSiteNote(`Not added: ${NEWS}. The permission for it was given back.`);
  await options.waitForStored(undefined);
  await options.add(NEWS, 'portal');
  await options.waitForSiteNote(unknown);
  await options.tabTo('#site-question button');
  await options.page.keyboard.press('Enter');
  await options.waitForSiteNote(`Added: ${NEWS}`);
  await options.waitForStored({ sites: { [NEWS]: 'portal' } });
});

test('an address where nobody answers is not taken for one that shows nothing', async (t) => {
  const { scene, options } = await opened(t);
  scene.world.offline(CRM);
  await options.add(CRM, 'on_premises');
  await options.waitForSiteNote(`${CRM} does not answer. Check the spelling and the connection. If it can only be reached in your company’s network, you may add it all the same.`);
  await options.waitForStored(undefined);
  await options.answer('all the same');
  await options.waitForStored({ sites: { [CRM]: 'on_premises' } });
});

/** May the extension work on this host? @param {import('./scene.mjs').Scene} scene @param {string} host */
const may = ({ session }, host) => session.evaluateInExtension((origin) => chrome.permissions.contains({ origins: [origin] }), `https://${host}/*`);

test('over an open question no permission is held, so a page that is closed leaves none behind', async (t) => {
  const scene = await setScene(t);
  await scene.session.agreeTo(`https://${NEWS}/*`);
  const options = await OptionsPage.open(scene.session);
  await options.add(NEWS, 'portal');
  await options.page.waitForSelector('#site-question:not([hidden])');
  await scene.waitFor(async () => !await may(scene, NEWS), 'the permission to be given back');
  await options.page.close();
  assert.equal(await may(scene, NEWS), false);
  // Who answers has it again, and whoever declines has not.
  const again = await OptionsPage.open(scene.session);
  await again.add(NEWS, 'portal');
  await again.page.waitForSelector('#site-question:not([hidden])');
  await again.answer('not');
  assert.equal(await may(scene, NEWS), false);
  await again.add(NEWS, 'portal');
  await again.page.waitForSelector('#site-question:not([hidden])');
  await again.answer('all the same');
  await again.waitForStored({ sites: { [NEWS]: 'portal' } });
  assert.equal(await may(scene, NEWS), true);
  assert.equal(await again.page.$('.sites .missing'), null);
  // Only a page of the extension gives it back, whatever a script in another one says.
  const page = await scene.signIn(CONTOSO);
  const forged = `chrome.runtime.sendMessage({ unneeded: 'https://${NEWS}/*' }).catch(() => {}).then(() => chrome.runtime.sendMessage('present'))`;
  await scene.session.inScriptOf(page, forged);
  assert.equal(await may(scene, NEWS), true);
});

for (const leave of ['closed', 'left']) {
  test(`a page that is ${leave} while it looks gives the permission back`, async (t) => {
    const scene = await setScene(t);
    await scene.session.agreeTo(`https://${CRM}/*`);
    const options = await OptionsPage.open(scene.session);
    scene.world.fault({ host: CRM, mode: 'hang' });
    await options.add(CRM, 'on_premises');
    await options.waitForSiteNote(`Looking at ${CRM} …`);
    assert.equal(await may(scene, CRM), true, 'a look needs it');
    if (leave === 'closed') await options.page.close();
    else await options.page.goto(`https://${NEWS}/`);
    await scene.waitFor(async () => !await may(scene, CRM), 'the permission to be given back');
    assert.equal((await scene.session.stored()).settings, undefined);
  });
}

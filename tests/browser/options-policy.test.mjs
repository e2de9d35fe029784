// What an administrator has set: a run obeys it, the page shows it, and nobody here can change it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFirefox } from './harness.mjs';
import { OptionsPage } from './options-page.mjs';
import { ADVENTURE_WORKS, CONTOSO, FABRIKAM, setScene, waysOf } from './scene.mjs';

/** The sentences on what makes no sense. @param {OptionsPage} options */
const faults = (options) => options.page.$$eval('.faults li', (all) => all.map((each) => each.textContent));

test('what an administrator fixed is obeyed, shown locked, and changed by nobody', async (t) => {
  const scene = await setScene(t, { policy: { account: true, inactivity: 5, sites: { 'crm.corp.example': 'on_premises' } } });
  await scene.session.choose({ account: false, inactivity: 600, sites: { 'crm.corp.example': 'portal' } });
  const options = await OptionsPage.open(scene.session);
  const fixed = { isLocked: true, source: 'Set by your organisation', canUndo: false };
  await options.waitForSetting('account', { value: true, ...fixed });
  await options.waitForSetting('inactivity', { value: 5, ...fixed });
  await options.waitForSetting('entries', { isLocked: false });
  assert.equal(await options.page.$('.sites button.remove'), null);
  assert.match(await options.page.$eval('.sites li', (site) => site.textContent ?? ''), /^crm\.corp\.exampleDynamics CRM on own serversSet by your organisation/);

  await options.page.click('#account');
  await options.tabTo('#inactivity');
  await options.page.keyboard.type('9');
  await options.page.keyboard.press('Enter');
  await options.page.click('#entries');
  await options.waitForStored({ account: false, inactivity: 600, sites: { 'crm.corp.example': 'portal' }, entries: true });
  await options.waitForSetting('account', { value: true });
  await options.waitForSetting('inactivity', { value: 5 });

  const page = await scene.signIn(CONTOSO);
  assert.deepEqual(waysOf(await scene.runFrom(page)), { [CONTOSO]: 'control' });
});

test('a recommendation is shown as one, and a person may choose otherwise', async (t) => {
  const scene = await setScene(t, { policy: { recommended: { account: false, inactivity: 30 } } });
  const options = await OptionsPage.open(scene.session);
  const recommended = { value: false, isLocked: false, source: 'Recommended by your organisation', canUndo: false };
  await options.waitForSetting('account', recommended);
  await options.waitForSetting('inactivity', { value: 30 });
  await options.page.click('#account');
  await options.waitForSetting('account', { value: true, source: 'Chosen by you', canUndo: true });
  assert.equal(await options.page.$eval('#account-undo', (button) => button.textContent), 'Back to what your organisation recommends');
  await options.page.click('#account-undo');
  await options.waitForSetting('account', recommended);
});

test('a broken order holds the stricter default, and is named', async (t) => {
  const policy = { profile: 'mine', inactivity: 99_999, sites: { 'a b': 'portal', 'shop.example': 'shop', 'portal.example': 'portal' }, recommended: { colour: true } };
  const scene = await setScene(t, { policy });
  await scene.session.choose({ profile: 'own', inactivity: 0 });
  const options = await OptionsPage.open(scene.session);
  await options.waitForSetting('profile', { value: 'shared', isLocked: true, source: 'Set by your organisation' });
  await options.waitForSetting('inactivity', { value: 15, isLocked: true, source: 'Set by your organisation' });
  assert.deepEqual(await faults(options), [
    'Your organisation’s recommendation: There is no setting named “colour”. It counts as not set.',
    'Your organisation’s policy: “inactivity” is no whole number within its limits. The stricter default holds in its place.',
    'Your organisation’s policy: “profile” is none of the words that are allowed. The stricter default holds in its place.',
    'Your organisation’s policy: “sites: a b” is no address of a host. It counts as not set.',
    'Your organisation’s policy: “sites: shop.example” has no kind that is known. It counts as not set.',
  ]);
  assert.deepEqual(await options.page.$$eval('.sites .host', (all) => all.map((each) => each.textContent)), ['portal.example']);
});

test('only what an administrator lists may stay signed in beside the organisation in front', async (t) => {
  const scene = await setScene(t, { policy: { organisations: ['crm4.dynamics.com', 'adventure works'] } });
  await scene.session.choose({ only_front: true });
  const options = await OptionsPage.open(scene.session);
  const policy = await options.page.$eval('.ordered', (list) => /** @type {HTMLElement} */ (list).innerText.split(/\s*\n\s*/));
  assert.deepEqual(policy, ['Organisations that may stay signed in', 'crm4.dynamics.com', 'Set by your organisation']);
  assert.deepEqual(await faults(options), ['Your organisation’s policy: “organisations: adventure works” is no address of a host. It counts as not set.']);
  await scene.signIn(ADVENTURE_WORKS);
  const page = await scene.signIn(CONTOSO);

  assert.deepEqual(waysOf(await scene.runFrom(page)), { [ADVENTURE_WORKS]: 'control', [CONTOSO]: 'control' });
  assert.deepEqual(scene.liveSessions(), []);

  await scene.signIn(FABRIKAM);
  const other = await scene.signIn(ADVENTURE_WORKS);
  assert.deepEqual(waysOf(await scene.runFrom(other)), { [ADVENTURE_WORKS]: 'control' }, 'what is listed stays');
  assert.ok((await scene.session.allCookies()).some(({ name }) => name.startsWith('CrmOwinAuth')));
});

/** docs/administrators.md tells this to administrators; it is the browser's doing, and may change with it. */
test('a value of a wrong type is dropped by the browser, or named, as the table of differences says', async (t) => {
  const policy = { account: 'yes', history: 1, profile: 5, colour: true, entries: true, sites: { 'a.example': 'portal', 'b.example': 5 }, recommended: { clipboard: true, downloads: 'yes' }, organisations: ['a.example', 5] };
  const scene = await setScene(t, { policy });
  assert.deepEqual(await scene.session.evaluateInExtension(() => chrome.storage.managed.get()), isFirefox ? policy : { entries: true });
  const options = await OptionsPage.open(scene.session);
  await options.waitForSetting('entries', { value: true, isLocked: true });
  await options.waitForSetting('profile', isFirefox ? { value: 'shared', isLocked: true } : { value: 'own', isLocked: false });
  const named = await faults(options);
  for (const name of ['account', 'history', 'profile', 'colour', 'sites: b.example', 'downloads', 'organisations']) {
    assert.equal(named.some((fault) => fault?.includes(`“${name}`)), isFirefox, `${name}: ${named.join('\n')}`);
  }
});

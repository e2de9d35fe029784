// The options page: what is set there is what a run obeys, and what it shows is what holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOOKS } from './extension-page.mjs';
import { OptionsPage } from './options-page.mjs';
import { linesOf } from './receipt.mjs';
import { CONTOSO, ENTRA, setScene, waysOf } from './scene.mjs';

/** Settings that need no permission: what a click on each stores. */
const CLICKS = { account: false, only_front: true, device_cookies: true, entries: true };

/** Settings with the permissions that each needs, in one browser or the other. */
const NEEDY = { history: ['history', 'sessions'], downloads: ['downloads'], clipboard: ['clipboardWrite'], notification: ['notifications'] };

const HOST = 'contoso.corp.example';

test('a click stores each choice, the default is a click away, and a stored choice is shown', async (t) => {
  const scene = await setScene(t);
  const options = await OptionsPage.open(scene.session);
  /** @type {Record<string, unknown>} */
  const chosen = {};
  for (const [name, value] of Object.entries(CLICKS)) {
    assert.deepEqual(await options.setting(name), { value: !value, isLocked: false, source: '', canUndo: false, isMissing: false, note: '' });
    await options.page.click(`#${name}`);
    await options.waitForStored(Object.assign(chosen, { [name]: value }));
    await options.waitForSetting(name, { value, source: 'Chosen by you', canUndo: true });
  }
  for (const name of Object.keys(CLICKS)) {
    await options.page.click(`#${name}-undo`);
    delete chosen[name];
    await options.waitForStored(Object.keys(chosen).length ? chosen : undefined);
    await options.waitForSetting(name, { source: '', canUndo: false });
  }
  await scene.session.choose({ entries: true, inactivity: 7 });
  await options.waitForSetting('entries', { value: true });
  await options.waitForSetting('inactivity', { value: 7, source: 'Chosen by you' });
});

test('clicks that follow each other at once are all stored', async (t) => {
  const scene = await setScene(t);
  const options = await OptionsPage.open(scene.session);
  await options.page.evaluate((names) => { for (const name of names) document.getElementById(name)?.click(); }, Object.keys(CLICKS));
  await options.waitForStored(CLICKS);
});

test('a run obeys what was clicked on the page', async (t) => {
  const scene = await setScene(t);
  const options = await OptionsPage.open(scene.session);
  await options.page.click('#account');
  await options.waitForStored({ account: false });
  const page = await scene.signIn(CONTOSO);
  const receipt = await scene.runFrom(page);
  assert.deepEqual(waysOf(receipt), { [CONTOSO]: 'account_kept' });

  await options.page.bringToFront();
  await options.page.click('#account-undo');
  await options.waitForStored(undefined);
  const again = await scene.signIn(CONTOSO);
  assert.equal((await scene.runFrom(again)).verdict, 'signed_out');
});

test('a choice with its permission is one click, and the permission is used by the run', async (t) => {
  const scene = await setScene(t, { grant: Object.values(NEEDY).flat() });
  const options = await OptionsPage.open(scene.session);
  for (const [name, permissions] of Object.entries(NEEDY)) {
    // What nothing chosen needs was given back by now.
    await scene.session.grant(permissions);
    await options.page.click(`#${name}`);
    await options.waitForSetting(name, { value: true, source: 'Chosen by you', isMissing: false, note: '' });
  }
  await options.waitForStored({ history: true, downloads: true, clipboard: true, notification: true });
  const page = await scene.signIn(CONTOSO);
  await scene.runFrom(page);
  const left = await scene.session.evaluateInExtension(async () => (await chrome.history.search({ text: '', startTime: 0 })).map(({ url }) => new URL(url).host));
  assert.deepEqual(left.filter((host) => host === CONTOSO || host === ENTRA), []);
});

test('a choice whose permission is missing says so, and names the way to it', async (t) => {
  const scene = await setScene(t);
  await scene.session.choose(Object.fromEntries(Object.keys(NEEDY).map((name) => [name, true])));
  const options = await OptionsPage.open(scene.session);
  for (const name of Object.keys(NEEDY)) {
    await options.waitForSetting(name, { value: true, isMissing: true });
    const title = await options.page.$eval(`#${name}-title`, (label) => label.textContent);
    assert.equal((await scene.session.heard(options.page, `#${name}-allow`)).name, `Allow ${title}`, 'a screen reader hears what for');
  }
  await scene.session.choose({ history: false });
  await options.waitForSetting('history', { value: false, isMissing: false });
});

test('an answer of no puts the switch back, and says so', async (t) => {
  const scene = await setScene(t);
  const options = await OptionsPage.open(scene.session);
  // The prompt is in no page, so nobody can press "Deny" here. But without a click the browser answers no by itself.
  await options.withoutGesture(() => document.getElementById('history')?.click());
  await options.waitForSetting('history', { value: false, source: '', note: 'The permission was not given, so nothing was changed.' });
  await options.withoutGesture(() => {
    const field = /** @type {HTMLInputElement} */ (document.getElementById('site-address'));
    field.value = 'crm.corp.example';
    field.form?.requestSubmit();
  });
  await options.waitForSiteNote('The permission for this address was not given, so nothing was changed.');
  await options.waitForStored(undefined);
});

test('the profile moves the defaults, and nothing that was chosen', async (t) => {
  const scene = await setScene(t);
  const options = await OptionsPage.open(scene.session);
  await options.page.click('#inactivity', { count: 3 });
  await options.page.keyboard.type('45');
  await options.page.keyboard.press('Enter');
  await options.waitForStored({ inactivity: 45 });
  await options.page.click('#profile-shared');
  await options.waitForStored({ inactivity: 45, profile: 'shared' });
  await options.waitForSetting('history', { value: true, source: '', isMissing: true });
  await options.waitForSetting('inactivity', { value: 45, source: 'Chosen by you' });
  await options.page.click('#inactivity-undo');
  await options.waitForSetting('inactivity', { value: 15, source: '' });
  await options.waitForStored({ profile: 'shared' });
});

test('a number that is none, or out of its limits, is refused with a sentence', async (t) => {
  const scene = await setScene(t);
  const options = await OptionsPage.open(scene.session);
  for (const typed of ['1441', '-1', '2.5', '']) {
    await options.page.click('#inactivity', { count: 3 });
    await options.page.keyboard.press('Backspace');
    await options.page.keyboard.type(typed);
    await options.page.keyboard.press('Tab');
    await options.waitForSetting('inactivity', { note: 'Type a whole number from 0 to 1,440. Nothing was changed.' });
    await options.page.click('#inactivity', { count: 3 });
    await options.page.keyboard.type('60');
    await options.page.keyboard.press('Enter');
    await options.waitForSetting('inactivity', { note: '', value: 60 });
  }
  await options.waitForStored({ inactivity: 60 });
});

test('the time of day is typed as a time, and stored as minutes after midnight', async (t) => {
  const scene = await setScene(t);
  const options = await OptionsPage.open(scene.session);
  await options.waitForSetting('time_of_day', { value: '' });
  await options.tabTo('#time_of_day');
  for (const [typed, minutes, shown] of /** @type {const} */ ([['0630PM', 1110, '18:30'], ['1200AM', 1440, '00:00'], ['0905AM', 545, '09:05']])) {
    await options.page.keyboard.type(typed);
    await options.waitForStored({ time_of_day: minutes });
    await options.waitForSetting('time_of_day', { value: shown, source: 'Chosen by you' });
    // Back to where the hours are.
    for (const _ of typed.slice(4)) await options.page.keyboard.press('ArrowLeft');
  }
  await options.page.keyboard.press('Backspace');
  await options.waitForStored({ time_of_day: 0 });
  await options.page.click('#time_of_day-undo');
  await options.waitForStored(undefined);
  const heard = await scene.session.heard(options.page, '#time_of_day');
  assert.equal(heard.name, 'At a time of day');
  assert.match(heard.description, /^Signs out every day at this time\. Empty means never\./);
});

test('a time that is half typed is not taken away when something else is stored', async (t) => {
  const scene = await setScene(t);
  const options = await OptionsPage.open(scene.session);
  await options.tabTo('#time_of_day');
  await options.page.keyboard.type('06');
  await scene.session.choose({ entries: true });
  await options.waitForSetting('entries', { value: true });
  await options.page.keyboard.type('30PM');
  await options.waitForStored({ entries: true, time_of_day: 1110 });
});

test('what people look for comes first, and each number stands by what it belongs to', async (t) => {
  const scene = await setScene(t);
  const options = await OptionsPage.open(scene.session);
  const order = await options.page.$$eval('#detail h3, #detail .setting', (all) => all.map((each) => (each.localName === 'h3' ? `# ${each.textContent}` : each.querySelector('input')?.id ?? '')));
  assert.deepEqual(order.slice(0, 11), ['profile-own', '# When a sign-out starts by itself', 'inactivity', 'idle', 'locked', 'last_tab', 'time_of_day', 'woken', 'browser_start', '# Before a sign-out that starts by itself', 'warning']);
  const said = await options.page.evaluate(() => document.body.innerText);
  assert.equal(said.match(/screen is locked/g)?.length, 1, 'what the browser sees is said once');
});

test('an address of one’s own is added, signed out of, and removed with its permission', async (t) => {
  const scene = await setScene(t, { grant: [`https://${HOST}/*`, 'https://sts.corp.example/*'] });
  const options = await OptionsPage.open(scene.session);
  await options.add(`https://${HOST}/main.aspx?x=1`, 'on_premises');
  await options.waitForSiteNote(`Added: ${HOST}. Recognised as: Dynamics CRM on own servers`);
  await options.waitForStored({ sites: { [HOST]: 'on_premises' } });
  await options.add('sts.corp.example', 'ad_fs');
  await options.waitForStored({ sites: { [HOST]: 'on_premises', 'sts.corp.example': 'ad_fs' } });
  assert.equal(await options.page.$('.sites .missing'), null);

  const page = await scene.signIn(HOST);
  const receipt = await scene.runFrom(page);
  assert.deepEqual(waysOf(receipt), { [HOST]: 'control' });
  assert.deepEqual(scene.liveSessions(), []);

  // A required permission cannot be given back, so it is only heard that the page tries.
  await options.page.evaluate(() => {
    const given = chrome.permissions.remove.bind(chrome.permissions);
    /** @type {string[]} */
    const hosts = [];
    Object.assign(globalThis, { givenBack: hosts });
    chrome.permissions.remove = /** @type {any} */ ((/** @type {any} */ what) => { hosts.push(...what.origins); return given(what); });
  });
  await options.page.bringToFront();
  await options.page.click(`[id="remove-${HOST}"]`);
  await options.waitForStored({ sites: { 'sts.corp.example': 'ad_fs' } });
  await options.waitForSiteNote(`Removed: ${HOST}. The permission for it was given back.`);
  assert.deepEqual(await options.page.evaluate(() => /** @type {any} */ (globalThis).givenBack), [`https://${HOST}/*`]);
});

test('an address that cannot be added is refused with its reason', async (t) => {
  const scene = await setScene(t);
  await scene.session.choose({ sites: { 'portal.example': 'portal' } });
  const options = await OptionsPage.open(scene.session);
  const refused = {
    '': 'This is no address. Type one such as crm.example.com.',
    'not a host': 'This is no address. Type one such as crm.example.com.',
    '*.corp.example': 'This is no address. Type one such as crm.example.com.',
    'http://crm.corp.example': 'Only addresses that begin with https:// can be added: what others send can be read on the way.',
    'crm.corp.example:8443': 'An address with a port number cannot be added.',
    [CONTOSO]: 'This is one of Microsoft’s own addresses, and Clean Exit knows it already.',
    'portal.example': 'This address is in the list already.',
  };
  for (const [address, reason] of Object.entries(refused)) {
    await options.add(address, 'portal');
    await options.waitForSiteNote(reason);
    assert.equal(await options.page.evaluate(() => document.activeElement?.id), 'site-address', 'it can be mended at once');
  }
  assert.ok(await options.page.$('.sites .missing'), 'one without its permission says so');
  await options.waitForStored({ sites: { 'portal.example': 'portal' } });
});

test('what is stored and makes no sense is named, and goes with all choices; added addresses stay', async (t) => {
  const scene = await setScene(t);
  await scene.session.choose({ colour: 'red', account: 'perhaps', profile: 'shared', sites: { 'portal.example': 'portal', 'a b': 'portal' } });
  const options = await OptionsPage.open(scene.session);
  const faults = () => options.page.$$eval('.faults li', (all) => all.map((each) => each.textContent));
  assert.deepEqual(await faults(), [
    'Stored in this browser: “account” is neither true nor false. It counts as not set.',
    'Stored in this browser: There is no setting named “colour”. It counts as not set.',
    'Stored in this browser: “sites: a b” is no address of a host. It counts as not set.',
  ]);
  assert.equal((await options.setting('account')).value, true);
  await options.page.click('main section:last-of-type button');
  await options.waitForStored({ sites: { 'portal.example': 'portal' } });
  await scene.waitFor(async () => (await faults()).length === 0, 'the faults to be gone');
  await options.waitForSetting('profile', { value: 'own', source: '' });
});

test('everything can be done with the keyboard', async (t) => {
  const scene = await setScene(t);
  const page = await scene.signIn(CONTOSO);
  await scene.runFrom(page);
  const panel = await scene.waitForPanel('Signed out and checked');
  await panel.focus('footer a[href="options.html"]');
  await panel.keyboard.press('Enter');
  const popups = () => scene.session.evaluateInExtension(() => chrome.extension.getViews({ type: 'popup' }).length);
  await scene.waitFor(async () => await popups() === 0, 'the popup to make way');
  const options = new OptionsPage(scene.session, await scene.session.pageOf('options.html'));
  await options.page.waitForSelector('.sites li');

  await options.tabTo('#profile-own');
  await options.page.keyboard.press('ArrowDown');
  await options.waitForStored({ profile: 'shared' });
  await options.tabTo('#entries');
  await options.page.keyboard.press('Space');
  await options.waitForStored({ profile: 'shared', entries: true });
  // Before it is shown, Tab would pass it, and leave the page at its end.
  await options.waitForSetting('entries', { canUndo: true });
  await options.tabTo('#entries-undo');
  await options.page.keyboard.press('Enter');
  await options.waitForStored({ profile: 'shared' });
  await options.waitForSetting('entries', { canUndo: false });
  assert.equal(await options.page.evaluate(() => document.activeElement?.id), 'entries', 'the keyboard stays where the button was');
  await options.tabTo('#site-address');
  await options.page.keyboard.type('http://crm.corp.example');
  await options.page.keyboard.press('Enter');
  await options.waitForSiteNote('Only addresses that begin with https:// can be added: what others send can be read on the way.');
});

for (const [scheme = '', direction = ''] of LOOKS) {
  test(`nothing on the page breaks the rules of accessibility (${scheme}, ${direction})`, async (t) => {
    const scene = await setScene(t, { grant: ['https://news.example/*'], policy: { keeps: 3, organisations: ['crm4.dynamics.com'], recommended: { warning: 90 } } });
    await scene.session.choose({ profile: 'shared', only_front: true, colour: 1, sites: { 'portal.example': 'portal' } });
    const options = await OptionsPage.open(scene.session);
    await options.dress(scheme, direction);
    await options.waitForSetting('history', { isMissing: true });
    await options.waitForSetting('keeps', { isLocked: true });
    await options.add('', 'portal');
    assert.deepEqual(await options.violations(), [], 'with a mistake');
    await options.add('news.example', 'portal');
    await options.page.waitForSelector('#site-question:not([hidden])');
    assert.deepEqual(await options.violations(), [], 'with a question');
  });
}

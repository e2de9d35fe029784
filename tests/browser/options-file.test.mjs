// Settings into a file and out of one, what an administrator has set, and what the browser can do.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { OptionsPage } from './options-page.mjs';
import { CONTOSO, setScene, waysOf } from './scene.mjs';

const NAME = 'clean-exit-settings.json';

/** @param {OptionsPage} options @param {string} text of a file that is opened */
async function open(options, text) {
  const file = join(options.session.profile, 'opened.json');
  await writeFile(file, text);
  const field = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await options.page.$('#import'));
  await field.uploadFile(file);
}

/** Waits for what is said below the buttons. @param {import('./scene.mjs').Scene} scene @param {OptionsPage} options @param {string} wanted */
const said = (scene, options, wanted) => scene.waitFor(async () => (await options.page.$eval('#file-note', (note) => /** @type {HTMLElement} */ (note).innerText)) === wanted, `“${wanted}”`);

const file = (/** @type {object} */ settings, version = 1) => JSON.stringify({ format: 'clean-exit-settings', version, settings });

test('what was chosen is saved to a file, and taken from it after a reset; a run obeys it', async (t) => {
  const scene = await setScene(t);
  const chosen = { account: false, inactivity: 45, sites: { 'crm.corp.example': 'on_premises' } };
  await scene.session.choose(chosen);
  const options = await OptionsPage.open(scene.session);
  const name = await scene.session.download(scene.session.profile, () => options.page.click('#export'));
  assert.equal(name, NAME);
  const saved = await readFile(join(scene.session.profile, NAME), 'utf8');
  assert.deepEqual(JSON.parse(saved), { format: 'clean-exit-settings', version: 1, settings: chosen });

  await scene.session.choose({});
  await options.waitForSetting('account', { value: true });
  await open(options, saved);
  await said(scene, options, 'Done. The settings of the file hold now.');
  await options.waitForStored(chosen);
  await options.waitForSetting('inactivity', { value: 45, source: 'Chosen by you' });
  const page = await scene.signIn(CONTOSO);
  assert.deepEqual(waysOf(await scene.runFrom(page)), { [CONTOSO]: 'account_kept' });
});

test('a file that makes no sense changes nothing, and it is said why', async (t) => {
  const scene = await setScene(t);
  await scene.session.choose({ history: true });
  const options = await OptionsPage.open(scene.session);
  const notOurs = 'This is no file with settings of Clean Exit, or one of a newer version. Nothing was changed.';
  for (const text of ['', '{', '[]', '"x"', JSON.stringify({ account: false }), file({ account: false }, 2)]) {
    await open(options, text);
    await said(scene, options, notOurs);
    await options.page.$eval('#file-note', (note) => note.replaceChildren());
  }
  await open(options, file({ account: false, inactivity: 5000, colour: 'red', sites: { 'a b': 'portal' } }));
  await said(scene, options, [
    'Something in this file makes no sense, so nothing was changed:',
    'There is no setting named “colour”.',
    '“inactivity” is no whole number within its limits.',
    '“sites: a b” is no address of a host.',
  ].join('\n'));
  await options.waitForStored({ history: true });
});

test('a file does not touch what an administrator has fixed, and the page lists it', async (t) => {
  const scene = await setScene(t, { policy: { account: true, sites: { 'crm.corp.example': 'on_premises' }, recommended: { inactivity: 30 } } });
  await scene.session.choose({ account: true });
  const options = await OptionsPage.open(scene.session);
  assert.deepEqual(await options.page.$$eval('.ordered li', (all) => all.map((each) => [...each.children].map(({ textContent }) => textContent))), [
    ['When the CRM is not used for a while', '30 minutes', 'Recommended by your organisation'],
    ['Sign the Microsoft account out too', 'on', 'Set by your organisation'],
  ]);
  await open(options, file({ account: false, inactivity: 5, sites: { 'crm.corp.example': 'portal', 'shop.example': 'portal' } }));
  await said(scene, options, 'Done. The settings of the file hold now, except for what your organisation has set.');
  await options.waitForStored({ account: true, inactivity: 5, sites: { 'shop.example': 'portal' } });
});

test('the page says what this browser can do, as the browser itself tells at the moment', async (t) => {
  const scene = await setScene(t);
  const options = await OptionsPage.open(scene.session);
  const able = (/** @type {OptionsPage} */ { page }) => page.$$eval('.abilities li', (all) => Object.fromEntries(all.map((each) => [each.lastElementChild?.textContent ?? '', each.className === 'verified'])));
  const before = await able(options);
  assert.equal(before['Clean Exit may work on all addresses of Dynamics 365 and of the Microsoft sign-in.'], true);
  assert.equal(before['It is not let into private windows, so a session there stays. Allow it in the browser’s list of extensions.'], false);
  assert.equal(before['What was typed into forms can only be removed for all sites together. No browser tells sites apart here.'], false);
  assert.equal(Object.keys(before).length, 5);
  await scene.session.allowIncognito();
  const again = await OptionsPage.open(scene.session);
  assert.equal((await able(again))['It is let into private windows, and signs out there too.'], true);
});

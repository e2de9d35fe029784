// The first page: one question after installation, whose answer changes what a run does; and an example that is none of one's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROWSER, until } from './harness.mjs';
import { OptionsPage } from './options-page.mjs';
import { CONTOSO, setScene } from './scene.mjs';

/** The first page, opened by the browser after installation. @param {import('./scene.mjs').Scene} scene */
async function firstPage(scene) {
  const find = async () => (await scene.session.tabs()).find((page) => page.url() === scene.session.url('welcome.html'));
  const page = await until(find, { what: 'the first page' });
  await page.waitForSelector('#choose-shared');
  return new OptionsPage(scene.session, page);
}

/** What an answer lists. @param {OptionsPage} options @param {string} profile */
const listed = ({ page }, profile) => page.$eval(`#${profile}`, (heading) => [...heading.closest('section')?.querySelectorAll('li') ?? []].map((each) => each.textContent ?? ''));

/** The answers that are marked as given. @param {{page: import('puppeteer-core').Page}} first */
const given = ({ page }) => page.$$eval('[aria-pressed="true"]', (buttons) => buttons.map(({ id }) => id.replace('choose-', '')));

for (const [profile, inactivity, history] of /** @type {const} */ ([['own', 60, false], ['shared', 15, true]])) {
  test(`the answer “${profile}” sets the profile, shows what follows, and a run obeys it`, async (t) => {
    const scene = await setScene(t, { welcome: 'keep', grant: ['history', 'sessions', 'downloads', 'notifications'] });
    const options = await firstPage(scene);
    const lines = await listed(options, profile);
    assert.ok(lines.includes(`When the CRM is not used for a while: ${inactivity} minutes`), lines.join('\n'));
    assert.equal(lines.includes('Clear the history of the CRM'), history);
    assert.equal(lines.includes('Show the warning as a notification, too'), history);
    // What a permission is for is said before it is asked for.
    assert.deepEqual(lines.filter((line) => line.startsWith('Browser history:') || line.startsWith('List of downloads:') || line.startsWith('Notifications:')), history ? [
      'Notifications: so that you see the warning when the browser is not in front.',
      'Browser history: to find the CRM’s entries and remove them.',
      'List of downloads: to find the CRM’s entries and remove them. The files stay.',
    ] : []);
    const asked = await options.asked();
    await options.page.click(`#choose-${profile}`);
    await scene.waitFor(async () => (await options.page.$eval('#note', (note) => note.textContent)) === 'Done. You can change everything in the settings at any time.', 'the answer to be taken');
    await options.waitForStored({ profile });
    assert.deepEqual(await given(options), [profile]);
    assert.deepEqual(await asked(), history ? [['notifications', 'history', ...(BROWSER === 'firefox' ? ['sessions'] : []), 'downloads']] : [[]]);
    const again = { page: await scene.session.open(options.page.url()) };
    await again.page.waitForSelector('#choose-shared');
    await scene.waitFor(async () => (await given(again)).join() === profile, 'the answer to be marked, when the page is opened again');
    const page = await scene.signIn(CONTOSO);
    const receipt = await scene.runFrom(page);
    assert.equal(receipt.lines.some(({ kind }) => kind === 'history'), history, 'the run clears the history only on a shared computer');
  });
}

test('a permission that is refused is named, and the answer holds all the same', async (t) => {
  const scene = await setScene(t, { welcome: 'keep' });
  const options = await firstPage(scene);
  // Without a gesture the browser refuses by itself.
  await options.withoutGesture(() => document.getElementById('choose-shared')?.click());
  await scene.waitFor(async () => (await options.page.$eval('#note', (note) => note.textContent))?.startsWith('Done, but a permission was not given.'), 'the refusal to be named');
  await options.waitForStored({ profile: 'shared' });
});

test('where an administrator has answered, or wants no question, there is none', async (t) => {
  for (const policy of [{ profile: 'shared' }, { welcome: false }, { recommended: { profile: 'shared' } }]) {
    const scene = await setScene(t, { policy });
    // The page would be opened before the background has followed the settings, which this message comes after.
    await scene.session.open(scene.session.url('panel.html#now')).then((page) => page.waitForSelector('main[data-tone="calm"]'));
    assert.deepEqual((await scene.addresses()).filter((address) => address.includes('welcome')), [], JSON.stringify(policy));
  }
});

test('the example is played by the real program, says what it is, and nothing of it is kept or asked', async (t) => {
  const scene = await setScene(t, { welcome: 'keep' });
  const { page } = await firstPage(scene);
  const before = [await scene.session.stored(), await scene.session.allCookies()];
  scene.world.clearRequests();
  await page.click('.try a');
  const example = await scene.session.pageOf('panel.html#example');
  await example.waitForSelector('.steps .verified');
  await example.waitForSelector('main[data-tone="good"]');
  const says = await example.evaluate(() => document.body.innerText);
  assert.match(says, /This is an example/);
  assert.match(says, /Signed out and checked/);
  assert.match(says, /example\.crm4\.dynamics\.com/);
  assert.deepEqual([await scene.session.stored(), await scene.session.allCookies()], before);
  assert.deepEqual(scene.world.requests(), []);
});

test('the first page can be used with the keyboard alone, and obeys the rules of accessibility', async (t) => {
  const scene = await setScene(t, { welcome: 'keep', grant: ['history', 'sessions', 'downloads', 'notifications'] });
  const options = await firstPage(scene);
  for (const value of ['light', 'dark']) {
    await options.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    assert.deepEqual(await options.violations(), []);
  }
  await options.page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  assert.deepEqual(await options.violations(), []);
  await options.tabTo('#choose-own');
  await options.tabTo('#choose-shared');
  await options.page.keyboard.press('Enter');
  await options.waitForStored({ profile: 'shared' });
  await options.tabTo('.try a');
});

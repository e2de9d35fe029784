// How things stand: where somebody is signed in, since when, what comes next, and what a sign-out would remove. Only a look.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDirty, ready } from '../org/drive.mjs';
import { ExtensionPage, LOOKS } from './extension-page.mjs';
import { CONTOSO, FABRIKAM, setScene } from './scene.mjs';

/** Cookies by which the sign-in service knows the device. */
const DEVICE = /"name":"(buid|fpc|brcap|stsservicecookie|x-ms-gateway-slice)"/;

/** All that makes a cookie the one it is. @param {{domain: string, name: string, path: string, partitionKey?: unknown}} cookie */
const nameOf = ({ domain, name, path, partitionKey }) => JSON.stringify([domain, name, path, partitionKey]);

/** @typedef {import('puppeteer-core').Page} Page */

/** Opens the page, and waits until it shows something. @param {import('./scene.mjs').Scene} scene @param {string} [tone] of what it shows */
async function openNow(scene, tone = 'in') {
  const page = await scene.session.open(scene.session.url('panel.html#now'));
  await page.waitForSelector(`main[data-tone="${tone}"]`);
  return page;
}

/** The list of what is there: for each part its name, and each kind with its number. @param {Page} page */
const listed = (page) => page.$$eval('details', (all) => all.map((part) => ({
  name: part.querySelector('h3')?.textContent ?? '',
  lines: Object.fromEntries([...part.querySelectorAll('.lines li')].map((line) => [line.querySelector('.kind')?.textContent ?? '', line.querySelector('.removed')?.textContent ?? ''])),
})));

test('it says where one is signed in, as which product and since when, and changes nothing', async (t) => {
  const scene = await setScene(t);
  await scene.visitNeighbours();
  await scene.signIn(CONTOSO);
  await scene.signIn(FABRIKAM, { record: true });
  const before = await scene.remember();
  const [addresses, stored] = [await scene.addresses(), await scene.session.stored()];
  const kept = await scene.session.storageOf(`https://${CONTOSO}`);
  scene.world.clearRequests();

  const page = await openNow(scene);

  const says = await page.evaluate(() => document.body.innerText);
  assert.match(says, /You are signed in to Dynamics 365\s+In use since .*\d.*\.\s+If nothing changes, you will be signed out at .*\d.*Reason: Dynamics 365 is not in use\./);
  const parts = await listed(page);
  assert.deepEqual(parts.map(({ name }) => name), [CONTOSO, FABRIKAM, 'ams--livesg623.crm4.dynamics.com', 'crm4.dynamics.com', 'Shared by all organisations']);
  assert.match(says, /Dynamics 365/);
  for (const { value } of before.jar) if (8 < value.length) assert.ok(!says.includes(value), 'the value of a cookie is shown');
  for (const { email } of scene.world.users) assert.ok(!says.includes(email), 'the name of a user is shown');
  assert.doesNotMatch(says, /main\.aspx|etn=/, 'a path is shown');
  // The browser looks after the app's own worker by itself.
  assert.deepEqual(scene.world.requests().filter(({ path }) => path !== '/uclient/sw.js'), [], 'it asked a server');
  assert.deepEqual(await scene.remember(), before);
  assert.deepEqual((await scene.addresses()).filter((address) => !address.endsWith('#now')), addresses);
  assert.deepEqual(await scene.session.storageOf(`https://${CONTOSO}`), kept);
  const { watch, ...others } = await scene.session.stored();
  const { watch: watchBefore, ...othersBefore } = stored;
  assert.deepEqual(others, othersBefore);
  assert.equal(watch.session.active, watchBefore.session.active, 'a look is no use of the CRM');
});

test('what it lists is what the sign-out that follows removes', async (t) => {
  const scene = await setScene(t, { grant: ['history', 'sessions', 'downloads'] });
  await scene.session.choose({ history: true, device_cookies: true });
  await scene.visitNeighbours();
  await scene.signIn(CONTOSO);
  await scene.signIn(FABRIKAM);
  const page = await openNow(scene);
  const parts = await listed(page);
  const found = (/** @type {string} */ name) => parts.find((part) => part.name === name)?.lines ?? {};
  const shared = found('Shared by all organisations');
  const before = await scene.remember();
  const open = (await scene.addresses()).filter((address) => address.includes('crm4'));

  const receipt = await scene.session.runAfter(() => page.click('.buttons .safe'));

  // Some cookies go when the server signs out, and the receipt counts only what it had to remove itself.
  assert.equal(receipt.verdict, 'signed_out');
  assert.deepEqual(await scene.neighbours(), { ...before.neighbours, cookies: before.neighbours.cookies.filter((each) => !DEVICE.test(each)) });
  const left = new Set((await scene.session.allCookies()).map(nameOf));
  const gone = before.jar.filter((cookie) => !left.has(nameOf(cookie)));
  const goneOf = (/** @type {RegExp} */ domain) => String(gone.filter((cookie) => domain.test(cookie.domain)).length);
  for (const host of [CONTOSO, FABRIKAM]) assert.equal(found(host)['Cookies'], goneOf(new RegExp(`^\\.?${host}$`)), host);
  assert.equal(shared['Cookies'], goneOf(/^\.?(ams--livesg623\.)?crm4\.dynamics\.com$/));
  assert.equal(Number(shared['Microsoft sign-in cookies']) + Number(shared['Microsoft device cookies']), Number(goneOf(/microsoftonline/)));
  for (const host of [CONTOSO, FABRIKAM]) assert.equal(found(host)['Open tabs'], String(open.filter((address) => address.includes(host)).length));
  assert.equal(receipt.lines.find(({ kind }) => kind === 'tabs')?.removed, open.length);
  assert.ok(Number(shared['Browser history']) > 0);
  // The page goes on to show the run, and then its receipt.
  await page.waitForSelector('main[data-tone="good"]');
});

test('after a sign-out it is signed out, and after the next sign-in it is signed in again', async (t) => {
  const scene = await setScene(t);
  const first = await scene.signIn(CONTOSO);
  await scene.runFrom(first);
  const page = await openNow(scene, 'calm');
  assert.match(await page.evaluate(() => document.body.innerText), /You are not signed in to Dynamics 365/);
  await scene.signIn(CONTOSO);
  await page.bringToFront();
  await page.waitForSelector('main[data-tone="in"]');
  // One that asks for the last run is not told either that one is signed out.
  const other = await scene.session.open(scene.session.url('panel.html'));
  await other.waitForSelector('main[data-tone="in"]');
});

test('cookies that were left without a session are called traces', async (t) => {
  const scene = await setScene(t);
  await scene.session.evaluateInExtension(() => chrome.cookies.set({ url: 'https://contoso.crm4.dynamics.com/', name: 'theme', value: 'dark', secure: true, expirationDate: Date.now() / 1000 + 3600 }));
  const page = await openNow(scene);
  assert.match(await page.evaluate(() => document.body.innerText), /You are signed out, but traces/);
});

test('the toolbar button says how things stand', async (t) => {
  const scene = await setScene(t);
  const title = () => scene.session.evaluateInExtension(() => chrome.action.getTitle({}));
  assert.equal(await title(), 'Sign out of Dynamics 365');
  const page = await scene.signIn(CONTOSO);
  await scene.waitFor(async () => (await title()) === 'Sign out of Dynamics 365: it is in use', 'the button to say that it is in use');
  await scene.runFrom(page);
  await scene.waitFor(async () => (await title()) === 'Signed out of Dynamics 365 and checked', 'the button to say that it is done');
});

/**
 * Holds a state of the panel against the rules of accessibility.
 * @param {import('./scene.mjs').Scene} scene @param {Page} page
 * @param {{tone: string, headline?: RegExp, scheme: string, direction: string}} state
 */
async function check(scene, page, { tone, headline = /./, scheme, direction }) {
  await page.waitForSelector(`main[data-tone="${tone}"]`);
  assert.match(await page.$eval('#headline', (text) => text.textContent ?? ''), headline);
  const shown = new ExtensionPage(scene.session, page);
  await shown.dress(scheme, direction);
  assert.deepEqual(await shown.violations(), [], tone);
}

for (const [scheme = '', direction = ''] of LOOKS) {
  const look = { scheme, direction };

  test(`no state of the panel breaks the rules of accessibility (${scheme}, ${direction})`, async (t) => {
    const scene = await setScene(t);
    const page = await openNow(scene, 'calm');
    await check(scene, page, { tone: 'calm', ...look });
    await scene.signIn(CONTOSO);
    await makeDirty(await scene.signIn(FABRIKAM, { record: true }), 'x');
    await page.bringToFront();
    await check(scene, page, { tone: 'in', ...look });
    await page.click('.buttons .safe');
    await check(scene, page, { tone: 'ask', ...look });
    await page.click('.buttons .danger');
    await check(scene, page, { tone: 'good', ...look });
    await check(scene, await scene.session.open(scene.session.url('panel.html#example')), { tone: 'good', ...look });
  });

  test(`no unhappy end breaks the rules of accessibility (${scheme}, ${direction})`, async (t) => {
    const scene = await setScene(t);
    await scene.session.choose({ account: false });
    await makeDirty(await scene.signIn(CONTOSO, { record: true }), 'x');
    const page = await openNow(scene);
    await page.click('.buttons .safe');
    await page.waitForSelector('main[data-tone="ask"]');
    await page.click('.buttons .safe');
    await check(scene, page, { tone: 'calm', headline: /Nothing was done/, ...look });

    const again = await openNow(scene);
    await again.click('.buttons .safe');
    await again.waitForSelector('main[data-tone="ask"]');
    const kept = await scene.session.runAfter(() => again.click('.buttons .danger'));
    assert.equal(kept.verdict, 'cleared_here');
    await check(scene, again, { tone: 'partial', headline: /the account stays signed in/, ...look });

    // The account that was kept signs in by itself.
    await ready(await scene.session.open(`https://${CONTOSO}/main.aspx`));
    await scene.session.choose({});
    scene.world.organisation(CONTOSO).signoutLies = true;
    const now = await openNow(scene);
    const unended = await scene.session.runAfter(() => now.click('.buttons .safe'));
    assert.equal(unended.verdict, 'cleared_here');
    await check(scene, now, { tone: 'partial', headline: /the server’s session was not ended/, ...look });

    if (await scene.session.hasWorker()) await scene.session.killWorker();
    await scene.session.storeSettings({ journal: 'damaged' });
    const broken = await scene.session.open(scene.session.url('panel.html#now'));
    await check(scene, broken, { tone: 'bad', headline: /Clean Exit has a problem/, ...look });
  });
}

test('the page can be used with the keyboard alone', async (t) => {
  const scene = await setScene(t);
  await scene.signIn(CONTOSO);
  const page = await openNow(scene);
  const options = new ExtensionPage(scene.session, page);
  await options.tabTo('summary');
  await page.keyboard.press('Enter');
  assert.equal(await page.$eval('details', (part) => part.open), true);
  await options.tabTo('footer a[href="options.html"]');
  await options.tabTo('.buttons .safe', { back: true });
  const receipt = await scene.session.runAfter(() => page.keyboard.press('Enter'));
  assert.equal(receipt.verdict, 'signed_out');
});

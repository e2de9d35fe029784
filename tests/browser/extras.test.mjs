// What goes only by choice: history, downloads, clipboard, form entries. Each goes when it is chosen, and stays when it is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { only } from './differences.mjs';
import { copySelection, formHistory, paste, select } from './hands.mjs';
import { linesOf, outcome } from './receipt.mjs';
import { CONTOSO, ENTRA, setScene } from './scene.mjs';

const GRANTS = ['history', 'sessions', 'downloads', 'clipboardWrite'];

/** The addresses in the history. @param {import('./scene.mjs').Scene} scene */
const history = async ({ session }) => session.evaluateInExtension(async () =>
  (await chrome.history.search({ text: '', startTime: 0, maxResults: 10_000 })).map(({ url = '' }) => new URL(url).host));

/** The addresses of what was downloaded. @param {import('./scene.mjs').Scene} scene */
const downloads = async ({ session }) => session.evaluateInExtension(async () => (await chrome.downloads.search({})).map(({ url }) => new URL(url).host));

/** Downloads a file from the page's site, and waits until it is there. @param {import('./scene.mjs').Scene} scene @param {import('puppeteer-core').Page} page */
async function download({ session }, page) {
  const click = () => page.evaluate(() => Object.assign(document.createElement('a'), { href: '/favicon.ico', download: 'a.ico' }).click());
  await session.download(`${session.profile}-downloads`, click);
}

test('the history loses the CRM and the sign-in, and nothing else, when that is chosen', async (t) => {
  const scene = await setScene(t, { grant: GRANTS });
  await scene.session.choose({ history: true });
  await scene.visitNeighbours();
  const about = await scene.session.open(`https://news.example/?about=${CONTOSO}`);
  const page = await scene.signIn(CONTOSO);
  const before = await history(scene);
  assert.ok(before.includes(CONTOSO) && before.includes(ENTRA), 'there is something to remove');
  const others = before.filter((host) => host !== CONTOSO && host !== ENTRA && !host.endsWith('crm4.dynamics.com'));

  const receipt = await scene.runFrom(page);

  const after = await history(scene);
  assert.deepEqual(after.filter((host) => host === CONTOSO || host === ENTRA || host.endsWith('crm4.dynamics.com')), []);
  for (const host of others) assert.ok(after.includes(host), `${host} is gone from the history`);
  const named = await scene.session.evaluateInExtension(() => chrome.history.search({ text: 'about', startTime: 0 }));
  assert.deepEqual(named.map(({ url }) => url), [about.url()], 'an address that only names the organisation stays');
  const [line] = linesOf(receipt, 'history');
  assert.equal(line && outcome(line), 'verified');
  assert.ok(line?.removed && 2 <= line.removed);
  assert.equal(receipt.verdict, 'signed_out');
});

/** What stands for the host of a site that the extension sees nothing of. */
const ELSEWHERE = 'elsewhere';

/** The hosts of the tabs that a person could open again, as far as the extension may see them. @param {import('./scene.mjs').Scene} scene */
const closed = ({ session }) => session.evaluateInExtension(async (/** @type {string} */ elsewhere) => {
  const tabs = (await /** @type {any} */ (chrome).sessions.getRecentlyClosed()).flatMap((/** @type {any} */ { tab, window }) => (tab ? [tab] : window.tabs));
  return tabs.map((/** @type {any} */ { url }) => (url ? new URL(url).host : elsewhere));
}, ELSEWHERE);

test('tabs of the CRM that were closed cannot be opened again, and others can, when clearing the history was chosen', async (t) => {
  const scene = await setScene(t, { grant: GRANTS });
  await scene.session.choose({ history: true });
  const page = await scene.signIn(CONTOSO);
  const second = await scene.session.open(`https://${CONTOSO}/main.aspx`);
  for (const each of [await scene.openNews(), second]) await each.close();
  await scene.waitFor(async () => (await closed(scene)).includes(CONTOSO), 'the closed tab to be kept');
  assert.ok((await closed(scene)).includes(ELSEWHERE));

  const receipt = await scene.runFrom(page);

  const left = await closed(scene);
  assert.deepEqual([CONTOSO, ENTRA].filter((host) => left.includes(host)), []);
  assert.ok(left.includes(ELSEWHERE), 'what is not the CRM’s can be opened again');
  assert.deepEqual(linesOf(receipt, 'history').map(outcome), ['verified']);
});

test('a closed window of the CRM is forgotten, and one in which another site was open, too, stays and is counted', only('closed windows'), async (t) => {
  const scene = await setScene(t, { grant: GRANTS });
  await scene.session.choose({ history: true });
  const page = await scene.signIn(CONTOSO);
  const crm = `https://${CONTOSO}/main.aspx`;
  for (const urls of [[crm, crm], [crm, 'https://news.example/']]) {
    const window = await scene.session.evaluateInExtension(async (/** @type {string[]} */ url) => (await chrome.windows.create({ url }))?.id ?? -1, urls);
    const isLoaded = (/** @type {number} */ windowId) => chrome.tabs.query({ windowId }).then((tabs) => tabs.every(({ status, url }) => status === 'complete' && url !== 'about:blank'));
    await scene.waitFor(() => scene.session.evaluateInExtension(isLoaded, window), 'the window to load');
    await scene.session.evaluateInExtension((/** @type {number} */ id) => chrome.windows.remove(id), window);
  }
  await scene.waitFor(async () => (await closed(scene)).filter((/** @type {string} */ host) => host === CONTOSO).length === 3, 'the closed windows to be kept');

  const receipt = await scene.runFrom(page);

  assert.deepEqual((await closed(scene)).filter((/** @type {string} */ host) => host === CONTOSO), [CONTOSO]);
  assert.deepEqual(linesOf(receipt, 'history').map(({ proof }) => proof), [{ failed: { left: 1 } }]);
});

test('the list of downloads loses those of the CRM, and nothing else, when that is chosen', async (t) => {
  const scene = await setScene(t, { grant: GRANTS });
  await scene.session.choose({ downloads: true });
  await download(scene, await scene.openNews());
  const page = await scene.signIn(CONTOSO);
  await download(scene, page);
  assert.deepEqual((await downloads(scene)).sort(), [CONTOSO, 'news.example']);

  const receipt = await scene.runFrom(page);

  assert.deepEqual(await downloads(scene), ['news.example']);
  assert.deepEqual(linesOf(receipt, 'downloads').map(({ removed }) => removed), [1]);
  assert.deepEqual(linesOf(receipt, 'downloads').map(outcome), ['verified']);
});

test('nothing of that goes where it was not chosen', async (t) => {
  const scene = await setScene(t, { grant: GRANTS });
  const page = await scene.signIn(CONTOSO);
  await download(scene, page);
  await select(page, 'kept');
  await copySelection(page);

  const receipt = await scene.runFrom(page);

  assert.ok((await history(scene)).includes(CONTOSO));
  assert.deepEqual(await downloads(scene), [CONTOSO]);
  assert.equal(await paste(scene.session), 'kept');
  for (const kind of ['history', 'downloads', 'clipboard', 'entries']) assert.deepEqual(linesOf(receipt, kind), [], kind);
  assert.equal(receipt.verdict, 'signed_out');
});

test('a choice whose permission is missing is said, and nothing else suffers', async (t) => {
  const scene = await setScene(t);
  await scene.session.choose({ history: true, downloads: true });
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  for (const kind of ['history', 'downloads']) {
    assert.deepEqual(linesOf(receipt, kind).map(({ proof }) => proof), [{ unverifiable: 'refused' }], kind);
  }
  assert.equal(receipt.verdict, 'incomplete');
  await scene.assertServerEnded(before, [CONTOSO]);
  await scene.assertNothingLeft([CONTOSO]);
});

test('the clipboard is emptied of a copy made in the CRM, when that is chosen', async (t) => {
  const scene = await setScene(t, { grant: GRANTS });
  await chooseClipboard(scene);
  const page = await scene.signIn(CONTOSO);
  await select(page, 'a customer’s number');
  await copySelection(page);
  assert.equal(await paste(scene.session), 'a customer’s number');
  await scene.waitFor(async () => (await scene.session.stored('session')).copied, 'the copy to be noted');

  const receipt = await scene.runFrom(page);

  assert.equal(await paste(scene.session), '');
  assert.deepEqual(linesOf(receipt, 'clipboard').map(({ proof }) => proof), [{ unverifiable: 'browser_cannot_look' }]);
  assert.equal(receipt.verdict, 'signed_out');
  assert.equal((await scene.session.stored('session')).copied, false, 'our own emptying is no copy');
});

test('the clipboard keeps a copy that was made elsewhere', async (t) => {
  const scene = await setScene(t, { grant: GRANTS });
  await chooseClipboard(scene);
  const page = await scene.signIn(CONTOSO);
  const news = await scene.openNews();
  await select(news, 'a headline');
  await copySelection(news);
  // A script can say so as well, and is not believed.
  await page.evaluate(() => { for (const kind of ['copy', 'cut']) dispatchEvent(new ClipboardEvent(kind)); });
  // Nor is a page that is none of the CRM's, though it can speak to the background.
  await scene.session.evaluateInExtension(() => chrome.runtime.sendMessage('copied').catch(() => {}));

  const receipt = await scene.runFrom(page);

  assert.equal(await paste(scene.session), 'a headline');
  assert.deepEqual(linesOf(receipt, 'clipboard'), []);
});

test('form entries since the CRM’s session began go when that is chosen, those of any site, and older ones stay', async (t) => {
  const scene = await setScene(t);
  await scene.session.choose({ entries: true });
  await enter(await scene.openNews(), 'an old entry');
  const isKept = async (/** @type {string} */ text) => (await formHistory(scene.session)).includes(text);
  await scene.waitFor(() => isKept('an old entry'), 'the entry to be remembered');
  const page = await scene.signIn(CONTOSO);
  const signedIn = Date.now();
  await scene.waitFor(() => signedIn + 1000 < Date.now(), 'a second to pass: the browser dates entries by seconds');
  await enter(await scene.openNews(), 'a later entry');
  await scene.waitFor(() => isKept('a later entry'), 'the later entry to be remembered');

  const receipt = await scene.runFrom(page);

  await scene.waitFor(async () => !(await isKept('a later entry')), 'the later entry to go');
  assert.ok(await isKept('an old entry'));
  assert.deepEqual(linesOf(receipt, 'entries').map(({ proof }) => proof), [{ unverifiable: 'browser_cannot_look' }]);
  assert.equal(receipt.verdict, 'signed_out');
});

/** Types into a page's form and sends it. @param {import('puppeteer-core').Page} page @param {string} text */
async function enter(page, text) {
  await page.type('#planted-text', text);
  await Promise.all([page.waitForNavigation(), page.click('#planted-send')]);
}

/** Switches the clipboard's setting on, and waits until pages will be watched for copies. @param {import('./scene.mjs').Scene} scene */
async function chooseClipboard(scene) {
  await scene.session.choose({ clipboard: true });
  const isWatched = () => scene.session.evaluateInExtension(async () => (await chrome.scripting.getRegisteredContentScripts()).length === 1);
  await scene.waitFor(isWatched, 'pages to be watched for copies');
}

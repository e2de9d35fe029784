// Incognito windows: their sessions, cookies and storage are told apart from the ordinary ones, and proved by themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { probe, ready, signIn } from '../org/drive.mjs';
import { hiddenKinds } from './differences.mjs';
import { isFirefox, STORES, until } from './harness.mjs';
import { linesOf, outcome, saysSignedOut } from './receipt.mjs';
import { RUN } from './waiting.mjs';
import { CONTOSO, ENTRA, FABRIKAM, setScene, unverified, waysOf } from './scene.mjs';

/**
 * @typedef {import('./scene.mjs').Scene} Scene
 * @typedef {import('puppeteer-core').Page} Page
 */

/** The domains of a region and of the sign-in host, and all below them. */
const OURS = /(^|\.)(crm\d*\.dynamics\.com|login\.microsoftonline\.com)$/;
/** Cookies of the sign-in service that hold a session or an account. */
const SIGNED_IN = /^(ESTS|ests|SignInState)/;
/** What the app leaves in the HTTP cache. */
const APP = '/uclient/scripts/app.js';

/** A scene in which the extension is let into incognito windows. @param {import('node:test').TestContext} t */
async function setIncognitoScene(t) {
  const scene = await setScene(t);
  await scene.session.allowIncognito();
  return scene;
}

/** Signs in to an organisation in an incognito window of its own. @param {Scene} scene @param {string} [host] */
async function signInHidden(scene, host = CONTOSO) {
  const page = await scene.session.openIncognito();
  await signIn(page, scene.world, host);
  return page;
}

/** Opens a neighbour, which leaves every kind of trace, in an incognito window of its own. @param {Scene} scene */
async function openHiddenNews(scene) {
  const page = await scene.session.openIncognito('https://news.example/');
  await ready(page);
  return page;
}

/** What the incognito windows hold of a neighbour, to the last attribute of each cookie. @param {Scene} scene @param {Page} page */
async function hiddenNeighbour(scene, page) {
  const cookies = (await scene.session.allCookies(page)).filter(({ domain }) => domain.endsWith('news.example'));
  assert.ok(cookies.length > 2, 'the neighbour has cookies to begin with');
  const stored = await page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  }));
  return { cookies: cookies.map((cookie) => JSON.stringify(cookie)).sort(), stored };
}

/** Cookies of the CRM and of the account in the incognito windows that this page is of. @param {Scene} scene @param {Page} page */
async function hiddenCookies(scene, page) {
  const cookies = (await scene.session.allCookies(page)).filter(({ domain }) => OURS.test(domain));
  return cookies.filter(({ domain, name }) => !domain.endsWith(ENTRA) || SIGNED_IN.test(name)).map(({ name }) => name);
}

/** Every cookie there of the CRM and its sign-in hosts: a page that was only opened leaves some. @param {Scene} scene @param {Page} page */
const hiddenOfTheCrm = async (scene, page) => (await scene.session.allCookies(page)).filter(({ domain }) => OURS.test(domain)).map(({ name }) => name);

/** The receipts of a click that leaves two, the one for ordinary windows first. @param {Scene} scene @param {Page} page */
async function bothReceipts(scene, page) {
  await scene.session.clickToolbar(page);
  const receipts = async () => (await scene.session.stored()).receipts ?? [];
  await until(async () => (await receipts()).length === 2, { what: 'two receipts', limit: RUN });
  return receipts();
}

test('a session in incognito alone is ended by one click there, and the last window’s end proves the rest', async (t) => {
  const scene = await setIncognitoScene(t);
  await scene.visitNeighbours();
  const neighbours = await scene.neighbours();
  const page = await signInHidden(scene);
  assert.notDeepEqual(scene.liveSessions(), []);

  const receipt = await scene.runFrom(page);

  assert.deepEqual(scene.liveSessions(), []);
  assert.ok(page.isClosed());
  assert.deepEqual(await scene.session.evaluateInExtension(async () => (await chrome.cookies.getAllCookieStores()).map(({ id }) => id)), [STORES.ordinary]);
  assert.deepEqual([receipt.jar, receipt.earlier ?? null, receipt.verdict], ['private', null, 'signed_out']);
  assert.deepEqual(waysOf(receipt), { [CONTOSO]: 'control' });
  assert.deepEqual(unverified(receipt), []);
  assert.deepEqual(linesOf(receipt, 'http_cache').map(({ proof }) => proof), [{ verified: { by: 'window_closed' } }]);
  assert.deepEqual(linesOf(receipt, 'server_session').map(({ proof }) => proof), [{ verified: { by: 'server_refused' } }]);
  assert.deepEqual(linesOf(receipt, 'entry').map(outcome), ['verified']);
  assert.deepEqual(await scene.neighbours(), neighbours, 'ordinary neighbours were touched');
  await scene.waitForPanel('Signed out and checked');
  await scene.waitForPanel('In incognito windows');
  await scene.assertAtRest();
});

test('a neighbour in incognito keeps all that it has, and the cache is not called clear while its window is open', async (t) => {
  const scene = await setIncognitoScene(t);
  const news = await openHiddenNews(scene);
  const page = await signInHidden(scene);
  const neighbour = await hiddenNeighbour(scene, news);
  assert.notDeepEqual(await hiddenCookies(scene, news), []);

  const receipt = await scene.runFrom(await scene.openNews());

  assert.deepEqual(scene.liveSessions(), []);
  assert.ok(page.isClosed() && !news.isClosed());
  assert.deepEqual(await hiddenCookies(scene, news), []);
  assert.deepEqual(await hiddenNeighbour(scene, news), neighbour);
  assert.deepEqual(unverified(receipt), [...hiddenKinds, 'http_cache']);
  assert.deepEqual(linesOf(receipt, 'http_cache').map(({ proof }) => proof), [{ unverifiable: 'window_open' }]);
  assert.equal(receipt.verdict, 'incomplete');
  const { local, databases, caches, workers, files, httpCache } = await probe(news, CONTOSO, [APP]);
  assert.deepEqual({ local, databases, caches, workers, files }, { local: {}, databases: {}, caches: {}, workers: [], files: [] });
  assert.ok(httpCache[APP], 'the cache is there, as the line says');
});

test('both kinds of windows are signed out of by one click, and each has its receipt', async (t) => {
  const scene = await setIncognitoScene(t);
  await scene.visitNeighbours();
  const hidden = await signInHidden(scene, FABRIKAM);
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const [ordinary, incognito] = await bothReceipts(scene, page);

  assert.deepEqual(scene.liveSessions(), []);
  assert.ok(page.isClosed() && hidden.isClosed());
  await scene.assertSignedOut(ordinary, before, { [CONTOSO]: 'control' });
  assert.deepEqual([incognito.jar, incognito.earlier, incognito.verdict], ['private', ordinary.run, 'signed_out']);
  assert.deepEqual(waysOf(incognito), { [FABRIKAM]: 'control' });
  await scene.waitForPanel('Signed out and checked');
  await scene.waitForPanel('In incognito windows');
});

test('an incognito session that its server keeps is found out, though the ordinary one is over', async (t) => {
  const scene = await setIncognitoScene(t);
  scene.world.organisation(FABRIKAM).signoutLies = true;
  await signInHidden(scene, FABRIKAM);
  const page = await scene.signIn(CONTOSO);

  const [ordinary, incognito] = await bothReceipts(scene, page);

  assert.ok(saysSignedOut(ordinary));
  assert.deepEqual(linesOf(incognito, 'server_session').map(({ proof }) => proof), [{ failed: 'not_ended' }]);
  assert.equal(saysSignedOut(incognito), false);
  const panel = await scene.waitForPanel('In incognito windows');
  assert.notEqual(await panel.$eval('#headline', (headline) => headline.textContent), 'Signed out and checked');
});

test('an ordinary session without a tab is not ended, or asked for, in the incognito window in front', async (t) => {
  const scene = await setIncognitoScene(t);
  const page = await scene.signIn(CONTOSO);
  await page.close();
  const news = await openHiddenNews(scene);
  const neighbour = await hiddenNeighbour(scene, news);

  const receipt = await scene.runFrom(news);

  assert.deepEqual(scene.liveSessions(), []);
  assert.deepEqual([receipt.jar, receipt.verdict], ['ordinary', 'signed_out']);
  assert.deepEqual(waysOf(receipt), { [CONTOSO]: 'address' });
  assert.deepEqual(await hiddenOfTheCrm(scene, news), [], 'a page of the CRM was opened in incognito');
  assert.deepEqual(await hiddenNeighbour(scene, news), neighbour);
  await scene.assertNothingLeft([CONTOSO]);
});

test('what ordinary windows left is found while only an incognito window is open, and is not cleared in that one', async (t) => {
  const scene = await setIncognitoScene(t);
  const news = await openHiddenNews(scene);
  await scene.signIn(CONTOSO);
  // In Chromium the end of the last ordinary window takes session cookies along; the others stay, and the account with them.
  const [verdict, way] = isFirefox ? ['signed_out', 'address'] : ['cleared_here', 'no_session'];
  for (const tab of await scene.session.tabs()) if (tab !== news) await tab.close();

  const receipt = await scene.runFrom(news);

  assert.deepEqual([receipt.jar, receipt.verdict], ['ordinary', verdict]);
  assert.deepEqual(waysOf(receipt), { [CONTOSO]: way });
  assert.deepEqual(await hiddenOfTheCrm(scene, news), [], 'a page of the CRM was opened in incognito');
  await scene.assertNothingLeft([CONTOSO]);
});

test('an incognito session without a tab is ended from a tab in an incognito window', async (t) => {
  const scene = await setIncognitoScene(t);
  const news = await openHiddenNews(scene);
  const page = await signInHidden(scene);
  await page.close();
  assert.notDeepEqual(scene.liveSessions(), []);

  const receipt = await scene.runFrom(await scene.openNews());

  assert.deepEqual(scene.liveSessions(), []);
  assert.deepEqual(waysOf(receipt), { [CONTOSO]: 'address' });
  assert.deepEqual(unverified(receipt), [...hiddenKinds, 'http_cache']);
  assert.deepEqual(await hiddenCookies(scene, news), []);
});

test('a service worker of the page does not answer a question from inside it in the server’s place', async (t) => {
  const scene = await setIncognitoScene(t);
  scene.world.organisation(CONTOSO).signoutLies = true;
  const page = await signInHidden(scene);
  const said = await page.evaluate(async () => {
    const changed = new Promise((done) => { navigator.serviceWorker.addEventListener('controllerchange', done); });
    await navigator.serviceWorker.register('/uclient/lying-sw.js', { scope: '/' });
    await changed;
    return (await fetch('/api/data/v9.2/WhoAmI')).status;
  });
  assert.equal(said, 401, 'the page itself is answered by its worker');

  const receipt = await scene.runFrom(page);

  assert.deepEqual(linesOf(receipt, 'server_session').map(({ proof }) => proof), [{ failed: 'not_ended' }]);
  assert.equal(saysSignedOut(receipt), false);
});

test('without leave, incognito windows stay as they are and the ordinary ones are signed out of as ever', async (t) => {
  const scene = await setScene(t);
  const hidden = await signInHidden(scene, FABRIKAM);
  const page = await scene.signIn(CONTOSO);
  const cookies = await hiddenCookies(scene, hidden);

  const receipt = await scene.runFrom(page);
  await scene.assertAtRest();

  assert.deepEqual([receipt.jar, receipt.verdict], ['ordinary', 'signed_out']);
  assert.deepEqual(await hiddenCookies(scene, hidden), cookies);
  assert.ok(!hidden.isClosed() && scene.liveSessions().length > 0);
});

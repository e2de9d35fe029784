// What can be reached through the browser, as texts to look for markers in. Nothing here asks the extension that is audited.
import { formHistory, paste } from '../hands.mjs';
import { cachedAddress, ELSEWHERE, ORIGIN, TEAMS } from './planting.mjs';

/**
 * @typedef {import('../harness.mjs').Session} Session
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('../session.mjs').Helper} Helper
 * @typedef {Record<string, string>} Sights what each way of looking showed
 */

/**
 * Everything that looking does not change.
 * @param {Session} session
 * @param {Helper} helper a page of the helper extension
 * @param {import('./planting.mjs').Markers} markers
 * @returns {Promise<Sights>}
 */
export async function lookEverywhere(session, helper, markers) {
  const elsewhere = (/** @type {string} */ within) => session.evaluateIn(ORIGIN, readStorage, { within });
  return {
    cookies: JSON.stringify(await session.allCookies()),
    storage: await session.evaluateIn(ORIGIN, readStorage),
    'storage in Teams': await elsewhere(TEAMS),
    'storage elsewhere': await elsewhere(ELSEWHERE),
    'HTTP cache': String((await session.storageOf(ORIGIN, { cached: [cachedAddress(markers.httpCache)] })).cached),
    'open tabs': (await Promise.all((await session.tabs()).map((page) => readTab(session, page)))).join('\n'),
    history: JSON.stringify(await helper.evaluate(() => chrome.history.search({ text: '', startTime: 0, maxResults: 10_000 }))),
    downloads: JSON.stringify(await helper.evaluate(() => chrome.downloads.search({}))),
    'closed tabs': JSON.stringify(await helper.evaluate(() => chrome.sessions.getRecentlyClosed())),
    'form history': await formHistory(session),
    clipboard: await paste(session),
  };
}

/**
 * What a person can do who sits down at the browser: go back, and open closed tabs again.
 * @param {Session} session
 * @param {Helper} helper
 * @param {Page} behind the tab that has a record behind it
 * @returns {Promise<Sights>}
 */
export async function goBack(session, helper, behind) {
  return { 'back button': await back(session, behind), 'closed tabs, opened again': await reopen(session, helper) };
}

/** @param {Session} session @param {Page} page */
async function back(session, page) {
  // Clearing the history takes what is behind a page, too.
  if (page.isClosed() || (await session.historyOf(page)).length === 1) return '';
  await page.bringToFront();
  await page.goBack({ waitUntil: 'load' });
  return readTab(session, page);
}

/** Titles and session storage of the tabs that were closed. @param {Session} session @param {Helper} helper */
async function reopen(session, helper) {
  const closed = await helper.evaluate(async () => (await chrome.sessions.getRecentlyClosed())
    .flatMap(({ tab, window }) => tab ?? window?.tabs ?? []).map(({ sessionId = '', url = '' }) => ({ sessionId, url })));
  const texts = [];
  for (const { sessionId, url } of closed) {
    const page = await session.opened(() => helper.evaluate((/** @type {string} */ id) => chrome.sessions.restore(id), sessionId));
    texts.push(JSON.stringify(await session.historyOf(page)));
    // A tab of the sign-in has been one of the organisation.
    for (const origin of new Set([ORIGIN, new URL(url).origin].filter((each) => each.startsWith('https:')))) {
      texts.push(await session.evaluateInTab(page, origin, () => JSON.stringify(sessionStorage)));
    }
    await page.close();
  }
  return texts.join('\n');
}

/** Title, address, text and session storage of a tab, and what is behind it. @param {Session} session @param {Page} page */
async function readTab(session, page) {
  const shown = await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input')].map((field) => field.value);
    return JSON.stringify([document.title, location.href, document.body?.innerText, fields, location.protocol === 'https:' ? { ...sessionStorage } : {}]);
  });
  return shown + JSON.stringify(await session.historyOf(page));
}

/** Runs in a page of the origin: all that it keeps, contents too. */
async function readStorage() {
  /** @type {unknown[]} */
  const found = [{ ...localStorage }];
  for (const { name = '' } of await indexedDB.databases()) {
    found.push(name, ...await contents(name));
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const texts = (await cache.keys()).map(async (request) => [request.url, await (await cache.match(request))?.text()]);
    found.push(name, await Promise.all(texts));
  }
  for (const { scope, active, waiting } of await navigator.serviceWorker.getRegistrations()) {
    found.push(scope, active?.scriptURL, waiting?.scriptURL);
  }
  for await (const [name, handle] of (await navigator.storage.getDirectory()).entries()) {
    found.push(name, handle instanceof FileSystemFileHandle ? await (await handle.getFile()).text() : '');
  }
  return JSON.stringify(found);

  /** @param {string} name @returns {Promise<unknown[]>} */
  async function contents(name) {
    const database = await done(indexedDB.open(name));
    const stores = [...database.objectStoreNames];
    const records = await Promise.all(stores.map((store) => done(database.transaction(store).objectStore(store).getAll())));
    database.close();
    return records;
  }

  /** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
  function done(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
}

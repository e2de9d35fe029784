// Plants a marker of its own in every kind of place, through real pages and real keys.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { frameOf, plant, ready, signIn } from '../../org/drive.mjs';
import { copySelection, select } from '../hands.mjs';
import { KIND_NAMES } from './kinds.mjs';

/**
 * @typedef {import('../harness.mjs').Session} Session
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('puppeteer-core').Page | import('puppeteer-core').Frame} Place
 * @typedef {import('./kinds.mjs').KindName} KindName
 * @typedef {Record<KindName, string>} Markers
 */

export const ORGANISATION = 'contoso.crm4.dynamics.com';
export const ORIGIN = `https://${ORGANISATION}`;
export const TEAMS = 'https://teams.microsoft.com';
/** Another site that has shown the organisation in a frame. */
export const ELSEWHERE = 'https://portal.office.example';
/** Another site: a tab has gone on to it from a record, another tab of it was closed. */
const OTHER = 'https://news.example';

/** How much of a token stands for it. */
const TOKEN = 40;

/** Nothing that another has, either: a compressed file would hold the common part only once. */
export const randomMarker = () => `m${randomBytes(10).toString('hex')}`;

/**
 * Plants everything; returns the markers, the tab to click in, the tab that has a record behind it,
 * and what is in the session storage of another site's tab that was closed.
 * @param {Session} session
 * @param {import('../../org/world.mjs').World} world
 */
export async function plantEverything(session, world) {
  const markers = /** @type {Markers} */ (Object.fromEntries(KIND_NAMES.map((kind) => [kind, randomMarker()])));
  const page = await session.open();
  await signInTyping(page, world, markers.typedAtSignIn);
  await readTokens(session, markers);
  const front = await frameInTeams(session, markers);
  await frameElsewhere(session, markers);
  await ownStorage(session, markers);
  const closedElsewhere = randomMarker();
  await closeTab(session, `${OTHER}/`, closedElsewhere);
  await closeTab(session, `${ORIGIN}/__plant?marker=closed`, markers.closedTab);
  const behind = await recordBehind(session, markers);
  await page.bringToFront();
  await typeIntoRecord(page, markers.typed);
  await openRecord(page, markers);
  await download(session, page, markers.download);
  await front.bringToFront();
  await select(page, markers.clipboard);
  await copySelection(page);
  return { markers, page, behind, closedElsewhere };
}

/** @param {Page} page @param {import('../../org/world.mjs').World} world @param {string} marker */
async function signInTyping(page, world, marker) {
  const user = { email: `${marker}@contoso.example`, password: 'Correct-Horse-7', name: 'Adele Vance', id: randomUUID() };
  world.users.push(user);
  // It succeeds only with what is typed.
  await signIn(page, world, ORGANISATION, user);
}

/** The service's own tokens are markers too. @param {Session} session @param {Markers} markers */
async function readTokens(session, markers) {
  const cookies = await session.allCookies();
  const token = (/** @type {string} */ name) => {
    const value = cookies.find((cookie) => cookie.name === name)?.value;
    assert.ok(value, `there is a cookie ${name}`);
    return value.slice(0, TOKEN);
  };
  markers.chunked = token('CrmOwinAuthC1');
  markers.entraSession = token('ESTSAUTHPERSISTENT');
  markers.entraDevice = token('buid');
}

/** @param {Session} session @param {Markers} markers */
async function frameInTeams(session, markers) {
  const teams = await session.open(`${TEAMS}/`);
  const frame = await frameOf(teams, ORGANISATION);
  await writeAll(frame, markers.framed);
  await setCookies(frame, [{ name: markers.framedCookie, value: markers.framedCookie, days: 30, sameSite: 'None', partitioned: true }]);
  return teams;
}

/** @param {Session} session @param {Markers} markers */
async function frameElsewhere(session, markers) {
  const page = await session.open(`${ELSEWHERE}/__frame?${new URLSearchParams({ src: `${ORIGIN}/__plant?marker=elsewhere` })}`);
  await writeAll(await frameOf(page, ORGANISATION), markers.framedClosed);
  await page.close();
}

/** @param {Session} session @param {Markers} markers */
async function ownStorage(session, markers) {
  const page = await session.open();
  await plant(page, ORGANISATION, 'planted');
  await write(page, { local: { [markers.localStorage]: markers.localStorage } });
  await write(page, { session: { [markers.sessionStorage]: markers.sessionStorage } });
  await write(page, { database: { name: markers.database, record: { text: markers.database } } });
  await write(page, { file: { name: `${markers.file}.txt`, text: markers.file } });
  await write(page, { worker: { address: `/__worker.js?marker=${markers.worker}`, scope: `/__planted/${markers.worker}/` } });
  await page.evaluate(async (marker) => (await caches.open(marker)).put(`/${marker}`, new Response(marker)), markers.cacheStorage);
  await page.evaluate(async (address) => (await fetch(address)).text(), cachedAddress(markers.httpCache));
  await setCookies(page, [
    { name: markers.hostOnly, value: markers.hostOnly, days: 30 },
    { name: markers.parentDomain, value: markers.parentDomain, days: 30, domain: '.crm4.dynamics.com' },
    { name: markers.httpOnly, value: markers.httpOnly, days: 30, httpOnly: true },
    { name: markers.partitioned, value: markers.partitioned, days: 30, sameSite: 'None', partitioned: true },
  ]);
}

/** The address that leaves a marker in the HTTP cache. @param {string} marker */
export const cachedAddress = (marker) => `/__cached/${marker}.js`;

/** Fills the session storage of a tab and closes it. @param {Session} session @param {string} address @param {string} marker */
async function closeTab(session, address, marker) {
  const page = await session.open(address);
  await ready(page);
  await page.evaluate((text) => sessionStorage.setItem(text, text), marker);
  assert.equal(await page.evaluate((key) => sessionStorage.getItem(key), marker), marker);
  await page.close();
}

/** Leaves a record for another site, and makes sure that the back button leads to it. @param {Session} session @param {Markers} markers */
async function recordBehind(session, { behind: marker }) {
  const page = await session.open(`${ORIGIN}/main.aspx?pagetype=entityrecord&id=3`);
  await ready(page);
  await showOnPage(page, marker);
  await page.goto(`${OTHER}/`);
  await ready(page);
  await page.goBack();
  assert.equal(await page.$eval('h1', (heading) => heading.innerText), marker);
  await page.goForward();
  return page;
}

/** Types into a record and saves it. @param {Page} page @param {string} marker */
async function typeIntoRecord(page, marker) {
  await page.goto(`${ORIGIN}/main.aspx?pagetype=entityrecord&id=1`);
  await ready(page);
  await page.type('#name', marker);
  const [request] = await Promise.all([
    page.waitForRequest((each) => each.method() === 'POST' && each.url().startsWith(`${ORIGIN}/save`)),
    page.waitForNavigation(),
    page.click('[data-id=save]'),
  ]);
  assert.ok(request.postData()?.includes(marker), 'the server was sent what was typed');
}

/** @param {Page} page @param {Markers} markers */
async function openRecord(page, markers) {
  await page.goto(`${ORIGIN}/main.aspx?pagetype=entityrecord&id=2&note=${markers.address}`);
  await ready(page);
  await showOnPage(page, markers.openRecord);
  await page.evaluate((title) => { document.title = title; }, markers.title);
}

/** @param {Session} session @param {Page} page @param {string} marker */
async function download(session, page, marker) {
  const control = await session.browser.target().createCDPSession();
  const done = new Promise((resolve) => {
    control.on('Browser.downloadProgress', ({ state }) => { if (state === 'completed') resolve(undefined); });
  });
  await control.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: `${session.profile}-downloads`, eventsEnabled: true });
  await page.evaluate((href) => Object.assign(document.createElement('a'), { href }).click(), `/export.csv?note=${marker}`);
  await done;
}

/** @param {Page} page @param {string} marker */
const showOnPage = (page, marker) => page.$eval('h1', (heading, text) => { heading.textContent = text; }, marker);

/** Every kind of storage of a frame, all with one marker. @param {Place} frame @param {string} marker */
function writeAll(frame, marker) {
  return write(frame, {
    local: { [marker]: marker },
    session: { [marker]: marker },
    database: { name: marker, record: { text: marker } },
    caches: { [marker]: ['/__cached/same.txt'] },
    file: { name: `${marker}.txt`, text: marker },
    worker: { address: `/__worker.js?marker=${marker}`, scope: `/__planted/${marker}/` },
  });
}

/** Writes with the page's own code. @param {Place} place @param {object} what */
function write(place, what) {
  return place.evaluate(async (all) => {
    const { writeEverything } = await import(/** @type {string} */ ('/__assets/storage.js'));
    await writeEverything(all);
  }, what);
}

/** @param {Place} place @param {object[]} cookies */
function setCookies(place, cookies) {
  return place.evaluate(async (all) => {
    const body = new URLSearchParams(all.map((each) => ['cookie', JSON.stringify(each)]));
    await fetch('/__cookies', { method: 'POST', body });
  }, cookies);
}

// Helpers for tests in a real Chromium: trust, start arguments, sign in, sign out, probe. They wait on conditions.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @typedef {import('./world.mjs').World} World */
/** @typedef {{email: string, password: string, name: string}} User */
/**
 * The part of puppeteer's page that is used here.
 * @typedef {any} Page
 */

// Frames of animation, which puppeteer waits by, stand still in a tab that isn't in front.
const POLLING = { polling: 50 };

/**
 * Makes Chromium trust the world's authority, in a private home.
 * @param {{caFile: string}} world
 * @param {string} home becomes `HOME` of the browser
 */
export async function trustInChromium({ caFile }, home) {
  const database = join(home, '.pki', 'nssdb');
  await mkdir(database, { recursive: true });
  await run('certutil', ['-d', `sql:${database}`, '-N', '--empty-password']);
  await run('certutil', ['-d', `sql:${database}`, '-A', '-t', 'C,,', '-n', 'simulated organisation', '-i', caFile]);
}

/**
 * Start arguments for a Chromium that lives in this world only.
 * @param {{resolverRules: string}} world
 */
export function chromiumArguments({ resolverRules }) {
  return [
    `--host-resolver-rules=${resolverRules}`, '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--window-size=1280,900',
  ];
}

/**
 * Opens an organisation or another product in this page and signs in wherever it's asked; ends when the app has
 * written its storage.
 * @param {Page} page
 * @param {World} world
 * @param {string} host
 * @param {User} [user]
 * @param {{path?: string, query?: string, staySignedIn?: boolean}} [options] `path` and `query` of the address
 */
export async function signIn(page, world, host, user = world.users[0], { path = '/main.aspx', query = '', staySignedIn = true } = {}) {
  await page.bringToFront();
  await page.goto(`https://${host}${path}${query}`);
  for (;;) {
    const state = await (await page.waitForFunction(signInState, POLLING, host)).jsonValue();
    if (state === 'app') return;
    if (state === 'pick') await press(page, tileSelector(await knownTile(page, user)));
    if (state === 'claims') await fillClaims(page, user, staySignedIn);
    if (state === 'name') await fill(page, '#i0116', user.email);
    if (state === 'password') await fill(page, '#i0118', user.password);
    if (state === 'stay') await press(page, staySignedIn ? '#idSIButton9' : '#idBtn_Back');
  }
}

/** Runs in the page. @param {string} host */
function signInState(host) {
  if (location.host === host) return document.documentElement?.dataset.ready === 'true' || document.querySelector('iframe#contentIFrame0') ? 'app' : false;
  if (document.readyState !== 'complete') return false;
  if (document.getElementById('otherTile')) return 'pick';
  if (document.getElementById('loginForm')) return 'claims';
  if (document.getElementById('i0118')) return 'password';
  if (document.getElementById('i0116')) return 'name';
  return document.getElementById('idBtn_Back') ? 'stay' : false;
}

const tileSelector = (/** @type {string} */ name) => `[data-test-id="${name}"]`;

/** The user's own tile, or the one for another account. @param {Page} page @param {User} user */
async function knownTile(page, { email }) {
  return (await page.$(tileSelector(email))) ? email : 'otherTile';
}

/** @param {Page} page @param {string} selector */
async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

/** Real keys, so that the browser's autofill sees what a person types. @param {Page} page @param {string} selector @param {string} text */
async function fill(page, selector, text) {
  await page.$eval(selector, (/** @type {HTMLInputElement} */ field) => { field.value = ''; });
  await page.type(selector, text);
  await press(page, '#idSIButton9');
}

/** The one form of AD FS. @param {Page} page @param {User} user @param {boolean} staySignedIn */
async function fillClaims(page, user, staySignedIn) {
  await page.type('#userNameInput', user.email);
  await page.type('#passwordInput', user.password);
  if (staySignedIn && await page.$('#kmsiInput')) await page.click('#kmsiInput');
  await press(page, '#submitButton');
}

/**
 * Opens the Me Control, presses its sign-out, and waits for the signed-out page and its frames.
 * @param {Page} page
 */
export async function signOutByHand(page) {
  await page.bringToFront();
  await page.click('#mectrl_main_trigger');
  await page.waitForSelector('#mectrl_body_signOut', { visible: true });
  await page.click('#mectrl_body_signOut');
  await signedOutPage(page);
}

/**
 * Waits for the signed-out page of Entra or of AD FS, and until every service was told.
 * @param {Page} page
 */
export async function signedOutPage(page) {
  await page.waitForFunction(() => document.getElementById('signed-out') && document.documentElement.dataset.frames === 'loaded', POLLING);
}

/**
 * Types into the record's form, so that leaving the page raises the browser's own prompt.
 * @param {Page} page showing a record
 * @param {string} [text]
 */
export async function makeDirty(page, text = ' (edited)') {
  await page.type('#name', text);
}

/**
 * Plants a marker in every kind of storage of a host.
 * @param {Page} page
 * @param {string} host
 * @param {string} marker letters, digits, `_` and `-`
 * @param {{domain?: string}} [options] parent domain for one more cookie
 */
export async function plant(page, host, marker, { domain } = {}) {
  await page.goto(`https://${host}/__plant?${new URLSearchParams({ marker, ...(domain ? { domain } : {}) })}`);
  await ready(page);
}

/**
 * What a host's storage holds, read by a page of that host; `sent` are the cookies that the server saw.
 * @param {Page} page
 * @param {string} host
 * @param {string[]} [cached] addresses to look for in the HTTP cache
 */
export async function probe(page, host, cached = []) {
  await page.goto(`https://${host}/__probe?${new URLSearchParams(cached.map((each) => /** @type {[string, string]} */ (['cached', each])))}`);
  await ready(page);
  return readProbe(page);
}

/** The result of a probe page, in a page or in a frame. @param {Page} pageOrFrame */
export async function readProbe(pageOrFrame) {
  return JSON.parse(await pageOrFrame.$eval('#result', (/** @type {HTMLElement} */ element) => element.textContent ?? ''));
}

/** Waits until a page, or a frame, has written what it writes. @param {Page} pageOrFrame */
export async function ready(pageOrFrame) {
  await pageOrFrame.waitForSelector('html[data-ready=true]');
}

/**
 * The frame of a page that shows this host.
 * @param {Page} page
 * @param {string} host
 */
export async function frameOf(page, host) {
  const frame = await page.waitForFrame((/** @type {Page} */ each) => each.url().startsWith(`https://${host}/`));
  await ready(frame);
  return frame;
}

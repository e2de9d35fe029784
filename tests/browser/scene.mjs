// A scene for one test: a world, a browser in it with the extension, people signed in, and looks at it all from outside.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ready, signIn } from '../org/drive.mjs';
import { pack } from '../org/http.mjs';
import { startWorld } from '../org/world.mjs';
import { statusOfWhoAmI } from './evidence.mjs';
import { hiddenKinds } from './differences.mjs';
import { launch, until } from './harness.mjs';
import { proofsOf } from './receipt.mjs';

export const CONTOSO = 'contoso.crm4.dynamics.com';
export const FABRIKAM = 'fabrikam.crm4.dynamics.com';
export const ADVENTURE_WORKS = 'adventure-works.crm.dynamics.com';
export const ENTRA = 'login.microsoftonline.com';
export const TEAMS = 'https://teams.microsoft.com';

/** Sites beside the CRM, some of them on the CRM's own parent domains. */
export const NEIGHBOURS = ['news.example', 'www.dynamics.com', 'home.dynamics.com', 'portal.microsoftonline.com'];

/** Cookies of the neighbours that reach the CRM and the sign-in, and have the names of theirs. @type {Record<string, string>} */
const NAMESAKES = {
  'www.dynamics.com': 'lastUsedApp=of-the-neighbour; domain=.dynamics.com; path=/; max-age=86400; secure',
  'portal.microsoftonline.com': 'ESTSSSOTILES=of-the-neighbour; domain=.microsoftonline.com; path=/; max-age=86400; secure',
};

/** What the app and its icon leave in the HTTP cache. */
const APP_FILES = ['/favicon.ico', '/uclient/metadata.json', '/uclient/app.css', '/uclient/scripts/app.js'];

/** A region's domain and all below it: `.crm4.dynamics.com`, `contoso.crm4.dynamics.com`, not `.dynamics.com`. */
const CRM = /(^|\.)crm\d*\.dynamics\.com$/;

/** Cookies of the sign-in service that hold a session or an account. */
const SIGNED_IN = /^(ESTS|ests|SignInState)/;

/** Cookies of the sign-in service that name the device only. */
const DEVICE = ['buid', 'fpc'];

/**
 * @typedef {import('./harness.mjs').Session} Session
 * @typedef {import('../org/world.mjs').World} World
 * @typedef {import('./receipt.mjs').Receipt} Receipt
 * @typedef {import('puppeteer-core').Page} Page
 */

/**
 * Sets the scene; it is struck when the test ends.
 * @param {import('node:test').TestContext} t
 * @param {Partial<import('./harness.mjs').LaunchOptions>} [options]
 */
export async function setScene(t, options = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'clean-exit-world-'));
  const world = await startWorld({ dir });
  /** @type {Session | undefined} */
  let session;
  t.after(async () => {
    await session?.close();
    await world.close();
    await rm(dir, { recursive: true, force: true });
  });
  session = await launch({ world, ...options });
  return new Scene(world, session);
}

/** What a test has before it. */
export class Scene {
  /** @param {World} world @param {Session} session */
  constructor(world, session) {
    this.world = world;
    this.session = session;
  }

  /**
   * Opens a tab and signs in to an organisation in it.
   * @param {string} host
   * @param {{record?: boolean, user?: World['users'][number]}} [options] `record`: show a record, which has a form
   */
  async signIn(host, { record = false, user } = {}) {
    const page = await this.session.open();
    await signIn(page, this.world, host, user, { query: record ? '?pagetype=entityrecord&etn=account&id=1' : '' });
    return page;
  }

  /** Signs in to another product, at the address where it starts. @param {Page} page @param {string} host @param {string} path */
  signInAt(page, host, path) {
    return signIn(page, this.world, host, undefined, { path });
  }

  /**
   * Signs another account in to the sign-in service beside the one that is there, as another app would.
   * @param {World['users'][number]} user
   */
  async signInToo({ email, password }) {
    const app = 'https://portal.office.example/';
    const query = new URLSearchParams({ prompt: 'login', login_hint: email, redirect_uri: `${app}__signed-in`, state: pack({ back: app }) });
    const page = await this.session.open(`https://${ENTRA}/common/oauth2/authorize?${query}`);
    const next = () => Promise.all([page.waitForNavigation(), page.click('#idSIButton9')]);
    await next();
    await page.type('#i0118', password);
    await next();
    await next();
    await page.waitForFunction((address) => location.href === address, { polling: 50 }, app);
    await page.close();
  }

  /** Waits until something is so. @param {() => unknown} look @param {string} what */
  waitFor(look, what) {
    return until(look, { what });
  }

  /** Visits the neighbours, each of which leaves every kind of trace. */
  async visitNeighbours() {
    const page = await this.session.open();
    for (const host of NEIGHBOURS) {
      await page.goto(`https://${host}/`);
      await ready(page);
      await page.evaluate((cookie) => { document.cookie = cookie; }, NAMESAKES[host] ?? '');
    }
    await page.close();
  }

  /** Opens another site in front. */
  async openNews() {
    const page = await this.session.open('https://news.example/');
    await ready(page);
    return page;
  }

  /**
   * Everything that a test compares later: the cookie jar, and what the neighbours keep.
   */
  async remember() {
    return { jar: await this.session.allCookies(), neighbours: await this.neighbours() };
  }

  /** What the neighbours and the device keep, to the last attribute of each cookie. */
  async neighbours() {
    const cookies = await this.session.allCookies();
    const stored = await Promise.all(NEIGHBOURS.map((host) => {
      const marker = cookies.find(({ name }) => name === `${host.replace(/\W/g, '_')}_session`)?.value;
      return this.session.storageOf(`https://${host}`, { cached: [`/__cached/${marker}.js`] });
    }));
    const kept = cookies.filter(({ domain, name }) => (domain.endsWith(ENTRA) ? DEVICE.includes(name) : isNeighbour(domain)));
    return { cookies: kept.map((cookie) => JSON.stringify(cookie)).sort(), stored };
  }

  /** The tabs' addresses. */
  async addresses() {
    return (await this.session.tabs()).map((page) => page.url());
  }

  /** The tab that shows the receipt. @returns {Promise<Page>} */
  receiptPage() {
    const find = async () => (await this.session.tabs()).find((page) => page.url().startsWith(this.session.url('panel.html')));
    return until(find, { what: 'the receipt’s page' });
  }

  /** Clicks the toolbar button on a page, and waits for the receipt. @param {Page} page @returns {Promise<Receipt>} */
  runFrom(page) {
    return this.session.runAfter(() => this.session.clickToolbar(page));
  }

  /** Opens the panel by a click, and waits until it shows a state. @param {Page} page @param {string} text part of what it says */
  async panelSays(page, text) {
    await this.session.clickToolbar(page);
    return this.waitForPanel(text);
  }

  /** Waits until the panel says something. @param {string} text */
  async waitForPanel(text) {
    const panel = await this.session.panel();
    await panel.waitForFunction((/** @type {string} */ wanted) => document.body.innerText.includes(wanted), { polling: 50 }, text);
    return panel;
  }

  /** The background has no run in hand: no journal, no alarm. */
  async assertAtRest() {
    await until(async () => !('journal' in await this.session.stored()), { what: 'the journal to be put away' });
  }

  /**
   * Nobody who stole these cookies beforehand can use them now.
   * @param {{jar: Awaited<ReturnType<Session['allCookies']>>}} before
   * @param {string[]} hosts
   */
  async assertServerEnded({ jar }, hosts) {
    const thief = jar.filter((cookie) => !cookie.partitionKey);
    for (const host of hosts) {
      assert.equal(this.world.isAlive(sentTo(thief, host), host), false, `${host}: the session lives on at the server`);
      assert.equal(await statusOfWhoAmI(this.world, host, thief), 401, `${host}: the server accepts the old cookies`);
    }
    assert.equal(this.world.isAlive(sentTo(thief, ENTRA), ENTRA), false, 'the Microsoft session lives on at the server');
    assert.deepEqual(this.liveSessions(), []);
  }

  /** Sessions of the CRM and of Entra that the server still accepts. */
  liveSessions() {
    return this.world.sessions().filter(({ kind, alive }) => alive && kind !== 'service').map(({ kind, host, embedded }) => `${kind} ${host}${embedded ? ' embedded' : ''}`);
  }

  /** Nothing of these organisations is left in the browser. @param {string[]} hosts @param {string[]} [except] kinds of storage of which all is left */
  async assertNothingLeft(hosts, except) {
    const cookies = await this.session.allCookies();
    const account = cookies.filter(({ domain, name }) => domain.endsWith(ENTRA) && SIGNED_IN.test(name));
    assert.deepEqual(account.map(({ name }) => name), []);
    const open = (await this.addresses()).filter((address) => address.includes(ENTRA));
    assert.deepEqual(open, [], 'tabs of the sign-in are open');
    await this.assertNothingOfTheCrmLeft(hosts, except);
  }

  /** Nothing of these organisations themselves is left. @param {string[]} hosts @param {string[]} [except] kinds of storage of which all is left */
  async assertNothingOfTheCrmLeft(hosts, except = []) {
    const cookies = await this.session.allCookies();
    const left = cookies.filter(({ domain }) => CRM.test(domain));
    assert.deepEqual(left.map(({ domain, name, partitionKey }) => `${domain} ${name} ${JSON.stringify(partitionKey ?? '')}`), []);
    for (const host of hosts) {
      const stored = await this.session.storageOf(`https://${host}`, { cached: APP_FILES });
      const kept = Object.entries(stored).filter(([, names]) => names.length).map(([kind]) => kind);
      assert.deepEqual(kept, except, `${host} keeps ${JSON.stringify(stored)}`);
    }
    const open = (await this.addresses()).filter((address) => CRM.test(new URL(address).hostname));
    assert.deepEqual(open, [], 'tabs of the CRM are open');
  }

  /** The organisations hold something in every storage: without it, emptiness afterwards would show nothing. @param {string[]} hosts */
  async assertSomethingThere(hosts) {
    for (const host of hosts) {
      const stored = await this.session.storageOf(`https://${host}`, { cached: APP_FILES });
      for (const [kind, names] of Object.entries(stored)) assert.notDeepEqual(names, [], `${host} has no ${kind} to begin with`);
    }
  }

  /**
   * Signed out, checked from outside and said so.
   * @param {Receipt} receipt
   * @param {Awaited<ReturnType<Scene['remember']>>} before
   * @param {Record<string, string>} ways how each organisation was signed out of
   * @param {string[]} [beyond] what else, beside the HTTP cache, no check can answer
   * @param {string} [verdict]
   */
  async assertSignedOut(receipt, before, ways, beyond = [], verdict = 'signed_out') {
    const hosts = Object.keys(ways);
    await this.assertServerEnded(before, hosts);
    await this.assertNothingLeft(hosts);
    assert.deepEqual(await this.neighbours(), before.neighbours, 'neighbours were touched');
    assert.deepEqual(waysOf(receipt), ways);
    const unseen = unverified(receipt);
    assert.deepEqual(unseen.filter((kind) => !hiddenKinds.includes(kind)), ['http_cache', ...beyond]);
    assert.deepEqual(hiddenKinds.filter((kind) => !unseen.includes(kind)), [], 'this browser can look there after all');
    assert.equal(receipt.verdict, verdict);
    await this.assertAtRest();
  }

  /**
   * The server keeps the session, and the receipt says so.
   * @param {Receipt} receipt
   * @param {Awaited<ReturnType<Scene['remember']>>} before
   * @param {string} host
   */
  assertKept(receipt, before, host) {
    assert.ok(this.world.isAlive(before.jar, host), 'the server never ended it');
    assert.deepEqual(proofsOf(receipt, 'server_session'), [{ failed: 'not_ended' }]);
    assert.notEqual(receipt.verdict, 'signed_out');
  }
}

/** Is this the domain of a neighbour's cookie? @param {string} domain */
const isNeighbour = (domain) => !CRM.test(domain) && NEIGHBOURS.some((host) => `.${host}`.endsWith(`.${domain.replace(/^\./, '')}`));

/** The cookies that a request to this host carries. @template {{domain: string}} C @param {C[]} cookies @param {string} host */
const sentTo = (cookies, host) => cookies.filter(({ domain }) => (domain.startsWith('.') ? `.${host}`.endsWith(domain) : domain === host));

/** How each organisation was signed out of. @param {Receipt} receipt */
export const waysOf = ({ organisations }) => Object.fromEntries(Object.entries(organisations).map(([host, { way }]) => [host, way]));

/** The kinds of which the receipt has a line that no check proves. @param {Receipt} receipt */
export const unverified = ({ lines }) => lines.filter(({ proof }) => !('verified' in proof)).map(({ kind }) => kind);

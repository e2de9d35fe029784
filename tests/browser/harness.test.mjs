// Proves the harness itself: permissions that were granted, incognito windows, settings, and an administrator's policy.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { plant, readProbe, ready } from '../org/drive.mjs';
import { startWorld } from '../org/world.mjs';
import { reachedKinds } from './differences.mjs';
import { copyWithGrants } from './granted.mjs';
import { EXTENSION_ID, isFirefox, launch, ROOT, STORES, until } from './harness.mjs';

const HOST = 'contoso.crm4.dynamics.com';
const ORIGIN = `https://${HOST}`;
const BUILT = join(ROOT, 'dist/extension');
const MANAGED = 'tests/browser/fixtures/managed';
const POLICY = { greeting: 'from the administrator', servers: ['crm.corp.example'] };
const POLICY_FOLDER = '/etc/chromium/policies/managed';

/** @type {string} */
let folder;
/** @type {import('../org/world.mjs').World} */
let world;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clean-exit-world-'));
  world = await startWorld({ dir: folder });
});

after(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Launches for one test. @param {import('node:test').TestContext} t @param {Partial<import('./harness.mjs').LaunchOptions>} [options] */
async function launched(t, options) {
  const session = await launch({ world, ...options });
  t.after(() => session.close());
  return session;
}

/** The built extension, with these permissions optional. @param {string} name @param {object} optional */
async function withOptional(name, optional) {
  const copy = join(folder, name);
  await cp(BUILT, copy, { recursive: true });
  const file = join(copy, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...manifest, ...optional }));
  return copy;
}

test('what is granted is there without a prompt, and what is not granted is not', async (t) => {
  const session = await launched(t, { grant: ['history', 'https://sts.corp.example/*'] });
  assert.equal(session.extensionId, EXTENSION_ID);
  const worker = await session.worker();
  const has = await worker.evaluate(async () => ({
    history: await chrome.permissions.contains({ permissions: ['history'] }),
    downloads: await chrome.permissions.contains({ permissions: ['downloads'] }),
    sts: await chrome.permissions.contains({ origins: ['https://sts.corp.example/*'] }),
    other: await chrome.permissions.contains({ origins: ['https://news.example/*'] }),
  }));
  assert.deepEqual(has, { history: true, downloads: false, sts: true, other: false });
  assert.ok(Array.isArray(await worker.evaluate(() => chrome.history.search({ text: '' }))));
});

test('a permission that is not among the optional ones cannot be granted', async () => {
  const extension = await withOptional('few', { optional_permissions: ['history'], optional_host_permissions: ['https://*.corp.example/*'] });
  const refused = (/** @type {string} */ permission) => assert.rejects(copyWithGrants(extension, [permission], join(folder, 'refused')), /is not among optional/);
  await refused('downloads');
  await refused('cookies');
  await refused('https://news.example/*');
  await refused('https://*/*');
  await refused('http://sts.corp.example/*');
  await refused('https://evilcorp.example/*');
  await copyWithGrants(extension, ['history', 'https://sts.corp.example/*', 'https://*.corp.example/*'], join(folder, 'fine'));
});

test('an extension that was let in sees incognito tabs and their cookie store, and can work there', async (t) => {
  const session = await launched(t);
  await session.allowIncognito();
  const ordinary = await session.open();
  await plant(ordinary, HOST, 'ordinary');
  const page = await session.openIncognito(`${ORIGIN}/__plant?marker=hidden`);
  await ready(page);

  const seen = await session.evaluateInExtension(async (storeId) => ({
    allowed: await chrome.extension.isAllowedIncognitoAccess(),
    tabs: (await chrome.tabs.query({ url: 'https://*.crm4.dynamics.com/*' })).map(({ url, incognito }) => ({ url, incognito })),
    stores: (await chrome.cookies.getAllCookieStores()).map(({ id }) => id),
    ordinary: (await chrome.cookies.getAll({ name: 'hidden_none' })).length,
    hidden: (await chrome.cookies.getAll({ name: 'hidden_none', storeId })).length,
  }), STORES.hidden);
  assert.deepEqual(seen, {
    allowed: true,
    tabs: [{ url: `${ORIGIN}/__plant?marker=ordinary`, incognito: false }, { url: `${ORIGIN}/__plant?marker=hidden`, incognito: true }],
    stores: [STORES.ordinary, STORES.hidden], ordinary: 0, hidden: 1,
  });

  await session.evaluateInExtension(async (storeId) => {
    await chrome.cookies.set({ url: 'https://contoso.crm4.dynamics.com/', name: 'hidden_none', path: '/', secure: true, storeId, expirationDate: 1 });
  }, STORES.hidden);
  /** @param {import('puppeteer-core').Page} [of] */
  const names = async (of) => (await session.allCookies(of)).map(({ name }) => name);
  assert.ok(!(await names(page)).includes('hidden_none') && (await names(page)).includes('hidden_lasting'));
  assert.ok((await names()).includes('ordinary_none') && !(await names()).includes('hidden_lasting'));

  const [ran] = await session.evaluateInExtension(async () => {
    const [tab] = (await chrome.tabs.query({})).filter(({ incognito }) => incognito);
    return chrome.scripting.executeScript({ target: { tabId: tab?.id ?? 0 }, func: () => Object.keys(localStorage) });
  });
  assert.deepEqual(ran?.result, ['hidden_local']);
});

test('what an extension removes of the browsing data is that of the ordinary profile, and no more of private windows than the table says', async (t) => {
  const session = await launched(t);
  await session.allowIncognito();
  const ordinary = await session.open();
  await plant(ordinary, HOST, 'ordinary');
  const page = await session.openIncognito(`${ORIGIN}/__plant?marker=hidden`);
  await ready(page);

  // Firefox refuses the other kinds, or takes them of every site, and cookies of private windows, too.
  const kinds = { indexedDB: true, localStorage: true, serviceWorkers: true, ...isFirefox ? {} : { cache: true, cacheStorage: true, cookies: true, fileSystems: true } };
  const options = isFirefox ? { hostnames: [HOST] } : { origins: [ORIGIN] };
  await session.evaluateInExtension((given) => chrome.browsingData.remove(/** @type {any} */ (given.options), given.kinds), { options, kinds });

  await page.goto(`${ORIGIN}/__probe?cached=${encodeURIComponent('/__cached/hidden.js')}`);
  await ready(page);
  const { local, databases, caches, workers, files, httpCache, sent } = await readProbe(page);
  const planted = { databases: ['hidden_database'], workers: [`${ORIGIN}/__planted/hidden/`], files: ['hidden.txt'] };
  const reached = Object.fromEntries(reachedKinds.map((kind) => [kind, []]));
  assert.deepEqual({ local, databases: Object.keys(databases), caches: Object.keys(caches), workers, files, httpCache }, {
    local: { hidden_local: 'hidden' }, caches: ['hidden_cache'], httpCache: { '/__cached/hidden.js': true }, ...planted, ...reached,
  });
  assert.ok(sent.some((/** @type {{name: string}} */ { name }) => name === 'hidden_none'));
  const stored = await session.storageOf(ORIGIN, { cached: ['/__cached/ordinary.js'] });
  const left = isFirefox ? { caches: stored.caches, files: stored.files, cached: stored.cached } : { caches: [], files: [], cached: [] };
  assert.deepEqual(stored, { localStorage: [], databases: [], workers: [], ...left });
  const cookies = (await session.allCookies()).filter(({ domain }) => domain === HOST);
  assert.equal(cookies.length === 0, 'cookies' in kinds);
});

test('without leave, an extension sees nothing of an incognito window', async (t) => {
  const session = await launched(t);
  const page = await session.openIncognito(`${ORIGIN}/__plant?marker=hidden`);
  await ready(page);
  const seen = await session.evaluateInExtension(async () => ({
    allowed: await chrome.extension.isAllowedIncognitoAccess(),
    incognito: (await chrome.tabs.query({})).filter(({ incognito }) => incognito).length,
    stores: (await chrome.cookies.getAllCookieStores()).map(({ id }) => id),
  }));
  assert.deepEqual(seen, { allowed: false, incognito: 0, stores: [STORES.ordinary] });
});

test('after it was let in, the background can be followed and ended as before', async (t) => {
  const session = await launched(t);
  await session.allowIncognito();
  const page = await session.open('https://news.example/');
  await session.clickToolbar(page);
  await session.worker();
  await session.killWorker();
  assert.equal(await session.hasWorker(), false);
});

test('what is stored for the extension is there before a run', async (t) => {
  const session = await launched(t);
  await session.worker();
  await session.killWorker();
  await session.storeSettings({ choices: { language: 'de' } });
  assert.deepEqual((await session.stored()).choices, { language: 'de' });
});

test('a policy reaches one browser only, and outlives its restart', async (t) => {
  const session = await launched(t, { extension: MANAGED, policy: POLICY });
  // Where there is none, Firefox says so by an error.
  const managed = (/** @type {typeof session} */ of) => of.evaluateInExtension(() => chrome.storage.managed.get()
    .catch((error) => (error.message === 'Managed storage manifest not found' ? {} : Promise.reject(error))));
  const arrived = () => until(async () => 'greeting' in await managed(session), { what: 'the policy' });
  await arrived();
  assert.deepEqual(await managed(session), POLICY);
  assert.equal(existsSync(join(POLICY_FOLDER, 'test.json')), false, 'it is not the computer’s');
  const other = await launched(t, { extension: MANAGED });
  assert.deepEqual(await managed(other), {});
  await session.relaunch();
  await arrived();
  assert.deepEqual(await managed(session), POLICY);
});

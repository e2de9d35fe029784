// Hostile pages of the CRM: they cannot reach into our scripts, drown them, speak for them, show our pages, or put markup into them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVIL, STRANGE } from '../org/hostile.mjs';
import { isFirefox, until } from './harness.mjs';
import { assertNothingHappened, setTrap } from './hostile.mjs';
import { redefine } from './hostile-prototypes.mjs';
import { CONTOSO, setScene } from './scene.mjs';
import { RUN } from './waiting.mjs';
import { inUse, isWarned, use, watchOf } from './watching.mjs';

/** What a frame or a window shows that the browser refused to fill. */
const BLOCKED = isFirefox ? 'about:blank' : 'chrome-error://chromewebdata/';

/** What the redefined functions told the server. @param {import('./scene.mjs').Scene} scene */
const told = (scene) => scene.world.requests().filter(({ path }) => path === '/__told').map(({ query }) => decodeURIComponent(query));

for (const when of ['before', 'after']) {
  test(`prototypes that a page redefines ${when} our scripts run are not ours`, async (t) => {
    const scene = await setScene(t);
    const page = await scene.session.open();
    if (when === 'before') await page.evaluateOnNewDocument(redefine);
    await scene.signInAt(page, CONTOSO, '/main.aspx');
    if (when === 'after') await page.evaluate(redefine);
    const before = await scene.remember();
    await page.evaluate(() => { globalThis.lying = true; });
    assert.equal(await page.evaluate(() => document.querySelectorAll('*').length), 0);
    await until(() => told(scene).length, { what: 'a redefined function to tell' });
    scene.world.clearRequests();

    const receipt = await scene.runFrom(page);

    assert.deepEqual(told(scene), [], 'our scripts called what the page had redefined');
    await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
  });
}

test('a hundred thousand buttons and labels of a megabyte are looked through in time, and none of them is pressed', async (t) => {
  const scene = await setScene(t);
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();
  await page.evaluate(flood);

  const began = Date.now();
  const report = await callPage(scene, CONTOSO, 'survey', {});
  const { length } = JSON.stringify(report);
  t.diagnostic(`a survey of 100,000 buttons: ${report.controls.length} reported in ${length} characters, after ${Date.now() - began} ms`);
  assert.ok(length < 70_000, `the report has ${length} characters`);
  const receipt = await scene.runFrom(page);

  assert.deepEqual(scene.world.requests().filter(({ path }) => path === '/__pressed'), []);
  assert.equal(receipt.verdict, 'signed_out');
  await scene.assertServerEnded(before, [CONTOSO]);
  await scene.assertNothingLeft([CONTOSO]);
});

test('a page whose controls say as much as they can is reported in 60,000 bytes, and the rest is said to be missing', async (t) => {
  const scene = await setScene(t);
  const page = await scene.signIn(CONTOSO);
  await page.evaluate(chatter);

  const { controls, truncated } = await callPage(scene, CONTOSO, 'survey', {});

  const bytes = Buffer.byteLength(JSON.stringify(controls));
  assert.ok(50_000 < bytes && bytes <= 60_000, `the report has ${bytes} bytes`);
  assert.equal(truncated, true);
});

test('what is not what it was, lies below something, or is of an earlier survey is not pressed, and nothing is twice', async (t) => {
  const scene = await setScene(t);
  const page = await scene.signIn(CONTOSO);
  /** What a press answers after the page was changed in this way, and how often the page was clicked. @type {(change: () => void, again?: boolean) => Promise<[string, number]>} */
  const press = async (change, again = false) => {
    await page.evaluate(bait);
    const { nonce, key } = await baitOf(scene, CONTOSO);
    await page.evaluate(change);
    if (again) await baitOf(scene, CONTOSO);
    const { outcome } = await callPage(scene, CONTOSO, 'press', { nonce, key });
    return [outcome, await page.evaluate(() => Number(document.documentElement.dataset.clicked))];
  };
  assert.deepEqual(await press(() => {}), ['pressed', 1]);
  assert.deepEqual(await press(() => { document.getElementById('bait')?.append(' of everything'); }), ['changed', 0]);
  assert.deepEqual(await press(() => { document.getElementById('bait')?.remove(); }), ['gone', 0]);
  assert.deepEqual(await press(() => { /** @type {any} */ (document.getElementById('bait')).disabled = true; }), ['covered', 0]);
  assert.deepEqual(await press(() => {
    document.getElementById('around')?.append(Object.assign(document.createElement('div'), { style: 'position: fixed; inset: 0; z-index: 9999' }));
  }), ['covered', 0]);
  assert.deepEqual(await press(() => {}, true), ['gone', 0]);
  const target = await baitOf(scene, CONTOSO);
  const twice = [await callPage(scene, CONTOSO, 'press', target), await callPage(scene, CONTOSO, 'press', target)];
  assert.deepEqual(twice.map(({ outcome }) => outcome), ['pressed', 'gone']);
});

test('names, labels and titles with markup, overrides of the direction and a megabyte stay out of our pages and our storage', async (t) => {
  const scene = await setTrap(t);
  const org = scene.world.organisation(CONTOSO);
  Object.assign(org, { name: STRANGE, labels: { trigger: STRANGE, signOut: `Sign out ${STRANGE}` } });
  const page = await scene.signIn(CONTOSO);
  await page.evaluate((title) => { document.title = title; }, STRANGE);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  const stored = JSON.stringify(await scene.session.stored());
  assert.ok(!/onerror|\u202e|AAAAAAAA/.test(stored), 'a word of the page is stored');
  const panel = await scene.session.open(scene.session.url('panel.html'));
  await panel.waitForSelector('main[data-tone]:not([data-tone=busy])');
  await assertOwnMarkup(panel);
  await scene.assertServerEnded(before, [CONTOSO]);
  assert.equal(receipt.verdict, 'signed_out');
});

test('settings with markup in names and addresses are shown as text', async (t) => {
  const scene = await setScene(t);
  await scene.session.choose({ [STRANGE.slice(0, 2_000)]: true, sites: { [STRANGE.slice(0, 2_000)]: 'portal', 'crm.corp.example': STRANGE } });
  const options = await scene.session.open(scene.session.url('options.html'));
  await options.waitForSelector('.sites li');
  await options.waitForFunction(() => document.body.innerText.includes('onerror'), { polling: 50 });
  await assertOwnMarkup(options);
});

test('a script in a page forges use, words and events, and nothing comes of it', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, last_tab: true });
  const before = await scene.remember();
  const { active } = (await watchOf(scene)).session;
  // A page that told of no use yet: one that has is quiet for a minute, whoever uses it.
  await scene.session.inScriptOf(page, 'cleanExitPage.told = 0');
  await page.evaluate(forgeUse);
  assert.equal(await scene.session.inScriptOf(page, 'cleanExitPage.told'), 0, 'a script is taken for a person');
  assert.equal((await watchOf(scene)).session.active, active, 'a script is taken for a person');

  // Even somebody who has taken over our script's process can only say what it says.
  const words = ['left', 'present', 'opened', 'start', 'keep', 'leave', { roll: 1 }, { answer: { sign_out: true } }, { settings: {} }, 'x'.repeat(10_000_000)];
  await scene.session.inScriptOf(page, `Promise.all(${JSON.stringify(words)}.map((word) => chrome.runtime.sendMessage(word).catch(() => {})))`);
  await scene.session.inScriptOf(page, `Promise.all(Array.from({ length: 2_000 }, () => chrome.runtime.sendMessage('left').catch(() => {})))`);
  const read = await scene.session.inScriptOf(page, `chrome.storage.local.get().then((all) => JSON.stringify(all), (error) => 'refused: ' + error.message)`);
  assert.match(read, isFirefox ? /^\{"settings":/ : /^refused: /);
  assert.deepEqual(await scene.session.inScriptOf(page, '[chrome.cookies, chrome.tabs, chrome.scripting?.executeScript, chrome.browsingData].filter(Boolean)'), []);
  await use(page);
  // Each of so many words is looked into, one after the other: some 10 s in Firefox.
  await until(async () => !(await watchOf(scene)).pending, { what: 'the look for open tabs to end', limit: RUN });
  assert.equal(await isWarned(scene), false);
  await assertNothingHappened(scene, before, page, ['settings']);
});

test('no site shows or reads a file of the extension', async (t) => {
  const scene = await setTrap(t);
  const contoso = await scene.signIn(CONTOSO);
  const evil = await scene.session.open(`https://${EVIL}/`);
  const before = await scene.remember();
  for (const page of [contoso, evil]) {
    for (const file of ['panel.html', 'options.html', 'warning.html', 'background.js', 'pkg/clean_exit_bg.wasm', 'icons/icon.svg']) {
      const read = await page.evaluate(embed, scene.session.url(file));
      // Chromium opens the window and leaves it empty.
      assert.deepEqual(read, { window: isFirefox ? 'blocked' : 'opened', script: 'blocked', image: 'blocked', fetch: 'blocked' }, file);
      // The frame, the object where it makes one, and the window that was opened.
      const isBlocked = () => page.frames().slice(1).every((frame) => frame.url() === BLOCKED);
      await until(() => 1 < page.frames().length && isBlocked(), { what: `the frames of ${file} to be blocked` });
      if (isFirefox) {
        // Puppeteer does not hear of an extension's page there; but what another page showed, this one could not read.
        assert.deepEqual(await page.evaluate(() => Array.from({ length: frames.length }, (_, i) => frames[i]?.location.href)), [BLOCKED]);
      } else {
        const opened = await until(async () => (await scene.session.tabs()).find((tab) => tab.url() === BLOCKED), { what: `the window of ${file} to be blocked` });
        await opened.close();
      }
      const shown = [...page.frames(), ...await scene.session.tabs()].map((each) => each.url());
      assert.deepEqual(shown.filter((address) => address.startsWith(scene.session.url(''))), []);
      await page.evaluate(() => { for (const each of document.querySelectorAll('iframe, object, embed')) each.remove(); });
    }
  }
  await assertNothingHappened(scene, before, contoso);
});

/** Everything in a page of ours is ours. @param {import('puppeteer-core').Page} page */
async function assertOwnMarkup(page) {
  const found = await page.evaluate(() => ({
    title: document.title,
    images: [...document.images].map(({ src }) => new URL(src).pathname),
    scripts: [...document.scripts].map(({ src }) => new URL(src).pathname),
    handlers: [...document.querySelectorAll('*')].flatMap(({ attributes }) => [...attributes]).filter(({ name }) => name.startsWith('on')).length,
  }));
  assert.deepEqual(found.images, ['/icons/icon.svg']);
  assert.ok(found.scripts.every((path) => /^\/\w+\.js$/.test(path)), found.scripts.join());
  assert.equal(found.handlers, 0);
  assert.notEqual(found.title, 'owned');
}

/** Runs in a page: a hundred thousand buttons that must not be pressed, a hundred of them with labels of a megabyte. */
function flood() {
  const label = `Sign out ${'of everything '.repeat(75_000)}`;
  const all = document.createDocumentFragment();
  for (let i = 0; i < 100_000; i++) {
    const button = document.createElement('button');
    // Three are shown in full: to lay out more of them keeps the browser busy for a minute, without us.
    button.textContent = i % 40_000 ? `Button ${i}` : label;
    if (i % 1_000 === 1) button.setAttribute('aria-label', label);
    button.addEventListener('click', () => void fetch('/__pressed'));
    all.append(button);
  }
  document.querySelector('main')?.append(all);
}

/** Runs in a page: as many buttons as a survey describes, each with all the ids, names and words that it may have, of three bytes a letter. */
function chatter() {
  const around = document.createElement('main');
  for (const name of ['id', 'data-id', 'data-test-id', 'name']) around.setAttribute(name, '署'.repeat(64));
  for (let i = 0; i < 120; i++) {
    const button = Object.assign(document.createElement('button'), { textContent: '言'.repeat(120), id: `${i}${'名'.repeat(60)}` });
    for (const name of ['data-id', 'data-test-id', 'name']) button.setAttribute(name, '字'.repeat(64));
    button.setAttribute('aria-label', '語'.repeat(120));
    around.append(button);
  }
  document.body.append(around);
}

/** Runs in a page: a button, in place of an earlier one, and a count of clicks anywhere. */
function bait() {
  document.getElementById('around')?.remove();
  document.documentElement.dataset.clicked = '0';
  const around = Object.assign(document.createElement('div'), { id: 'around', style: 'position: fixed; inset: 0 auto auto 0; z-index: 9998' });
  around.addEventListener('click', () => { document.documentElement.dataset.clicked = String(Number(document.documentElement.dataset.clicked) + 1); });
  around.append(Object.assign(document.createElement('button'), { id: 'bait', textContent: 'Bait' }));
  document.body.append(around);
}

/** Where a survey shows the button. @param {import('./scene.mjs').Scene} scene @param {string} host */
async function baitOf(scene, host) {
  const { nonce, controls } = await callPage(scene, host, 'survey', {});
  return { nonce, key: controls.find((/** @type {any} */ { ids }) => ids?.includes('bait')).key };
}

/**
 * Calls the page agent as the background does.
 * @param {import('./scene.mjs').Scene} scene
 * @param {string} host
 * @param {'survey' | 'press'} name
 * @param {unknown} argument
 * @returns {Promise<any>}
 */
function callPage(scene, host, name, argument) {
  return scene.session.evaluateInExtension(async ([of, call, given]) => {
    const [tab] = await chrome.tabs.query({ url: `https://${of}/*` });
    const target = { tabId: /** @type {number} */ (tab?.id) };
    await chrome.scripting.executeScript({ target, files: ['element.js', 'tree.js', 'page.js'] });
    const func = (/** @type {string} */ name, /** @type {unknown} */ argument) => /** @type {any} */ (globalThis).cleanExitPage[name](argument);
    const [answer] = await chrome.scripting.executeScript({ target, func, args: [call, given] });
    return /** @type {any} */ (answer?.result);
  }, /** @type {[string, string, unknown]} */ ([host, name, argument]));
}

/** Runs in a page: does all that a script can do to look like a person. */
function forgeUse() {
  for (const [owner, name, lie] of /** @type {[any, string, unknown][]} */ ([
    [Event.prototype, 'isTrusted', true], [MouseEvent.prototype, 'movementX', 9], [MouseEvent.prototype, 'movementY', 9], [Date, 'now', 0],
  ])) Object.defineProperty(owner, name, name === 'now' ? { value: () => lie } : { get: () => lie });
  for (const target of [globalThis, document, document.body]) {
    for (const kind of ['pointerdown', 'pointermove', 'mousedown', 'click']) target.dispatchEvent(new PointerEvent(kind, { bubbles: true, composed: true, isPrimary: true }));
    for (const kind of ['keydown', 'touchmove', 'wheel']) target.dispatchEvent(new Event(kind, { bubbles: true, composed: true }));
  }
  for (const message of ['active', 'start', { roll: 1 }, { answer: { sign_out: true } }]) postMessage(message, '*');
}

/** Runs in a page: tries each way to show or read a file of the extension, and says what can be said at once. @param {string} address */
async function embed(address) {
  /** @type {(tag: string, name: string) => any} */
  const add = (tag, name) => {
    const it = /** @type {any} */ (document.createElement(tag));
    it[name] = address;
    document.body.append(it);
    return it;
  };
  const answers = (/** @type {any} */ it) => new Promise((done) => {
    it.onload = () => done('read');
    it.onerror = () => done('blocked');
  });
  add('iframe', 'src');
  add('object', 'data');
  add('embed', 'src');
  const open = () => {
    try {
      window.open(address);
      return 'opened';
    } catch {
      return 'blocked';
    }
  };
  const opened = open();
  const [script, image] = [add('script', 'src'), add('img', 'src')].map(answers);
  return { window: opened, script: await script, image: await image, fetch: await fetch(address).then(() => 'read', () => 'blocked') };
}

// Every language is whole in a real browser: no text is missing, none is cut, and right-to-left is laid out so.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { chained } from './chain.mjs';
import { ROOT } from './harness.mjs';
import { copyInLanguage, languagesOf } from './language.mjs';
import { ExtensionPage } from './extension-page.mjs';
import { manyReceipts } from './receipts-page.mjs';
import { CONTOSO, setScene } from './scene.mjs';
import { badge, inUse, MINUTE, pass, warning } from './watching.mjs';

/** As narrow as a popup or a telephone. */
const NARROW = { width: 360, height: 900 };

const BUILT = join(ROOT, 'dist/extension');

/** The texts of a language, as its file has them. @param {string} language @returns {Promise<Record<string, {message: string}>>} */
const textsOf = async (language) => JSON.parse(await readFile(join(BUILT, '_locales', language, 'messages.json'), 'utf8'));

/** Receipts of every result, one of which was changed: it has the most to say. */
function tampered() {
  const stored = chained(manyReceipts(12));
  stored.receipts[9].verdict = 'cleared_here';
  return stored;
}

/** What a page shows wrongly: texts that are missing or cut, and parts that stick out. Runs in the page. */
function flaws() {
  const found = [];
  const page = document.documentElement;
  if (page.clientWidth < page.scrollWidth) found.push(`the page is ${page.scrollWidth - page.clientWidth} px too wide`);
  for (const named of document.querySelectorAll('[data-message]')) {
    if (named.textContent === '') found.push(`${named.getAttribute('data-message')} is missing`);
  }
  if (/__MSG|\$\w+\$|undefined/.test(document.body.innerText)) found.push('a gap is not filled');
  for (const each of document.body.querySelectorAll('*')) {
    const element = /** @type {HTMLElement} */ (each);
    if (element.closest('.unseen') || !element.checkVisibility()) continue;
    const box = element.getBoundingClientRect();
    const name = `${element.localName} “${element.innerText.slice(0, 40)}”`;
    if (box.left < -1 || page.clientWidth + 1 < box.right) found.push(`${name} sticks out`);
    if (element.clientWidth && element.clientWidth + 1 < element.scrollWidth && getComputedStyle(element).overflow !== 'visible') found.push(`${name} is cut`);
  }
  return found;
}

/** @param {import('puppeteer-core').Page} page @param {string} language @param {string} what */
async function assertWhole(page, language, what) {
  const { language: tag, direction } = await textsOf(language);
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir, getComputedStyle(document.body).direction]),
    [language === 'en' ? 'en-US' : tag?.message, direction?.message, direction?.message], `${what} in ${language}`);
  assert.deepEqual(await page.evaluate(flaws), [], `${what} in ${language}`);
  const { CLEAN_EXIT_PICTURES: folder } = process.env;
  if (!folder) return;
  await page.screenshot({ path: join(folder, `${what}-${language}.png`), fullPage: true });
}

test('the pages of every language are whole and fit a narrow window', async (t) => {
  const scene = await setScene(t);
  for (const language of await languagesOf(BUILT)) {
    const { action_title: action, extension_description: description, trigger_woken: woken, warning_held: held } = await textsOf(language);
    const copy = await copyInLanguage(BUILT, language, join(scene.session.profile, '..', `in-${language}`), { beside: true });
    const installed = await scene.session.installOther(copy);
    // It opens a page of its own, which takes the front; one behind it is painted late, or never.
    await scene.waitFor(async () => (await scene.addresses()).includes(`${installed.origin}welcome.html`), 'its first page');
    const page = await scene.session.open();
    assert.equal(await page.evaluate(() => document.visibilityState), 'visible');
    await page.setViewport(NARROW);
    const show = async (/** @type {string} */ file, /** @type {string} */ ready) => {
      await page.goto(`${installed.origin}${file}`);
      await page.waitForSelector(ready);
      await assertWhole(page, language, file.replace('.html', ''));
    };
    await show('options.html', '.sites li');
    await show('welcome.html', '.answers > *');
    await page.evaluate((stored) => chrome.storage.local.set(stored), tampered());
    await show('receipts.html', '#days > *');
    await show('panel.html', '[data-tone="calm"] #detail > *');
    await page.evaluate((reason, note) => {
      const warning = { until: Date.now() + 90_000, reason, notes: [note], mayKeep: true };
      return chrome.storage.session.set({ warning });
    }, woken?.message, held?.message);
    await show('warning.html', '#notes > *');
    assert.deepEqual(await page.evaluate(async () => [await chrome.action.getTitle({}), chrome.runtime.getManifest().description]),
      [action?.message, description?.message], language);
    await page.close();
    await installed.remove();
  }
});

for (const language of ['ar', 'de']) {
  test(`a sign-out is shown whole in ${language}`, async (t) => {
    const scene = await setScene(t, { language });
    const { verdict_signed_out_title: title } = await textsOf(language);
    const page = await scene.signIn(CONTOSO);
    await scene.runFrom(page);
    const panel = await scene.waitForPanel(title?.message ?? '');
    await panel.setViewport(NARROW);
    await panel.$$eval('details', (parts) => parts.forEach((part) => { part.open = true; }));
    await assertWhole(panel, language, 'receipt');
    assert.deepEqual(await new ExtensionPage(scene.session, panel).violations(), []);
    assert.deepEqual(await panel.$$eval('.host', (hosts) => [...new Set(hosts.map((host) => getComputedStyle(host).direction))]), ['ltr'], 'host names read from left to right');
    const [mark, headline] = await panel.evaluate(() => ['mark', 'headline'].map((id) => document.getElementById(id)?.getBoundingClientRect().left ?? NaN));
    assert.equal(Number(mark) < Number(headline), language !== 'ar', 'the mark stands where a line begins');
  });
}

test('the warning, its bar and its countdown are shown in a right-to-left language', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 300 }, { launch: { language: 'ar' } });
  await pass(scene, 12 * MINUTE);
  const window = await warning(scene);
  await assertWhole(window, 'ar', 'warning-window');
  assert.deepEqual(await new ExtensionPage(scene.session, window).violations(), []);
  const { trigger_inactivity: reason, warning_bar: bar } = await textsOf('ar');
  assert.equal(await window.$eval('#reason', (each) => each.textContent), reason?.message);
  assert.match(await window.$eval('#left', (each) => each.textContent ?? ''), /^\d+:\d\d$/);
  const [before = '', after = ''] = (bar?.message ?? '').split('$TIME$');
  const at = await window.$eval('#at', (each) => each.textContent ?? '');
  assert.ok(at.startsWith(before) && at.endsWith(after) && /\d/.test(at), at);
  await scene.waitFor(async () => await badge(scene) !== '', 'the badge to count');
  assert.equal(await page.evaluate(() => [...document.documentElement.children].at(-1)?.getAttribute('dir')), 'rtl', 'the bar in the page');
});

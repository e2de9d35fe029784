// The CRM is left by itself: in time, after a warning that is seen, and not where somebody keeps it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDirty } from '../org/drive.mjs';
import { until } from './harness.mjs';
import { CONTOSO } from './scene.mjs';
import { badge, calm, inUse, isWarned, MINUTE, pass, textOf, use, warning, watchOf } from './watching.mjs';

/** The bar in a CRM page. @param {import('./scene.mjs').Scene} scene @param {import('puppeteer-core').Page} page */
const barOf = (scene, page) => scene.session.shadowTexts(page);

test('a CRM that nobody uses is warned of, signed out of, and the receipt says why', async (t) => {
  const { scene } = await inUse(t, { inactivity: 15, warning: 20 });
  const before = await scene.remember();
  await pass(scene, 15.7 * MINUTE);

  const window = await warning(scene);
  const text = await textOf(window);
  assert.match(text, /You are about to be signed out/);
  assert.match(text, /Dynamics 365 is not in use/);
  assert.match(text, /\d:\d\d/);
  assert.equal(await window.evaluate(() => document.activeElement?.id), 'stay');
  await until(async () => /^\d+$/.test(await badge(scene)), { what: 'the badge to count' });

  const receipt = await scene.session.runAfter(() => {});
  await until(async () => !(await watchOf(scene)).session, { what: 'the record of the session to go' });
  assert.equal(await badge(scene), '');
  assert.equal(receipt.trigger, 'inactivity');
  assert.deepEqual(receipt.given_up, []);
  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
  const panel = await scene.waitForPanel('Signed out and checked');
  assert.match(await textOf(panel), /Set off by: Dynamics 365 is not in use/);
});

test('a CRM in use is left alone, and so is one whose setting is off', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15 });
  await pass(scene, 10 * MINUTE);
  await use(page);
  await until(async () => Date.now() - (await watchOf(scene)).session.active < MINUTE, { what: 'the use to be noted' });
  await pass(scene, 10 * MINUTE);
  assert.equal(await isWarned(scene), false);
  await scene.session.choose({ inactivity: 0 });
  await pass(scene, 24 * 60 * MINUTE);
  await until(async () => (await watchOf(scene)).session, { what: 'the watch' });
  assert.equal((await watchOf(scene)).pending, null);
  assert.equal(await isWarned(scene), false);
});

for (const [how, answer] of /** @type {[string, (window: import('puppeteer-core').Page) => Promise<void>][]} */ ([
  ['one key', (window) => window.keyboard.press('Enter').catch(() => {})],
  ['one click', (window) => window.click('#stay')],
])) {
  test(`${how} keeps the session, and the record is as it was`, async (t) => {
    const { scene, page } = await inUse(t, { inactivity: 15, warning: 300 }, { record: true });
    await makeDirty(page);
    const record = { url: page.url(), text: await page.$eval('#name', (field) => /** @type {HTMLInputElement} */ (field).value) };
    const before = await scene.remember();
    await pass(scene, 12 * MINUTE);
    const window = await warning(scene);
    await until(() => barOf(scene, page), { what: 'the bar' });

    await answer(window);

    await calm(scene);
    assert.deepEqual({ url: page.url(), text: await page.$eval('#name', (field) => /** @type {HTMLInputElement} */ (field).value) }, record);
    assert.equal(await barOf(scene, page), undefined);
    assert.ok(Date.now() - (await watchOf(scene)).session.active < MINUTE);
    assert.deepEqual(await scene.remember(), before);
    assert.ok(scene.world.isAlive(before.jar, CONTOSO));
    assert.equal(await scene.session.lastReceipt(), undefined);
  });
}

/** Runs in the window: after so many changes, where they were. @param {number} enough @returns {Promise<string[]>} */
function changes(enough) {
  return new Promise((done) => {
    /** @type {string[]} */
    const seen = [];
    new MutationObserver((all) => {
      for (const { target } of all) {
        const element = target instanceof Element ? target : target.parentElement;
        seen.push(element?.closest('[aria-hidden=true][aria-live=off]') ? 'nobody is told' : `${element?.outerHTML}`);
      }
      if (enough <= seen.length) done(seen);
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}

test('a screen reader is told once, in the window and in the page, and never of the seconds', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 300 });
  await pass(scene, 12 * MINUTE);
  const window = await warning(scene);
  await until(() => barOf(scene, page), { what: 'the bar' });
  const spoken = async () => [...await scene.session.spoken(window), ...await scene.session.spoken(page)];
  const told = await spoken();
  assert.equal(told.length, 2, told.join('\n'));
  assert.match(told[0] ?? '', /^alertdialog: You are about to be signed out .* Dynamics 365 is not in use .*Stay signed in/);
  assert.match(told[1] ?? '', /^alert: You will be signed out at .* Dynamics 365 is not in use/);
  assert.deepEqual([...new Set(await window.evaluate(changes, 3))], ['nobody is told']);
  assert.deepEqual(await spoken(), told);
});

test('the use of a page keeps the session; its own scripts and what they do to the bar do not', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 300 });
  await pass(scene, 12 * MINUTE);
  await warning(scene);
  await page.bringToFront();
  const texts = await until(() => barOf(scene, page), { what: 'the bar' });
  assert.match(texts.join(' '), /You will be signed out at .*Dynamics 365 is not in use.*Stay signed in/);
  const { active } = (await watchOf(scene)).session;
  await page.evaluate(() => {
    const bar = /** @type {HTMLElement} */ (document.documentElement.lastElementChild);
    if (bar.shadowRoot) throw new Error('the page sees into the bar');
    for (const kind of ['pointerdown', 'click', 'keydown', 'pointermove', 'wheel', 'touchmove']) {
      for (const target of [bar, document.body, globalThis]) target.dispatchEvent(new Event(kind, { bubbles: true, composed: true }));
    }
    bar.click();
    scrollTo(0, 100);
    document.getElementById('name')?.focus();
    document.body.style.marginTop = '200px';
  });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal((await watchOf(scene)).session.active, active, 'a script extended the session');
  assert.ok(await isWarned(scene));

  await page.mouse.click(700, 20);

  await calm(scene);
  assert.ok((await watchOf(scene)).session.active > active);
});

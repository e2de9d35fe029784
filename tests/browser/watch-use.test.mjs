// What a person does in a page of the CRM, and in its frames, is told; each test fails when that kind of use is not listened to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameOf } from '../org/drive.mjs';
import { only } from './differences.mjs';
import { CONTOSO, ENTRA, setScene, TEAMS } from './scene.mjs';
import { inUse, QUIET, watchOf } from './watching.mjs';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('./scene.mjs').Scene} Scene
 */

/**
 * Does something in a page that told of no use yet, and waits until the background has noted it.
 * @param {Scene} scene
 * @param {Page} page
 * @param {() => Promise<unknown>} act
 */
async function isNoted(scene, page, act) {
  const { active } = (await watchOf(scene)).session;
  await scene.session.inScriptOf(page, 'cleanExitPage.told = 0');
  await act();
  await scene.waitFor(async () => active < (await watchOf(scene)).session.active, 'the use to be noted');
}

/** Whether the script of a page or a frame of the CRM answers, in whatever tab. @param {Scene} scene @returns {Promise<boolean>} */
const isHeard = (scene) => scene.session.evaluateInExtension(async () => {
  const tabs = await chrome.tabs.query({});
  const answers = await Promise.all(tabs.map(({ id }) => id && chrome.tabs.sendMessage(id, { roll: 1 }).catch(() => false)));
  return answers.includes(true);
});

test('keys, the pointer and the wheel are use', async (t) => {
  const { scene, page } = await inUse(t, {});
  await page.bringToFront();
  await isNoted(scene, page, () => page.keyboard.press('ArrowDown'));
  await isNoted(scene, page, () => page.mouse.move(300, 300));
  await isNoted(scene, page, () => page.mouse.wheel({ deltaY: 200 }));
  await isNoted(scene, page, () => page.mouse.down());
});

test('a pointer that rests is no use, though the browser tells of it', only('resting pointer'), async (t) => {
  const { scene, page } = await inUse(t, {});
  await page.bringToFront();
  await page.mouse.move(300, 300);
  await page.evaluate(() => addEventListener('pointermove', ({ isTrusted, movementX, movementY }) => {
    if (isTrusted && !movementX && !movementY) document.documentElement.dataset.rests = 'true';
  }));
  await scene.session.inScriptOf(page, 'cleanExitPage.told = 0');
  await page.mouse.move(300, 300);
  await page.waitForSelector('[data-rests]');
  assert.equal(await scene.session.inScriptOf(page, 'cleanExitPage.told'), 0);
});

test('touch, and scrolling by touch, are use', async (t) => {
  const { scene, page } = await inUse(t, {});
  await page.bringToFront();
  /** @type {import('puppeteer-core').TouchHandle | undefined} */
  let finger;
  await isNoted(scene, page, async () => { finger = await page.touchscreen.touchStart(400, 500); });
  await isNoted(scene, page, async () => {
    for (const y of [480, 440, 400, 360]) await finger?.move(400, y);
  });
  await finger?.end();
});

test('what is done in a frame of the CRM’s page is use, though the page itself stays untouched', async (t) => {
  const { scene, page } = await inUse(t, {});
  await page.bringToFront();
  await page.evaluate(() => {
    const frame = Object.assign(document.createElement('iframe'), { id: 'inner', srcdoc: '<button style="position:fixed;inset:0">A form</button>' });
    frame.style.cssText = 'position:fixed;inset:100px;z-index:9';
    document.body.append(frame);
  });
  const frame = await (await page.waitForSelector('#inner'))?.contentFrame();
  const button = await frame?.waitForSelector('button');
  const { active } = (await watchOf(scene)).session;
  const told = await scene.session.inScriptOf(page, 'cleanExitPage.told');
  await button?.click();
  await scene.waitFor(async () => active < (await watchOf(scene)).session.active, 'the use to be noted');
  assert.equal(await scene.session.inScriptOf(page, 'cleanExitPage.told'), told, 'it was the page that told');
});

test('what is done in a CRM frame inside another site is use', async (t) => {
  const { scene, page } = await inUse(t, {});
  await page.close();
  const teams = await scene.session.open(`${TEAMS}/?crm=${CONTOSO}`);
  const frame = await frameOf(teams, CONTOSO);
  await scene.waitFor(() => isHeard(scene), 'the script of the frame');
  const { active } = (await watchOf(scene)).session;
  await teams.bringToFront();
  await scene.session.useFrame(teams, frame);
  await scene.waitFor(async () => active < (await watchOf(scene)).session.active, 'the use to be noted');
});

test('only a page of the CRM is in use, whoever else says so', async (t) => {
  const scene = await setScene(t);
  await scene.session.choose(QUIET);
  const signIn = await scene.session.open(`https://${ENTRA}/`);
  const words = ['opened', 'active'];
  await scene.session.inScriptOf(signIn, `Promise.all(${JSON.stringify(words)}.map((word) => chrome.runtime.sendMessage(word).catch(() => {})))`);
  await scene.session.evaluateInExtension((all) => Promise.all(all.map((word) => chrome.runtime.sendMessage(word).catch(() => {}))), words);
  const before = Date.now();

  await scene.signIn(CONTOSO);

  // What was said before is dealt with before.
  await scene.waitFor(async () => (await watchOf(scene)).session, 'the use to be noted');
  const { began } = (await watchOf(scene)).session;
  assert.ok(before <= began, `in use ${before - began} ms too soon`);
});

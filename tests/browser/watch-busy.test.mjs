// A call that plays, a page that is heard, and an upload are use of the CRM, though nobody touches it.
import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { only } from './differences.mjs';
import { inUse, isWarned, MINUTE, pass, textOf, warning, watchOf } from './watching.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/**
 * Nobody is warned while it goes on; when it is over, the wait begins anew, and then somebody is.
 * @param {import('node:test').TestContext} t
 * @param {(page: Page, scene: import('./scene.mjs').Scene) => Promise<void>} begin
 * @param {(page: Page, scene: import('./scene.mjs').Scene) => Promise<void>} end
 */
async function countsAsUse(t, begin, end) {
  // A browser that is muted hears nothing either.
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 300 }, { launch: { without: ['--mute-audio'] } });
  await begin(page, scene);
  await pass(scene, 12 * MINUTE);
  await scene.waitFor(async () => (await watchOf(scene)).pending?.stage === 'busy', 'the background to see it');
  assert.equal(await isWarned(scene), false);
  await end(page, scene);
  await pass(scene, 19 * MINUTE);
  assert.match(await textOf(await warning(scene)), /Dynamics 365 is not in use/);
}

test('a call is use of the CRM', (t) => countsAsUse(t, async (page) => {
  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')?.fillRect(0, 0, 9, 9);
    const video = Object.assign(document.createElement('video'), { id: 'call', muted: true, srcObject: canvas.captureStream(5) });
    document.body.append(video);
    await video.play();
  });
}, async (page) => {
  await page.$eval('#call', (video) => {
    for (const track of /** @type {MediaStream} */ (/** @type {HTMLVideoElement} */ (video).srcObject).getTracks()) track.stop();
  });
}));

test('a film that is watched without a call is none', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 300 });
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('video'), { muted: true, loop: true })));
  await pass(scene, 12 * MINUTE);
  await warning(scene);
});

/** Runs in the page: plays a tone, over and over. */
async function playTone() {
  const rate = 8_000;
  const wave = Int16Array.from({ length: 5 * rate }, (_, at) => 9_000 * Math.sin(at / 3));
  const words = [0x46464952, 36 + wave.byteLength, 0x45564157, 0x20746d66, 16, 0x10001, rate, 2 * rate, 0x100002, 0x61746164, wave.byteLength];
  const sound = new Audio(URL.createObjectURL(new Blob([Uint32Array.from(words), wave], { type: 'audio/wav' })));
  Object.assign(globalThis, { sound });
  sound.loop = true;
  await sound.play();
}

test('a page that is heard is in use', (t) => countsAsUse(t, async (page, scene) => {
  await page.evaluate(playTone);
  await scene.waitFor(() => heard(scene), 'the page to be heard');
}, async (page, scene) => {
  await page.evaluate(() => /** @type {any} */ (globalThis).sound.pause());
  await scene.waitFor(async () => !await heard(scene), 'the page to be silent');
}));

/** Whether the browser says that a tab is heard. @param {import('./scene.mjs').Scene} scene */
const heard = (scene) => scene.session.evaluateInExtension(async () => (await chrome.tabs.query({ audible: true })).length !== 0);

/** A file so large that its upload takes half an hour at 1 Mbit/s; it takes no room. @param {import('node:test').TestContext} t */
async function largeFile(t) {
  const folder = await mkdtemp(join(tmpdir(), 'clean-exit-file-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'large');
  const file = await open(path, 'w');
  await file.truncate(300_000_000);
  await file.close();
  return path;
}

test('an upload of a file that was chosen is use of the CRM, for as long as it may take', (t) => countsAsUse(t, async (page) => {
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { id: 'file', type: 'file' })));
  const field = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await page.$('#file'));
  await field.uploadFile(await largeFile(t));
}, async () => {}));

test('an upload of a file that was dropped is use of the CRM, for as long as it may take', only('dropped file'), (t) => countsAsUse(t, async (page) => {
  await page.evaluate(() => {
    for (const kind of ['dragover', 'drop']) document.addEventListener(kind, (event) => event.preventDefault());
  });
  const control = await page.createCDPSession();
  const data = { items: [], files: [await largeFile(t)], dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop'])) await control.send('Input.dispatchDragEvent', { type, x: 400, y: 500, data });
}, async () => {}));

test('a script that says that a file was chosen extends nothing', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 300 });
  await page.evaluate(() => {
    const field = document.body.appendChild(Object.assign(document.createElement('input'), { type: 'file' }));
    const chosen = new DataTransfer();
    chosen.items.add(new File([new Uint8Array(1e7)], 'large'));
    field.files = chosen.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
  assert.equal(await scene.session.inScriptOf(page, 'cleanExitPage.uploads'), 0, 'a script is taken for a person');
  await pass(scene, 12 * MINUTE);
  await warning(scene);
});

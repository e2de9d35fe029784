// What the tests of the watch share: a CRM in use, time that has passed, the warning.
import { until } from './harness.mjs';
import { CONTOSO, setScene } from './scene.mjs';

/**
 * @typedef {import('./scene.mjs').Scene} Scene
 * @typedef {import('puppeteer-core').Page} Page
 */

export const MINUTE = 60_000;

/** All that sets itself off is off, but what a test chooses. */
export const QUIET = { inactivity: 0, idle: 0, time_of_day: 0, locked: false, woken: false, browser_start: false, last_tab: false };

/**
 * A CRM in use, with these settings.
 * @param {import('node:test').TestContext} t
 * @param {Record<string, unknown>} settings
 * @param {{record?: boolean, launch?: object}} [options]
 */
export async function inUse(t, settings, { record = false, launch = {} } = {}) {
  const scene = await setScene(t, launch);
  await scene.session.choose({ ...QUIET, ...settings });
  const page = await scene.signIn(CONTOSO, { record });
  await use(page);
  await until(async () => (await watchOf(scene)).session, { what: 'the use to be noted' });
  return { scene, page };
}

/** Uses a page as a person does. @param {Page} page */
export async function use(page) {
  await page.bringToFront();
  await page.mouse.click(400, 500);
}

/** What the background has stored of the watch. @param {Scene} scene */
export const watchOf = async (scene) => (await scene.session.stored()).watch ?? {};

/**
 * Lets time pass: everything that was noted happened so much earlier, and the background, which is started anew, finds it so.
 * It stands for a clock that a test cannot move; the times themselves are tested with a clock that it can.
 * @param {Scene} scene
 * @param {number} length in milliseconds
 */
export async function pass(scene, length) {
  for (const page of await scene.session.tabs()) {
    if (page.url().startsWith(`https://${CONTOSO}/`)) await scene.session.inScriptOf(page, `cleanExitPage.told -= ${length}, cleanExitPage.uploads -= ${length}`);
  }
  await age(scene, length);
  await ring(scene);
}

/**
 * Makes what is stored older. A background that runs would write over it: it is let write no more, and ended. It has to run,
 * since one that the browser starts anew meanwhile would have read what was there before.
 * @param {Scene} scene
 * @param {number} length in milliseconds
 */
export async function age(scene, length) {
  const background = await scene.session.woken();
  await background.evaluate(async (by) => {
    const { local } = chrome.storage;
    const write = local.set.bind(local);
    local.set = () => Promise.resolve();
    const { watch } = await local.get('watch');
    for (const name of ['began', 'active', 'busy', 'closes', 'paused', 'seen']) if (watch.session[name]) watch.session[name] -= by;
    if (watch.pending) watch.pending.until -= by;
    await write({ watch });
  }, length);
  await scene.session.killWorker();
}

/** Has an alarm ring at once; one of the test's own, since the background sets its own anew. @param {Scene} scene */
export async function ring(scene) {
  await scene.session.evaluateInExtension(async () => {
    const rung = new Promise((done) => { chrome.alarms.onAlarm.addListener(done); });
    await chrome.alarms.create('test', { when: Date.now() });
    await rung;
  });
}

/** The window of the warning. @param {Scene} scene @returns {Promise<Page>} */
export async function warning(scene) {
  const page = await scene.session.pageOf('warning.html');
  await page.waitForFunction(() => document.getElementById('reason')?.textContent, { polling: 50 });
  return page;
}

/** The texts of the warning. @param {Page} page */
export const textOf = (page) => page.evaluate(() => document.body.innerText);

/** Whether the window of the warning is open. @param {Scene} scene */
export const isWarned = (scene) => scene.session.isShown('warning.html');

/** Waits until no warning is shown any more, anywhere. @param {Scene} scene */
export async function calm(scene) {
  await until(async () => !await isWarned(scene), { what: 'the warning to go' });
  await until(async () => !(await watchOf(scene)).pending, { what: 'nothing to be pending' });
  await until(async () => await badge(scene) === '', { what: 'the badge to go' });
}

/** What stands on the toolbar button. @param {Scene} scene */
export const badge = (scene) => scene.session.evaluateInExtension(() => chrome.action.getBadgeText({}));

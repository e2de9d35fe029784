// @ts-check
// Exact removal of cookies by a real run, beside the browser's own removal of the whole domain, which takes too much.
import { CONTOSO } from '../browser/scene.mjs';
import { onStand, progress } from './stand.mjs';
import { ratioRow } from './statistics.mjs';

const COUNTS = [10, 60, 170];

/** Cookies of other sites: so many sites, so many of each. */
const OTHERS = { sites: 50, each: 54 };

/** @typedef {import('../browser/scene.mjs').Scene} Scene */

/** @param {{runs: number}} options @returns {Promise<import('./statistics.mjs').Figure>} */
export function measure({ runs }) {
  return onStand(async ({ launch }) => {
    const scene = await launch();
    await fill(scene);
    const rows = [];
    for (const count of COUNTS) {
      progress(`${count} cookies`);
      /** @type {{ours: number[], yardstick: number[]}} */
      const took = { ours: [], yardstick: [] };
      for (let run = 0; run < runs; run += 1) {
        took.yardstick.push(await removeAll(scene, count));
        took.ours.push(await removeExactly(scene, count));
      }
      rows.push(ratioRow(`${count} cookies`, took.ours, took.yardstick, 3));
    }
    return {
      name: 'cookies', title: `Exact removal of cookies in a profile of ${OTHERS.sites * OTHERS.each} others`, unit: 'ms', rows,
      beside: 'browsingData.remove for the same origin, which removes the cookies of all of dynamics.com',
    };
  });
}

/** @param {Scene} scene @param {{name: string, domain: string}[]} cookies */
async function put({ session }, cookies) {
  const control = await session.browser.target().createCDPSession();
  await control.send('Storage.setCookies', { cookies: cookies.map((cookie) => ({ ...cookie, value: 'x'.repeat(40), path: '/', secure: true, expires: Date.now() / 1000 + 86_400 })) });
  await control.detach();
}

/** The cookies of everybody else. @param {Scene} scene */
async function fill(scene) {
  for (let site = 0; site < OTHERS.sites; site += 1) {
    await put(scene, Array.from({ length: OTHERS.each }, (_, at) => ({ name: `other-${at}`, domain: `site-${site}.example` })));
  }
}

/** The CRM's. None of them holds a session: what is measured is their removal. @param {Scene} scene @param {number} count */
async function plant(scene, count) {
  await put(scene, Array.from({ length: count }, (_, at) => ({ name: `bench-${at}`, domain: CONTOSO })));
}

/** @param {Scene} scene @param {number} count */
async function removeAll(scene, count) {
  await plant(scene, count);
  return scene.session.evaluateInExtension(async (origin) => {
    const began = performance.now();
    await chrome.browsingData.remove({ origins: [origin] }, { cookies: true });
    return performance.now() - began;
  }, `https://${CONTOSO}`);
}

/** A real run; its calls are timed from the first to the last answer. @param {Scene} scene @param {number} count */
async function removeExactly(scene, count) {
  const { session } = scene;
  await plant(scene, count);
  const page = await session.open('https://news.example/');
  const old = (await session.tabs()).filter((tab) => tab !== page);
  for (const tab of old) await tab.close();
  // The background is awake by now, or is woken: the wrapping is in the one that runs.
  await session.evaluateInExtension(() => { chrome.runtime.connect({ name: 'panel' }).postMessage('watch'); });
  await (await session.worker()).evaluate(timeRemovals);
  await session.runAfter(() => session.clickToolbar(page));
  const batches = /** @type {{calls: number, took: number}[]} */ (await (await session.worker()).evaluate(() => /** @type {any} */ (globalThis).batches));
  const left = (await session.allCookies()).filter(({ domain }) => domain === CONTOSO);
  if (left.length > 0) throw new Error(`${left.length} cookies are left`);
  // A few more come with the questions that the run asks of the servers.
  const batch = batches.find(({ calls }) => count <= calls);
  if (!batch) throw new Error(`no removal of ${count} cookies: ${JSON.stringify(batches)}`);
  return batch.took;
}

/** Runs in the background: notes how many calls were under way together, and how long until all were answered. */
function timeRemovals() {
  const scope = /** @type {any} */ (globalThis);
  scope.batches = [];
  scope.set ??= chrome.cookies.set.bind(chrome.cookies);
  let [pending, calls, began] = [0, 0, 0];
  chrome.cookies.set = /** @type {any} */ (async (/** @type {any} */ details) => {
    if (pending === 0) [calls, began] = [0, performance.now()];
    pending += 1;
    calls += 1;
    try {
      return await scope.set(details);
    } finally {
      pending -= 1;
      if (pending === 0) scope.batches.push({ calls, took: performance.now() - began });
    }
  });
}

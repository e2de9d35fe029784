// @ts-check
// The panel: from the click until it is painted, beside an empty popup.
import { onStand } from './stand.mjs';
import { differenceRow, plainRow } from './statistics.mjs';

/** @typedef {import('../browser/scene.mjs').Scene} Scene */

/** @param {{runs: number}} options @returns {Promise<import('./statistics.mjs').Figure>} */
export function measure({ runs }) {
  return onStand(async ({ launch }) => {
    const [ours, empty] = [await launch(), await launch('tests/bench/empty')];
    /** @type {{painted: number[], told: number[], empty: number[]}} */
    const took = { painted: [], told: [], empty: [] };
    for (let run = 0; run <= runs; run += 1) {
      const other = await open(empty, 'popup.html');
      const one = await open(ours, 'panel.html');
      if (run === 0) continue;
      took.empty.push(other.painted);
      took.painted.push(one.painted);
      took.told.push(one.told);
    }
    return {
      name: 'panel', title: 'Panel: click until painted', unit: 'ms', beside: 'an empty popup',
      rows: [differenceRow('first paint', took.painted, took.empty, 30), plainRow('says how things stand', took.told)],
    };
  });
}

/** Clicks, and closes the popup again. @param {Scene} scene @param {string} file */
async function open({ session }, file) {
  const page = (await session.tabs())[0] ?? await session.open();
  await page.bringToFront();
  const extension = (await session.browser.extensions()).get(session.extensionId);
  if (!extension) throw new Error('the browser does not have the extension');
  const began = Date.now();
  await page.triggerExtensionAction(extension);
  const target = await session.browser.waitForTarget((each) => each.url().startsWith(session.url(file)));
  const popup = await target.asPage();
  const seen = await popup.evaluate(painted);
  const gone = new Promise((done) => { session.browser.on('targetdestroyed', (each) => { if (each === target) done(undefined); }); });
  await popup.evaluate(() => { setTimeout(() => window.close()); });
  await gone;
  return { painted: seen.painted - began, told: seen.told - began };
}

/** Runs in the popup: when it was first painted, and when it stopped being busy, by the computer's clock. */
async function painted() {
  const entry = await new Promise((done) => {
    new PerformanceObserver((list) => list.getEntriesByName('first-contentful-paint').forEach(done)).observe({ type: 'paint', buffered: true });
  });
  const main = document.querySelector('main');
  const isBusy = () => main?.dataset.tone === 'busy';
  if (isBusy()) await new Promise((done) => {
    new MutationObserver(() => { if (!isBusy()) done(undefined); }).observe(/** @type {Element} */ (main), { attributes: true });
  });
  return { painted: performance.timeOrigin + entry.startTime, told: Date.now() };
}

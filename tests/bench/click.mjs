// @ts-check
// From the click on the toolbar button until everything is over: signed out at the server, cleared, checked, filed.
import { atOnce, onStand, progress } from './stand.mjs';
import { ratioRow } from './statistics.mjs';

/** Organisations of five regions, each with a session of its own. */
const HOSTS = ['', '5', '6', '7', '11'].map((region, at) => `bench-${at + 1}.crm${region}.dynamics.com`);

/** What is measured: so many organisations, so many tabs of each. */
const CASES = [
  { label: '1 organisation, 1 tab', organisations: 1, tabs: 1 },
  { label: '1 organisation, 3 tabs', organisations: 1, tabs: 3 },
  { label: '1 organisation, 10 tabs', organisations: 1, tabs: 10 },
  { label: '2 organisations, a tab each', organisations: 2, tabs: 1 },
  { label: '3 organisations, a tab each', organisations: 3, tabs: 1 },
  { label: '4 organisations, a tab each', organisations: 4, tabs: 1 },
  { label: '5 organisations, a tab each', organisations: 5, tabs: 1 },
];

/** @param {{runs: number}} options @returns {Promise<import('./statistics.mjs').Figure>} */
export function measure({ runs }) {
  return onStand(async ({ world, launch }) => {
    for (const host of HOSTS) atOnce(world.addOrganisation({ host }));
    const ours = await launch();
    const yardstick = await launch('tests/bench/yardstick');
    const rows = [];
    for (const { label, organisations, tabs } of CASES) {
      progress(label);
      const hosts = HOSTS.slice(0, organisations);
      /** @type {{ours: number[], yardstick: number[]}} */
      const took = { ours: [], yardstick: [] };
      // The first run of each is not counted: files are read and code is compiled in it.
      for (let run = 0; run <= runs; run += 1) {
        const [other, one] = [await click(yardstick, hosts, tabs), await click(ours, hosts, tabs)];
        if (run > 0) took.yardstick.push(other);
        if (run > 0) took.ours.push(one);
      }
      rows.push(ratioRow(label, took.ours, took.yardstick, 1.25));
    }
    return {
      name: 'click', title: 'Toolbar click until signed out, cleared, checked and filed', unit: 'ms', rows,
      beside: 'a script that knows the page’s ids, calls the same removals, closes the tabs, and checks nothing',
    };
  });
}

/**
 * Signs in, clicks, and says how long it took.
 * @param {import('../browser/scene.mjs').Scene} scene
 * @param {string[]} hosts
 * @param {number} tabs of each
 */
async function click(scene, hosts, tabs) {
  const { session } = scene;
  const old = await session.tabs();
  /** @type {import('puppeteer-core').Page | undefined} */
  let page;
  for (const host of hosts) {
    page = await scene.signIn(host);
    for (let more = 1; more < tabs; more += 1) await scene.signIn(host);
  }
  if (!page) throw new Error('nobody is signed in');
  for (const tab of old) await tab.close();
  await page.bringToFront();
  const began = performance.now();
  await session.runAfter(() => session.clickToolbar(page));
  const took = performance.now() - began;
  const alive = scene.liveSessions();
  if (alive.length > 0) throw new Error(`still signed in: ${alive.join(', ')}`);
  const { verdict = 'signed_out' } = await session.lastReceipt();
  if (verdict !== 'signed_out') throw new Error(`the receipt says ${verdict}`);
  return took;
}

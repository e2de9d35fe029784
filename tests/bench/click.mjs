// @ts-check
// From the click on the toolbar button until everything is over: signed out at the server, cleared, checked, filed.
import { atOnce, onStand, progress } from './stand.mjs';
import { ratioRow, short, spreadOf } from './statistics.mjs';

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
    const [rows, notes] = [[], /** @type {string[]} */ ([])];
    for (const { label, organisations, tabs } of CASES) {
      progress(label);
      const hosts = HOSTS.slice(0, organisations);
      /** @type {{ours: number[], yardstick: number[]}} */
      const took = { ours: [], yardstick: [] };
      const steps = [];
      // The first run of each is not counted: files are read and code is compiled in it.
      for (let run = 0; run <= runs; run += 1) {
        const [other, one] = [await click(yardstick, hosts, tabs), await click(ours, hosts, tabs)];
        if (run === 0) continue;
        took.yardstick.push(other.took);
        took.ours.push(one.took);
        steps.push(one.steps);
      }
      rows.push(ratioRow(label, took.ours, took.yardstick, 1.25));
      notes.push(`${label}: ${stepsInWords(steps)}`);
    }
    return {
      name: 'click', title: 'Toolbar click until signed out, cleared, checked and filed', unit: 'ms', rows, notes,
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
  const { verdict = 'signed_out', lines = [], steps = [] } = await session.lastReceipt();
  if (verdict !== 'signed_out') throw new Error(`the receipt says ${verdict}: ${JSON.stringify(lines.filter(isDoubtful))}`);
  return { took, steps };
}

/** @param {{proof: object}} line */
const isDoubtful = ({ proof }) => !('verified' in proof);

/** How long each step of ours took, in the middle. @param {{step: string, took: number}[][]} runs */
function stepsInWords(runs) {
  const names = [...new Set(runs.flat().map(({ step }) => step))];
  const middle = (/** @type {string} */ name) => spreadOf(runs.flat().filter(({ step }) => step === name).map(({ took }) => took)).median;
  return names.map((name) => `${name.replaceAll('_', ' ')} ${short(middle(name))} ms`).join(', ');
}

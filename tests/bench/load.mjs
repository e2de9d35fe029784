// @ts-check
// The load of a CRM page with the extension and without it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../browser/harness.mjs';
import { CONTOSO } from '../browser/scene.mjs';
import { onStand, progress } from './stand.mjs';
import { differenceRow, plainRow } from './statistics.mjs';

/** What a CRM page may load of the extension by itself, in bytes. */
const BYTES = 3 * 1024;

/** What the browser notes of a script's work on the main thread. */
const WORK = ['v8.compile', 'EvaluateScript', 'FunctionCall'];

/** @typedef {import('../browser/scene.mjs').Scene} Scene */

/** @param {{runs: number}} options @returns {Promise<import('./statistics.mjs').Figure>} */
export function measure({ runs }) {
  return onStand(async ({ launch }) => {
    const [ours, empty] = [await launch(), await launch('tests/bench/empty')];
    const pages = { ours: await ours.signIn(CONTOSO), empty: await empty.signIn(CONTOSO) };
    /** @type {Record<'ours' | 'empty', {task: number[], heap: number[]}>} */
    const seen = { ours: { task: [], heap: [] }, empty: { task: [], heap: [] } };
    const scripts = [];
    for (let run = 0; run <= runs; run += 1) {
      for (const which of /** @type {('ours' | 'empty')[]} */ (['empty', 'ours'])) {
        const { task, heap } = await load(pages[which]);
        if (run > 0) seen[which].task.push(task);
        if (run > 0) seen[which].heap.push(heap);
      }
    }
    progress('traced');
    for (let run = 0; run <= runs; run += 1) {
      const took = await traced(pages.ours, `chrome-extension://${ours.session.extensionId}/`);
      if (run > 0) scripts.push(took);
    }
    const { total, files } = await bytes();
    return {
      name: 'load', title: 'A CRM page loads', unit: 'ms', beside: 'the same page in a browser without the extension',
      rows: [
        plainRow('main-thread time of our scripts, by the browser’s trace', scripts, 1),
        differenceRow('main-thread time of the whole load', seen.ours.task, seen.empty.task, 1),
      ],
      notes: [
        `${total} bytes are loaded into the page by themselves (at most ${BYTES}): ${files}`,
        `memory of the page’s scripts after the load: ${kib(seen.ours.heap)} KiB with the extension, ${kib(seen.empty.heap)} KiB without`,
      ],
    };
  });
}

/** @param {number[]} numbers */
const kib = (numbers) => Math.round((numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? NaN) / 1024);

/** Loads a page anew. @param {import('puppeteer-core').Page} page */
async function load(page) {
  await page.bringToFront();
  const client = await page.createCDPSession();
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const metric = async (/** @type {string} */ name) => (await client.send('Performance.getMetrics')).metrics.find((each) => each.name === name)?.value ?? NaN;
  const before = await metric('TaskDuration');
  await anew(page);
  const task = (await metric('TaskDuration') - before) * 1000;
  await client.send('HeapProfiler.collectGarbage');
  const heap = await metric('JSHeapUsedSize');
  await client.detach();
  return { task, heap };
}

/** @param {import('puppeteer-core').Page} page */
async function anew(page) {
  await page.reload({ waitUntil: 'load' });
  await page.waitForSelector('html[data-ready=true]');
}

/** Milliseconds that scripts of the extension worked in a load. @param {import('puppeteer-core').Page} page @param {string} origin */
async function traced(page, origin) {
  await page.tracing.start({ categories: ['devtools.timeline', 'v8'] });
  await anew(page);
  const text = new TextDecoder().decode(await page.tracing.stop());
  /** @type {{name: string, dur?: number, tdur?: number, args?: {data?: {url?: string, fileName?: string}}}[]} */
  const events = JSON.parse(text).traceEvents;
  const own = events.filter(({ name, args }) => WORK.includes(name) && (args?.data?.url ?? '').startsWith(origin));
  if (own.length === 0) throw new Error('the trace knows nothing of the extension');
  return own.reduce((sum, { dur = 0, tdur }) => sum + (tdur ?? dur), 0) / 1000;
}

/** What the manifest puts into a page of the CRM. */
async function bytes() {
  const { content_scripts: scripts } = JSON.parse(await readFile(join(ROOT, 'dist/extension/manifest.json'), 'utf8'));
  const names = new Set(scripts.filter(({ matches }) => matches.includes('https://*.crm4.dynamics.com/*')).flatMap(({ js }) => js));
  const sizes = await Promise.all([...names].map(async (name) => ({ name, size: (await readFile(join(ROOT, 'dist/extension', name))).length })));
  return { total: sizes.reduce((sum, { size }) => sum + size, 0), files: sizes.map(({ name, size }) => `${name} ${size}`).join(', ') };
}

// @ts-check
// The control is found: survey and decision beside one bare walk over the same tree, in an isolated world of the same page.
//
// A first look is in a world of scripts that has seen nothing of the page yet, as in real use; a later one is in a page
// that has changed since. The decision is that of the native release build: reading the report and deciding.
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { ROOT } from '../browser/harness.mjs';
import { progress } from './stand.mjs';
import { ratioRow, short, spreadOf } from './statistics.mjs';

const SIZES = [1_000, 10_000, 100_000];

/** The longest that a page may be held up at a stretch, in milliseconds, and the longest report, in bytes. */
const STRETCH = 50;
const REPORT = 65_536;

/** @param {{runs: number}} options @returns {Promise<import('./statistics.mjs').Figure>} */
export async function measure({ runs }) {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    const [first, later, notes] = [[], [], []];
    for (const size of SIZES) {
      progress(`${size} elements`);
      const seen = await look(page, size, runs);
      first.push(ratioRow(`${size} elements, first look`, seen.first.look, seen.first.walk, 2));
      later.push(ratioRow(`${size} elements, later look`, seen.later.look, seen.later.walk, 2));
      notes.push(`${size} elements: the page is held up for ${short(seen.longest)} ms at the longest (at most ${STRETCH}), `
        + `the report has ${seen.bytes} bytes (at most ${REPORT}), deciding takes ${short(seen.decided)} ms`);
    }
    return {
      name: 'survey', title: 'The control is found: survey and decision', unit: 'ms', rows: [...first, ...later], notes,
      beside: 'one bare walk over the same tree, shadow trees included',
    };
  } finally {
    await browser.close();
  }
}

/**
 * Looks at pages of one size.
 * @param {import('puppeteer-core').Page} page
 * @param {number} size
 * @param {number} runs
 */
async function look(page, size, runs) {
  const agent = (await Promise.all(['element.js', 'tree.js', 'page.js'].map((file) => readFile(join(ROOT, 'extension', file), 'utf8')))).join(';');
  const parts = [walk, timed, again].join('\n');
  const first = { look: /** @type {number[]} */ ([]), walk: /** @type {number[]} */ ([]) };
  /** @type {number | undefined} */
  let world;
  const client = await page.createCDPSession();
  for (let run = 0; run < runs; run += 1) {
    await page.goto('about:blank');
    await page.evaluate(build, size);
    first.walk.push((await inWorld(client, `${parts}; timed(() => walk(document))`)).value.took);
    ({ world } = await inWorld(client, `${parts}; ${agent}`));
    first.look.push((await inWorld(client, 'timed(() => cleanExitPage.survey())', world)).value.took);
  }
  const { value: later } = await inWorld(client, `again(${runs})`, world);
  await client.detach();
  const decided = decide(later.report, runs);
  const withDecision = (/** @type {number[]} */ looks) => looks.map((took) => took + decided);
  return {
    first: { look: withDecision(first.look), walk: first.walk },
    later: { look: withDecision(later.looks), walk: later.walks },
    decided, longest: Math.max(...later.stretches), bytes: Buffer.byteLength(JSON.stringify(later.report)),
  };
}

/**
 * Runs something in an isolated world that is new, or in one that is there.
 * @param {import('puppeteer-core').CDPSession} client
 * @param {string} expression
 * @param {number} [there]
 */
async function inWorld(client, expression, there) {
  const { frameTree } = await client.send('Page.getFrameTree');
  const world = there ?? (await client.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id })).executionContextId;
  const { result } = await client.send('Runtime.evaluate', { contextId: world, expression, awaitPromise: true, returnByValue: true });
  return { world, value: result.value };
}

/** Milliseconds of the decision on a report: the middle of many. @param {unknown} report @param {number} runs */
function decide(report, runs) {
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
  const question = JSON.stringify({ looks: [{ frame: 0, host: 'contoso.crm4.dynamics.com', report }], memory: null });
  const { stdout } = spawnSync(join(target, 'release/examples/decide'), { input: `${question}\n`.repeat(runs), encoding: 'utf8' });
  return spreadOf(stdout.trim().split('\n').map((line) => JSON.parse(line).micros / 1000)).median;
}

/** Runs in the page: builds so many elements, a header with a shadow tree, and records below it. @param {number} count */
function build(count) {
  const row = '<tr><td><a href="#r">Contoso</a></td><td><span>open</span></td><td><b>1</b><i></i></td></tr>';
  document.body.innerHTML = `<header><button>App</button><app-account></app-account></header>
    <main><table><thead><tr><th>Name</th></tr></thead><tbody>${row.repeat(count / 8)}</tbody></table></main>`;
  const shadow = document.querySelector('app-account')?.attachShadow({ mode: 'open' });
  if (shadow) shadow.innerHTML = '<button id="user-menu" aria-haspopup="true">Jane Doe</button>';
  return document.body.offsetHeight;
}

/** Runs in the page: goes over all elements, in shadow trees too, and does nothing. @param {Document | ShadowRoot} root @returns {number} */
function walk(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  let count = 0;
  while (walker.nextNode()) {
    count += 1;
    const inner = /** @type {Element} */ (walker.currentNode).shadowRoot;
    if (inner) count += walk(inner);
  }
  return count;
}

/** Runs in the page: how long this took, in ms, and what came of it. @param {() => any} what */
async function timed(what) {
  const start = performance.now();
  const it = await what();
  return { it, took: performance.now() - start };
}

/** Runs in the page: looks again and again, and notes the longest time for which nothing else could run. @param {number} runs */
async function again(runs) {
  const agent = /** @type {any} */ (globalThis).cleanExitPage;
  const [walks, looks, stretches] = [[], [], []];
  let report;
  for (let run = 0; run < runs; run += 1) {
    // Something comes and goes, so that nothing that was learnt of the page may be used again.
    document.body.appendChild(document.createElement('i')).remove();
    walks.push((await timed(() => walk(document))).took);
    let [longest, beat, running] = [0, performance.now(), true];
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      longest = Math.max(longest, performance.now() - beat);
      beat = performance.now();
      if (running) channel.port2.postMessage(0);
    };
    channel.port2.postMessage(0);
    const looked = await timed(() => agent.survey());
    running = false;
    looks.push(looked.took);
    stretches.push(Math.max(longest, performance.now() - beat));
    report = looked.it;
  }
  return { walks, looks, stretches, report };
}

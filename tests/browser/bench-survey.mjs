// @ts-check
/**
 * How long survey and decision take beside one bare walk over the same tree, in the same isolated world of the same page.
 * The decision is that of the native release build: reading the report and deciding.
 *
 *     node tests/browser/bench-survey.mjs
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const from = createRequire(process.env.PUPPETEER_FROM ?? path.join(here, '../package.json'));
const puppeteer = (await import(pathToFileURL(from.resolve('puppeteer-core')).href)).default;
const root = path.join(here, '../..');
const agent = ['element.js', 'tree.js', 'page.js'].map((file) => fs.readFileSync(path.join(root, 'extension', file), 'utf8')).join(';');

/** Microseconds of the decision on a report: the middle of many. @param {any} report */
function decide(report) {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');
  const question = JSON.stringify({ looks: [{ frame: 0, host: 'contoso.crm4.dynamics.com', report }], memory: null });
  const { stdout } = spawnSync(path.join(target, 'release/examples/decide'), { input: `${question}\n`.repeat(51), encoding: 'utf8' });
  const took = stdout.trim().split('\n').map((line) => JSON.parse(line).micros).sort((a, b) => a - b);
  return took[25];
}


/** Builds a page of so many elements: a header with a shadow tree, and records below it. @param {number} count */
function build(count) {
  const row = '<tr><td><a href="#r">Contoso</a></td><td><span>open</span></td><td><b>1</b><i></i></td></tr>';
  document.body.innerHTML = `<header><button>App</button><app-account></app-account></header>
    <main><table><thead><tr><th>Name</th></tr></thead><tbody>${row.repeat(count / 8)}</tbody></table></main>`;
  const shadow = document.querySelector('app-account')?.attachShadow({ mode: 'open' });
  if (shadow) shadow.innerHTML = '<button id="user-menu" aria-haspopup="true">Jane Doe</button>';
  return document.body.offsetHeight;
}

/** Goes over all elements, in shadow trees too, and does nothing: the yardstick. @param {Document | ShadowRoot} root @returns {number} */
function walk(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  let count = 0;
  while (walker.nextNode()) {
    count++;
    const inner = /** @type {Element} */ (walker.currentNode).shadowRoot;
    if (inner) count += walk(inner);
  }
  return count;
}

/** How long this took, in ms, and what came of it. @param {() => any} what */
async function timed(what) {
  const start = performance.now();
  const it = await what();
  return { it, took: performance.now() - start };
}

/** Times walks and surveys, and the longest time for which nothing else could run. */
async function measure() {
  const agent = /** @type {any} */ (globalThis).cleanExitPage;
  const middle = (/** @type {number[]} */ list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const [walks, surveys, again, stretches] = [[], [], [], []];
  let last = null;
  for (let round = 0; round < 15; round++) {
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
    const { it, took } = await timed(() => agent.survey());
    surveys.push(took);
    running = false;
    stretches.push(Math.max(longest, performance.now() - beat));
    again.push((await timed(() => agent.survey())).took);
    last = it;
  }
  return { walk: middle(walks), survey: middle(surveys), again: middle(again), longest: Math.max(...stretches), last,
    bytes: new TextEncoder().encode(JSON.stringify(last)).length };
}

if (spawnSync('cargo', ['build', '--quiet', '--release', '--example', 'decide'], { cwd: root, stdio: 'inherit' }).status !== 0) process.exit(1);
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
const client = await page.createCDPSession();
const parts = [walk, timed, measure].join('\n');

/** Runs something in an isolated world that is new, or in one that is there. @param {string} expression @param {number} [world] */
async function inWorld(expression, world) {
  const { frameTree } = await client.send('Page.getFrameTree');
  const contextId = world ?? (await client.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id })).executionContextId;
  const { result } = await client.send('Runtime.evaluate', { contextId, expression, awaitPromise: true, returnByValue: true });
  return { contextId, value: result.value };
}

const titles = ['elements', 'first walk', 'first look', 'ratio', 'walk', 'look', 'ratio', 'unchanged', 'decide', 'longest', 'controls', 'bytes'];
console.log('ms; a first walk or look is in a world of scripts that has seen nothing of the page yet, as in real use');
console.log(titles.map((title) => title.padStart(10)).join(''));
for (const count of [1000, 10000, 100000]) {
  const firsts = [];
  for (let round = 0; round < 7; round++) {
    await page.goto('about:blank');
    await page.evaluate(build, count);
    const walked = await inWorld(`${parts}; timed(() => walk(document))`);
    const { contextId } = await inWorld(`${parts}; ${agent}`);
    const looked = await inWorld('timed(() => cleanExitPage.survey())', contextId);
    firsts.push({ elements: walked.value.it, walk: walked.value.took, look: looked.value.took, contextId });
  }
  const { value: it } = await inWorld('measure()', firsts.at(-1)?.contextId);
  const middle = (/** @type {number[]} */ list) => list.sort((a, b) => a - b)[3];
  const [walked, looked] = [middle(firsts.map((first) => first.walk)), middle(firsts.map((first) => first.look))];
  const decided = decide(it.last) / 1000;
  console.log([firsts[0]?.elements, walked.toFixed(2), looked.toFixed(1), ((looked + decided) / walked).toFixed(1), it.walk.toFixed(2), it.survey.toFixed(2),
    ((it.survey + decided) / it.walk).toFixed(1), it.again.toFixed(2), decided.toFixed(2), it.longest.toFixed(1), it.last.controls.length, it.bytes]
    .map((cell) => String(cell).padStart(10)).join(''));
}
await browser.close();

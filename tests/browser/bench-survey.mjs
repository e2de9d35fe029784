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
const agent = ['element.js', 'page.js'].map((file) => fs.readFileSync(path.join(root, 'extension', file), 'utf8')).join(';');

/** Microseconds of the decision on a report: the middle of many. @param {any} report */
function decide(report) {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');
  const question = JSON.stringify({ looks: [{ frame: 0, host: 'contoso.crm4.dynamics.com', report }], memory: null });
  const { stdout } = spawnSync(path.join(target, 'release/examples/decide'), { input: `${question}\n`.repeat(51), encoding: 'utf8' });
  const took = stdout.trim().split('\n').map((line) => JSON.parse(line).micros).sort((a, b) => a - b);
  return took[25];
}


/** Builds a page of so many elements: a header, and records below it. @param {number} count */
function build(count) {
  const row = '<tr><td><a href="#r">Contoso</a></td><td><span>open</span></td><td><b>1</b><i></i></td></tr>';
  document.body.innerHTML = `<header><button>App</button><button id="user-menu" aria-haspopup="true">Jane Doe</button></header>
    <main><table><thead><tr><th>Name</th></tr></thead><tbody>${row.repeat(count / 8)}</tbody></table></main>`;
  return document.body.offsetHeight;
}

/** Times walk and survey, and the longest time for which nothing else could run. */
async function measure() {
  const walk = () => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT);
    let count = 0;
    while (walker.nextNode()) count++;
    return count;
  };
  const agent = /** @type {any} */ (globalThis).cleanExitPage;
  const middle = (/** @type {number[]} */ list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const [walks, surveys, stretches] = [[], [], []];
  let [bytes, elements, last] = [0, 0, null];
  for (let round = 0; round < 15; round++) {
    let start = performance.now();
    elements = walk();
    walks.push(performance.now() - start);
    let [longest, beat, running] = [0, performance.now(), true];
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      longest = Math.max(longest, performance.now() - beat);
      beat = performance.now();
      if (running) channel.port2.postMessage(0);
    };
    channel.port2.postMessage(0);
    start = performance.now();
    const report = await agent.survey({ wait: 0 });
    surveys.push(performance.now() - start);
    running = false;
    stretches.push(Math.max(longest, performance.now() - beat));
    last = report;
    bytes = new TextEncoder().encode(JSON.stringify(report)).length;
  }
  return { elements, walk: middle(walks), survey: middle(surveys), longest: Math.max(...stretches), bytes, controls: last.controls.length, last };
}

if (spawnSync('cargo', ['build', '--quiet', '--release', '--example', 'decide'], { cwd: root, stdio: 'inherit' }).status !== 0) process.exit(1);
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
console.log(' elements    walk ms   survey ms  decide ms      ratio  longest ms   controls      bytes');
for (const count of [1000, 10000, 100000]) {
  await page.goto('about:blank');
  await page.evaluate(build, count);
  const client = await page.createCDPSession();
  const { frameTree } = await client.send('Page.getFrameTree');
  const { executionContextId } = await client.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
  const { result } = await client.send('Runtime.evaluate', { contextId: executionContextId, expression: `${agent};(${measure})()`, awaitPromise: true, returnByValue: true });
  const it = result.value;
  const decided = decide(it.last) / 1000;
  console.log([it.elements, it.walk.toFixed(2), it.survey.toFixed(1), decided.toFixed(2), ((it.survey + decided) / it.walk).toFixed(1), it.longest.toFixed(1),
    it.controls, it.bytes].map((cell) => String(cell).padStart(9)).join('  '));
}
await browser.close();

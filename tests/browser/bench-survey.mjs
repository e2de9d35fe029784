// @ts-check
/**
 * How long a survey takes beside one bare walk over the same tree, in the same isolated world of the same page.
 *
 *     node tests/browser/bench-survey.mjs
 */
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const from = createRequire(process.env.PUPPETEER_FROM ?? path.join(here, '../package.json'));
const puppeteer = (await import(pathToFileURL(from.resolve('puppeteer-core')).href)).default;
const agent = fs.readFileSync(path.join(here, '../../extension/page.js'), 'utf8');

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
  let [bytes, elements] = [0, 0];
  for (let round = 0; round < 7; round++) {
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
    bytes = new TextEncoder().encode(JSON.stringify(report)).length;
  }
  return { elements, walk: middle(walks), survey: middle(surveys), longest: middle(stretches), bytes };
}

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
console.log('elements   walk ms   survey ms   ratio   longest ms   bytes');
for (const count of [1000, 10000, 100000]) {
  await page.goto('about:blank');
  await page.evaluate(build, count);
  const client = await page.createCDPSession();
  const { frameTree } = await client.send('Page.getFrameTree');
  const { executionContextId } = await client.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
  const { result } = await client.send('Runtime.evaluate', { contextId: executionContextId, expression: `${agent};(${measure})()`, awaitPromise: true, returnByValue: true });
  const it = result.value;
  console.log([it.elements, it.walk.toFixed(1), it.survey.toFixed(1), (it.survey / it.walk).toFixed(1), it.longest.toFixed(1), it.bytes].map((cell) => String(cell).padStart(9)).join('  '));
}
await browser.close();

// @ts-check
/**
 * How long the background takes from a stopped worker to its first answer, beside a worker that does nothing else.
 * `cargo xtask build` comes first.
 *
 *     node tests/browser/bench-start.mjs
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer from 'puppeteer-core';
import { Background } from './background.mjs';

/** So many starts of each are measured; the middle one counts. */
const STARTS = 25;
/** What the cold start may cost beyond an empty worker, in milliseconds. */
const BUDGET = 15;

const EMPTY = {
  'manifest.json': JSON.stringify({ manifest_version: 3, name: 'Empty', version: '1', background: { service_worker: 'empty.js' } }),
  'empty.js': 'chrome.runtime.onConnect.addListener((port) => port.onMessage.addListener(() => port.postMessage("here")));',
};

const folder = await mkdtemp(join(tmpdir(), 'clean-exit-'));
for (const [name, text] of Object.entries(EMPTY)) await writeFile(join(folder, name), text);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium', pipe: true, enableExtensions: true, args: ['--no-sandbox'],
});
try {
  const ours = await follow(resolve(import.meta.dirname, '../../dist/extension'));
  const empty = await follow(folder);
  /** @type {{ours: number[], empty: number[]}} */
  const took = { ours: [], empty: [] };
  for (let start = 0; start < STARTS; start++) {
    took.empty.push(await coldStart(empty));
    took.ours.push(await coldStart(ours));
  }
  const [one, other] = [middle(took.ours), middle(took.empty)];
  const over = one - other;
  console.log(`first answer after ${one.toFixed(1)} ms, of an empty worker after ${other.toFixed(1)} ms`);
  console.log(`${over.toFixed(1)} ms more (at most ${BUDGET}), ${(one / other).toFixed(2)} times as long`);
  process.exitCode = over <= BUDGET ? 0 : 1;
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}

/** Installs an extension, and opens a page of it to speak from. @param {string} path */
async function follow(path) {
  const id = await browser.installExtension(path);
  const page = await browser.newPage();
  await page.goto(`chrome-extension://${id}/manifest.json`);
  return { page, background: await Background.follow(browser, `chrome-extension://${id}/`, page) };
}

/** Stops the worker and times its next answer. @param {Awaited<ReturnType<typeof follow>>} extension */
async function coldStart({ page, background }) {
  await page.evaluate(answer);
  await background.stop();
  // A worker that is started again at once may find its own end still going on.
  await new Promise((done) => { setTimeout(done, 300); });
  return page.evaluate(answer);
}

/** Runs in a page of the extension: milliseconds until the background answers. */
function answer() {
  const began = performance.now();
  return new Promise((/** @type {(took: number) => void} */ done) => {
    const port = chrome.runtime.connect({ name: 'panel' });
    port.onMessage.addListener(() => {
      done(performance.now() - began);
      port.disconnect();
    });
    port.postMessage('watch');
  });
}

/** @param {number[]} numbers */
function middle(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;
}

// @ts-check
// The background from a stopped worker to its first answer, WASM included, beside a worker that does nothing else.
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import { Background } from '../browser/background.mjs';
import { ROOT } from '../browser/harness.mjs';
import { differenceRow } from './statistics.mjs';

/** A worker that is started again at once may find its own end still going on, in milliseconds. */
const REST = 300;

/** @param {{runs: number}} options @returns {Promise<import('./statistics.mjs').Figure>} */
export async function measure({ runs }) {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium', pipe: true, enableExtensions: true, args: ['--no-sandbox'],
  });
  try {
    const ours = await follow(browser, 'dist/extension');
    const empty = await follow(browser, 'tests/bench/empty');
    /** @type {{ours: number[], empty: number[]}} */
    const took = { ours: [], empty: [] };
    for (let run = 0; run < runs; run += 1) {
      took.empty.push(await coldStart(empty));
      took.ours.push(await coldStart(ours));
    }
    return {
      name: 'start', title: 'Background: cold start until the first event is handled', unit: 'ms',
      beside: 'an empty worker that answers the same message', rows: [differenceRow('cold start', took.ours, took.empty, 15)],
    };
  } finally {
    await browser.close();
  }
}

/** Installs an extension, and opens a page of it to speak from. @param {import('puppeteer-core').Browser} browser @param {string} path */
async function follow(browser, path) {
  const id = await browser.installExtension(resolve(ROOT, path));
  const page = await browser.newPage();
  await page.goto(`chrome-extension://${id}/manifest.json`);
  return { page, background: await Background.follow(browser, `chrome-extension://${id}/`, page) };
}

/** Stops the worker and times its next answer. @param {Awaited<ReturnType<typeof follow>>} extension */
async function coldStart({ page, background }) {
  await page.evaluate(answer);
  await background.stop();
  await delay(REST);
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

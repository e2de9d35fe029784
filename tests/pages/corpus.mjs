// @ts-check
/**
 * The corpus in Chromium: a page is surveyed and pressed by the real page agent of `extension/`, injected by a small extension
 * made for it; the native example `decide` decides.
 */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder of the corpus. */
export const HERE = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(HERE, '../..');
const from = createRequire(process.env.PUPPETEER_FROM ?? path.join(HERE, '../package.json'));
const puppeteer = (await import(pathToFileURL(from.resolve('puppeteer-core')).href)).default;

/** How long a look may wait for the page, in ms; the corpus builds its menus faster. */
const PATIENCE = 600;

/** So many looks are taken at one page. */
const MOST_LOOKS = 24;

/** An extension that does nothing but carry the page agent. */
function carrier() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'corpus-'));
  for (const file of ['element.js', 'tree.js', 'page.js']) fs.copyFileSync(path.join(root, 'extension', file), path.join(folder, file));
  fs.writeFileSync(path.join(folder, 'worker.js'), '');
  fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ manifest_version: 3, name: 'Corpus', version: '1',
    permissions: ['scripting', 'tabs'], host_permissions: ['<all_urls>'], background: { service_worker: 'worker.js' } }));
  return folder;
}

/**
 * @typedef {{about: string, steps: string[], host?: string, path?: string, size?: [number, number],
 *   meanwhile?: string, outcomes?: string[]}} Expectation `meanwhile` runs in the page between a look and its press
 * @typedef {{steps: string[], looks: any[], outcomes: string[], why: string}} Course
 */

/** The native decider, one line in and one out. */
function decider() {
  const built = spawnSync('cargo', ['build', '--quiet', '--example', 'decide'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the example decide was not built');
  const target = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');
  const child = spawn(path.join(target, 'debug/examples/decide'), { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  /** @param {any} question */
  const ask = async (question) => {
    child.stdin.write(JSON.stringify(question) + '\n');
    return JSON.parse((await lines.next()).value);
  };
  return { ask, end: () => child.stdin.end() };
}

/** Surveys every frame of the tab. Runs in the carrier's worker. @param {number} tabId @param {number} wait */
async function surveyAll(tabId, wait) {
  const chrome = /** @type {any} */ (globalThis).chrome;
  const target = { tabId, allFrames: true };
  await chrome.scripting.executeScript({ target, files: ['element.js', 'tree.js', 'page.js'] });
  const results = await chrome.scripting.executeScript({ target, args: [wait], func: async (/** @type {number} */ wait) => ({
    host: location.hostname, report: await (/** @type {any} */ (globalThis)).cleanExitPage.survey({ wait: window === top ? wait : 0 }) }) });
  return results.filter((/** @type {any} */ it) => it.result?.host).map((/** @type {any} */ it) => ({ frame: it.frameId, ...it.result }));
}

/** Presses a target. Runs in the carrier's worker. @param {number} tabId @param {any} target */
async function pressIt(tabId, target) {
  const [{ result }] = await (/** @type {any} */ (globalThis)).chrome.scripting.executeScript({
    target: { tabId, frameIds: [target.frame] }, args: [target],
    func: (/** @type {any} */ target) => (/** @type {any} */ (globalThis)).cleanExitPage.press(target) });
  return result.outcome;
}

/** What a page's own file expects. @param {string} file @returns {Expectation} */
export function expectation(file) {
  const html = fs.readFileSync(path.join(HERE, file), 'utf8');
  return JSON.parse(html.split('<script type="application/json" id="expect">')[1].split('</script>')[0]);
}

/** A document that navigates while it is surveyed may never answer: that look saw nothing. @param {Promise<any>} look */
function inTime(look) {
  return Promise.race([look, new Promise((resolve) => setTimeout(() => resolve([]), 5 * PATIENCE))]);
}

/** Starts the browser and the decider. */
export async function openCorpus() {
  const decide = decider();
  const folder = carrier();
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', pipe: true, enableExtensions: true,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'] });
  await browser.installExtension(folder);
  const worker = await (await browser.waitForTarget((it) => it.type() === 'service_worker')).worker();
  const close = async () => {
    await browser.close();
    decide.end();
    fs.rmSync(folder, { recursive: true });
  };
  return { run: (/** @type {string} */ file, change = () => {}) => run(file, change), visit, replay, close };

  /**
   * Goes through a page, look by look, until something is decided that ends it.
   * @param {string} file @param {() => void} change what is done to the page first; it runs there
   * @returns {Promise<Course>}
   */
  async function run(file, change) {
    const html = fs.readFileSync(path.join(HERE, file), 'utf8');
    const expected = expectation(file);
    const { page, look, press, close } = await visit(html, expected);
    await page.evaluate(change);
    const [steps, looks, outcomes] = [[], [], []];
    let [memory, wait, why] = [null, 0, ''];
    for (let turn = 0; turn < MOST_LOOKS; turn++) {
      const { frames, ...answer } = await look(memory, wait);
      looks.push(frames);
      [memory, wait, why] = [answer.memory, PATIENCE, answer.why];
      if (answer.words === 'wait') continue;
      steps.push(answer.words);
      if (answer.words === 'reload') await page.reload({ waitUntil: 'load' });
      else if (answer.target) {
        if (expected.meanwhile) await page.evaluate(expected.meanwhile);
        outcomes.push(await press(answer.target));
      } else break;
      if (/^(press|choose)/.test(answer.words) && expected.steps.at(-1) === answer.words) break;
    }
    await close();
    return { steps, looks, outcomes, why };
  }

  /** Opens a page, to look at it and to press in it. @param {string} html @param {Expectation} expected */
  async function visit(html, expected) {
    const page = await open(html, expected);
    const tabId = await worker.evaluate(async () => (await chrome.tabs.query({ active: true, lastFocusedWindow: true }))[0].id);
    /** @param {any} memory @param {number} [wait] */
    const look = async (memory, wait = PATIENCE) => {
      const frames = await inTime(worker.evaluate(surveyAll, tabId, wait));
      return { frames, ...await decide.ask({ looks: frames, memory }) };
    };
    const press = (/** @type {any} */ target) => worker.evaluate(pressIt, tabId, target);
    return { page, look, press, close: () => page.close() };
  }

  /** What is decided on looks that were recorded. @param {any[]} looks @returns {Promise<string[]>} */
  async function replay(looks) {
    const steps = [];
    let memory = null;
    for (const frames of looks) {
      const answer = await decide.ask({ looks: frames, memory });
      memory = answer.memory;
      if (answer.words !== 'wait') steps.push(answer.words);
    }
    return steps;
  }

  /** Opens a page of the corpus at its own address; `<template data-path="/x">` in it is served at /x of `data-host`. */
  async function open(/** @type {string} */ html, /** @type {any} */ expected) {
    const page = await browser.newPage();
    const [width, height] = expected.size ?? [1280, 800];
    await page.setViewport({ width, height });
    await page.setRequestInterception(true);
    page.on('request', (/** @type {any} */ request) => {
      const url = new URL(request.url());
      const frame = html.match(new RegExp(`<template data-path="${url.pathname}">([\\s\\S]*?)</template>`))?.[1];
      const body = frame ?? (request.frame() === page.mainFrame() ? html : '');
      request.respond({ status: 200, contentType: 'text/html; charset=utf-8', body });
    });
    await page.goto(`https://${expected.host ?? 'contoso.crm4.dynamics.com'}${expected.path ?? '/main.aspx'}`, { waitUntil: 'load' });
    await page.bringToFront();
    return page;
  }
}

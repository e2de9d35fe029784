// @ts-check
// Ten minutes of constant use of a CRM page: messages, wake-ups and CPU time of the background.
//
// Ten minutes are not waited for: the page's clock is moved on by a second before each second's events, in the world of the
// extension's scripts, so that `watch.js` finds ten minutes gone. The background is ended after each message,
// so that every message is a wake-up, which is the worst there can be.
import { readdir, readFile } from 'node:fs/promises';
import { until } from '../browser/harness.mjs';
import { CONTOSO } from '../browser/scene.mjs';
import { watchOf } from '../browser/watching.mjs';
import { onStand, progress } from './stand.mjs';
import { differenceRow, plainRow } from './statistics.mjs';

const SECONDS = 600;

/** Ten minutes are measured so often: they are many events, each of them a run of its own. */
const ROUNDS = 3;

/** Ticks a second in which Linux counts the time of a process (`sysconf(_SC_CLK_TCK)`, the same on all its platforms). */
const TICKS = 100;

/** @typedef {import('../browser/scene.mjs').Scene} Scene */

/** @returns {Promise<import('./statistics.mjs').Figure>} */
export function measure() {
  return onStand(async ({ launch }) => {
    const [ours, empty] = [await launch(), await launch('tests/bench/empty')];
    const pages = { ours: await ours.signIn(CONTOSO), empty: await empty.signIn(CONTOSO) };
    await ours.session.inScriptOf(pages.ours, moveClock);
    /** @type {{messages: number[], wakes: number[], cpu: number[], without: number[]}} */
    const seen = { messages: [], wakes: [], cpu: [], without: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      progress(`ten minutes, ${round + 1} of ${ROUNDS}`);
      const { messages, wakes, cpu } = await use(ours, pages.ours);
      seen.messages.push(messages);
      seen.wakes.push(wakes);
      seen.cpu.push(cpu);
      seen.without.push(await useOf(empty, pages.empty));
    }
    return {
      name: 'use', title: 'Ten minutes of constant use of a CRM page', unit: 'ms', beside: 'an extension that does nothing',
      rows: [
        plainRow('messages to the background (a number)', seen.messages),
        plainRow('wake-ups of the background (a number)', seen.wakes, SECONDS / 60),
        differenceRow('CPU time of the extension’s process', seen.cpu, seen.without),
      ],
    };
  });
}

/** Evaluated in the world of the extension's scripts. */
const moveClock = `(() => {
  const real = Date.now.bind(Date);
  globalThis.ahead = 0;
  Date.now = () => real() + globalThis.ahead;
  globalThis.said = [];
  const send = chrome.runtime.sendMessage.bind(chrome.runtime);
  chrome.runtime.sendMessage = (word) => { said.push(word); return send(word); };
})()`;

/** @param {Scene} scene @param {import('puppeteer-core').Page} page */
async function use(scene, page) {
  await page.bringToFront();
  const began = { cpu: await cpuOf(scene), said: await scene.session.inScriptOf(page, 'said.length') };
  let wakes = 0;
  for (let second = 0; second < SECONDS; second += 1) {
    const told = await scene.session.inScriptOf(page, 'globalThis.ahead += 1000; said.length');
    const before = (await watchOf(scene)).session?.seen;
    await move(page, second);
    if (told === await scene.session.inScriptOf(page, 'said.length')) continue;
    await until(async () => (await watchOf(scene)).session?.seen !== before, { what: 'the message to be taken up' });
    wakes += 1;
    await scene.session.killWorker();
  }
  return { messages: await scene.session.inScriptOf(page, 'said.length') - began.said, wakes, cpu: await cpuOf(scene) - began.cpu };
}

/** The same where nobody listens: how long the extension's process worked. @param {Scene} scene @param {import('puppeteer-core').Page} page */
async function useOf(scene, page) {
  await page.bringToFront();
  const began = await cpuOf(scene);
  for (let second = 0; second < SECONDS; second += 1) await move(page, second);
  return await cpuOf(scene) - began;
}

/** @param {import('puppeteer-core').Page} page @param {number} second */
const move = (page, second) => page.mouse.move(100 + second % 500, 300 + second % 200);

/** Milliseconds of CPU time of the browser's process for extensions. @param {Scene} scene */
async function cpuOf({ session }) {
  const browser = session.browser.process()?.pid;
  let ticks = 0;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // A process may end while it is looked at.
    const words = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (!words.includes('--extension-process') || !words.includes(session.profile) && await parentOf(name) !== browser) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name in brackets may hold spaces; user and system time are the 14th and 15th field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return ticks * 1000 / TICKS;
}

/** The browser that a process belongs to: the topmost of its own kind. @param {string} pid */
async function parentOf(pid) {
  let at = Number(pid);
  for (;;) {
    const stat = await readFile(`/proc/${at}/stat`, 'utf8').catch(() => '');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
    const words = await readFile(`/proc/${parent}/cmdline`, 'utf8').catch(() => '');
    if (!words.includes('chrom')) return at;
    at = parent;
  }
}

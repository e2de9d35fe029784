// @ts-check
/**
 * What watching costs: messages to the background and its starts in ten minutes of constant use of a CRM page,
 * and the time that the scripts take as a page loads and at each event.
 *
 * Ten minutes are not waited for: the page's clock is moved on by a second before each second's events, in the world of the
 * extension's scripts, so that `watch.js` finds ten minutes gone. The background is ended after each message,
 * so that every message is a start, which is the worst there can be.
 *
 *     node tests/browser/bench-watch.mjs
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld } from '../org/world.mjs';
import { launch, ROOT, until } from './harness.mjs';
import { CONTOSO, Scene } from './scene.mjs';
import { watchOf } from './watching.mjs';

const SECONDS = 600;

const dir = await mkdtemp(join(tmpdir(), 'clean-exit-world-'));
const world = await startWorld({ dir });
const session = await launch({ world });
try {
  const scene = new Scene(world, session);
  const page = await scene.signIn(CONTOSO);
  await session.inScriptOf(page, `(() => {
    const real = Date.now.bind(Date);
    globalThis.ahead = 0;
    Date.now = () => real() + globalThis.ahead;
    globalThis.said = [];
    const send = chrome.runtime.sendMessage.bind(chrome.runtime);
    chrome.runtime.sendMessage = (word) => { said.push(word); return send(word); };
  })()`);
  let starts = 0;
  for (let second = 0; second < SECONDS; second += 1) {
    await session.inScriptOf(page, 'globalThis.ahead += 1000; said.length').then(async () => {
      const before = (await watchOf(scene)).session?.seen;
      const told = await session.inScriptOf(page, 'said.length');
      await page.mouse.move(100 + second % 500, 300 + second % 200);
      if (told === await session.inScriptOf(page, 'said.length')) return;
      await until(async () => (await watchOf(scene)).session?.seen !== before, { what: 'the message to be taken up' });
      starts += 1;
      await session.killWorker();
    });
  }
  const said = await session.inScriptOf(page, 'said.length');

  const event = await page.evaluate(() => {
    const start = performance.now();
    for (let round = 0; round < 10_000; round += 1) document.body.dispatchEvent(new KeyboardEvent('keydown'));
    return (performance.now() - start) / 10_000;
  });
  const script = await readFile(join(ROOT, 'extension/watch.js'), 'utf8') + await readFile(join(ROOT, 'extension/entries.js'), 'utf8');
  // Many at once: the page's clock counts tenths of a millisecond only.
  const load = await session.inScriptOf(page, `(() => {
    const run = new Function(${JSON.stringify(script)});
    const start = performance.now();
    for (let round = 0; round < 100; round += 1) {
      globalThis.cleanExitPage = {};
      run();
    }
    return (performance.now() - start) / 100;
  })()`);
  console.table({
    'messages in ten minutes of constant use': said,
    'starts of the background in that time, at most': starts,
    'time of the scripts at a page load, in ms': Number(load.toFixed(3)),
    'time of an event that is not told, in ms, with all listeners of the page': Number(event.toFixed(4)),
    'length of watch.js in bytes': (await readFile(join(ROOT, 'extension/watch.js'))).length,
  });
} finally {
  await session.close();
  await world.close();
  await rm(dir, { recursive: true, force: true });
}

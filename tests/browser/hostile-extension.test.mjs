// Another extension beside ours: it is not heard, it sees no receipt, and what it puts back is found.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { order } from './faults/copy.mjs';
import { setSceneOfFaults } from './faults/scene.mjs';
import { until } from './harness.mjs';
import { assertNothingHappened } from './hostile.mjs';
import { linesOf } from './receipt.mjs';
import { CONTOSO, FABRIKAM, setScene } from './scene.mjs';

const FOLDER = fileURLToPath(new URL('fixtures/hostile', import.meta.url));

/** The cookie that the other one puts back. */
const KEPT = 'CrmOwinAuth';

/** All that our own pages, and our scripts in pages, may say. */
const WORDS = [
  'start', 'watch', { answer: { sign_out: true } }, { answer: { sign_out: false } }, 'keep', 'leave',
  'copied', 'opened', 'active', 'left', 'present', { roll: 1 },
];

/**
 * Loads the other extension, and gives its background.
 * @param {import('./scene.mjs').Scene} scene
 */
async function hostile({ session }) {
  const worker = await session.installOther(FOLDER);
  await until(() => worker.evaluate(() => 'speak' in globalThis), { what: 'the other extension to start' });
  return worker;
}

test('another extension is not listened to, and reads nothing', async (t) => {
  const scene = await setScene(t);
  await scene.runFrom(await scene.signIn(CONTOSO));
  const stored = Object.keys(await scene.session.stored());
  assert.ok(stored.includes('receipts'));
  await (await scene.receiptPage()).close();
  const worker = await hostile(scene);
  const page = await scene.signIn(FABRIKAM);
  await scene.signIn(CONTOSO);
  const before = await scene.remember();
  scene.world.clearRequests();

  const answers = await worker.evaluate((id, words) => /** @type {any} */ (globalThis).speak(id, words), scene.session.extensionId, WORDS);
  assert.equal(answers.length, WORDS.length + 3);
  for (const answer of answers) assert.match(answer, /^refused: /);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.heard), undefined, 'its script in the page was heard');

  await worker.evaluate((names) => /** @type {any} */ (globalThis).ring(names), ['run', 'watch', 'tick', 'deadline', 'test']);

  for (const file of ['panel.html', 'options.html', 'warning.html']) {
    const inside = await worker.evaluate((address) => /** @type {any} */ (globalThis).open(address), scene.session.url(file));
    for (const answer of inside) assert.match(answer, /^refused: /, `it ran a script in ${file}`);
  }
  const panels = (await scene.session.tabs()).filter((tab) => tab.url() === scene.session.url('panel.html'));
  assert.equal(panels.length, 2);
  for (const panel of panels) await panel.waitForSelector('main[data-tone]:not([data-tone=busy])');

  assert.deepEqual(scene.world.requests(), []);
  await assertNothingHappened(scene, before, page, stored);
});

test('a cookie that another extension puts back is found, and the receipt says so', async (t) => {
  const scene = await setSceneOfFaults(t);
  const page = await scene.signIn(CONTOSO);
  const worker = await hostile(scene);
  await worker.evaluate((name) => /** @type {any} */ (globalThis).keepCookie(name), KEPT);
  // The last look comes after the other one, whichever of the two the browser tells first.
  await order(scene.session, { mode: 'behind', cookie: KEPT });

  const receipt = await scene.runFrom(page);

  const cookies = await scene.session.allCookies();
  assert.ok(cookies.some(({ name }) => name === KEPT), 'it put nothing back');
  assert.notEqual(receipt.verdict, 'signed_out');
  assert.ok(linesOf(receipt, 'cookies').some(({ proof }) => 'failed' in proof), JSON.stringify(linesOf(receipt, 'cookies')));
});

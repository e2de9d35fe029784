// The built extension loads, keeps its id, starts its background, and opens its panel by a real click.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startWorld } from '../org/world.mjs';
import { EXTENSION_ID, launch, until } from './harness.mjs';

/** @type {string} */
let folder;
/** @type {import('../org/world.mjs').World} */
let world;
/** @type {import('./harness.mjs').Session} */
let session;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clean-exit-world-'));
  world = await startWorld({ dir: folder });
  session = await launch({ world });
});

after(async () => {
  await session?.close();
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

test('the extension is installed under its fixed id', async () => {
  assert.equal(session.extensionId, EXTENSION_ID);
  assert.equal(await session.evaluateInExtension(() => chrome.runtime.id), EXTENSION_ID);
  assert.equal(await session.evaluateInExtension(() => chrome.runtime.getManifest().name), 'Clean Exit');
});

test('the background starts, and starts again after its death', async () => {
  await session.worker();
  await session.killWorker();
  assert.equal(await session.hasWorker(), false);
  const page = await session.open('https://news.example/');
  await session.clickToolbar(page);
  await session.worker();
  await closePanel();
  await page.close();
});

test('a click on the toolbar button opens the panel, with no CRM session too', async () => {
  const page = await session.open('https://news.example/');
  await session.clickToolbar(page);
  const panel = await session.panel();
  await panel.waitForFunction(() => document.body.innerText.trim() !== '');
  await closePanel();
  await page.close();
});

test('what the extension stores can be read without waking it', async () => {
  await session.worker();
  await session.killWorker();
  assert.equal(typeof await session.stored(), 'object');
  assert.equal(await session.hasWorker(), false);
});

/** Closes the panel: one that has not heard of the background yet would start it again. */
async function closePanel() {
  await (await session.panel()).close();
  await until(async () => !await session.hasPanel(), { what: 'the panel to be closed' });
}

// What can be done with all receipts: kept so long, saved and checked elsewhere, deleted.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { chained, faultsOf } from './chain.mjs';
import { OptionsPage } from './options-page.mjs';
import { ReceiptsPage, receipt } from './receipts-page.mjs';
import { CONTOSO, ENTRA, setScene } from './scene.mjs';

const DAY = 86_400_000;

/** Receipts of these ages in days, the oldest first. @param {number[]} ages */
const aged = (...ages) => chained(ages.map((days) => receipt(Date.now() - days * DAY)));

/** @param {import('node:test').TestContext} t */
async function downloads(t) {
  const folder = await mkdtemp(join(tmpdir(), 'clean-exit-files-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a saved file is checked by another program, which finds every change', async (t) => {
  const scene = await setScene(t);
  await scene.session.storeSettings({ receipts: [receipt(Date.now() - DAY)] });
  await scene.runFrom(await scene.signIn(CONTOSO));
  const page = await ReceiptsPage.open(scene.session);
  const { name, content } = await page.save('json', await downloads(t));
  assert.match(name, /^clean-exit-receipts-\d{4}-\d{2}-\d{2}\.json$/);
  const saved = JSON.parse(content);
  assert.deepEqual(Object.keys(saved), ['format', 'version', 'saved', 'ends', 'receipts']);
  assert.ok(Math.abs(Date.parse(saved.saved) - Date.now()) < 60_000);
  assert.deepEqual(saved.receipts, (await scene.session.stored()).receipts);
  assert.deepEqual(faultsOf(saved), []);
  assert.equal(saved.receipts[0].chain.taken_over, true);
  const changed = structuredClone(saved);
  changed.receipts[1].lines[0].removed = 77;
  assert.deepEqual(faultsOf(changed), ['receipt 2: changed']);
  assert.deepEqual(faultsOf({ ...saved, receipts: saved.receipts.slice(0, 1) }), ['the end is missing']);
  assert.deepEqual(faultsOf({ ...saved, receipts: saved.receipts.slice(1) }), ['receipt 2: does not follow on 0']);

  const { email, name: person } = scene.world.users[0] ?? { email: '?', name: '?' };
  for (const secret of [email, person, 'main.aspx', 'CrmOwinAuth', ENTRA]) assert.ok(!content.includes(secret), `${secret} is in the file`);
});

test('a table is saved for spreadsheets, in which nothing is a formula', async (t) => {
  const scene = await setScene(t);
  const stored = aged(1);
  stored.receipts[0].trigger = '=HYPERLINK("https://evil.example")';
  await scene.session.storeSettings(stored);
  await scene.runFrom(await scene.signIn(CONTOSO));
  const page = await ReceiptsPage.open(scene.session);
  const { name, content } = await page.save('csv', await downloads(t));
  assert.match(name, /\.csv$/);
  assert.ok(content.startsWith('\uFEFF"number","chain","hash","began","ended","trigger",'));
  const rows = content.trimEnd().split('\r\n').map((row) => row.slice(1, -1).split('","'));
  assert.deepEqual([...new Set(rows.map((row) => row.length))], [21]);
  const { receipts } = await scene.session.stored();
  assert.equal(rows.length, 1 + receipts[0].lines.length + receipts[1].lines.length);
  assert.deepEqual(rows[1]?.slice(0, 6), ['1', 'changed', receipts[0].chain.hash, new Date(receipts[0].run).toISOString(), new Date(receipts[0].ended).toISOString(), '\'=HYPERLINK(""https://evil.example"")']);
  assert.deepEqual(rows.at(-1)?.slice(0, 3), ['2', 'sound', receipts[1].chain.hash]);
});

test('receipts are kept as long as was set, and what is dropped leaves no gap', async (t) => {
  const scene = await setScene(t);
  await scene.session.storeSettings(aged(100, 89, 20, 5, 1));
  const page = await ReceiptsPage.open(scene.session);
  assert.deepEqual(await page.findings(), ['4 receipts follow each other. None was changed, and none is missing.', '1 earlier receipt was removed because of its age, or deleted on this page. That is no gap.']);
  assert.equal((await scene.session.stored()).receipts.length, 4);

  const options = await OptionsPage.open(scene.session);
  await options.page.click('#receipt_days', { count: 3 });
  await options.page.keyboard.type('10');
  await options.page.keyboard.press('Enter');
  await options.waitForStored({ receipt_days: 10 });
  await page.waitForFinding('2 receipts follow each other. None was changed, and none is missing.');

  await page.page.close();
  await scene.session.storeSettings({ ...aged(9, 8), settings: { receipt_days: 5 } });
  await scene.runFrom(await scene.signIn(CONTOSO));
  const { receipts, 'receipts-chain': ends } = await scene.session.stored();
  assert.deepEqual(receipts.map((/** @type {any} */ { chain }) => chain.number), [3], 'filing drops old ones too');
  assert.equal(ends.dropped.number, 2);
});

test('all are deleted after a question, and the chain goes on', async (t) => {
  const scene = await setScene(t);
  await scene.session.storeSettings(aged(2, 1));
  const page = await ReceiptsPage.open(scene.session);
  await page.page.click('#delete');
  assert.equal(await page.page.$eval('#delete-question', (question) => question.textContent), 'Delete all 2 receipts?');
  assert.equal(await page.page.evaluate(() => document.activeElement?.textContent), 'Keep them');
  await page.page.keyboard.press('Enter');
  assert.equal(await page.page.$('dialog[open]'), null);
  assert.equal((await scene.session.stored()).receipts.length, 2);
  assert.equal(await page.page.evaluate(() => document.activeElement?.id), 'delete', 'the keyboard is back where it was');

  await page.page.click('#delete');
  await page.page.click('#delete-yes');
  await page.waitForFinding('2 earlier receipts were removed because of their age, or deleted on this page. That is no gap.');
  assert.deepEqual((await scene.session.stored()).receipts, []);
  assert.equal(await page.page.$eval('#save-note', (note) => note.textContent), 'All receipts were deleted.');
  await scene.runFrom(await scene.signIn(CONTOSO));
  await page.waitForFinding('1 receipt, not changed.');
});

test('where an administrator fixed how long they are kept, nobody deletes them here', async (t) => {
  const scene = await setScene(t, { policy: { receipt_days: 30 } });
  await scene.session.storeSettings({ ...aged(40, 20, 1), settings: { receipt_days: 1 } });
  const page = await ReceiptsPage.open(scene.session);
  await page.waitForFinding('2 receipts follow each other. None was changed, and none is missing.');
  assert.equal(await page.page.$eval('#kept', (kept) => kept.textContent), 'Receipts are kept for 30 days. Set by your organisation, so they cannot be deleted here.');
  assert.equal(await page.page.$eval('#delete', (button) => button.checkVisibility()), false);
  // Who shows the button again, and presses it, is refused all the same.
  await page.page.$eval('#delete-yes', (button) => /** @type {HTMLElement} */ (button).click());
  await scene.waitFor(() => page.page.$eval('#save-note', (note) => note.textContent === 'The receipts could not be deleted.'), 'the refusal');
  assert.equal((await scene.session.stored()).receipts.length, 2);
});

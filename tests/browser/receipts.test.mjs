// The page with the receipts: real runs are on it, what was tampered with is noticed, and it can be searched.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chained } from './chain.mjs';
import { ReceiptsPage, manyReceipts, receipt } from './receipts-page.mjs';
import { ADVENTURE_WORKS, CONTOSO, FABRIKAM, setScene } from './scene.mjs';

const DAY = 86_400_000;
const SOUND = '3 receipts follow each other. None was changed, and none is missing.';

/** Stores receipts anew, and returns what the page then says of the chain. @param {ReceiptsPage} page @param {object} stored @param {string} wanted */
async function findingsOf(page, stored, wanted) {
  await page.session.storeSettings({ ...stored });
  await page.waitForFinding(wanted);
  return (await page.findings()).slice(1).map((each) => each?.replace(/^.*?(AM|PM): /u, ''));
}

test('real runs are on the page as they happen, the newest first, and their chain is whole', async (t) => {
  const scene = await setScene(t);
  const page = await ReceiptsPage.open(scene.session);
  assert.equal(await page.page.$eval('#days', (days) => days.textContent), 'No receipts yet. After your next sign-out, its receipt is here.');
  await scene.runFrom(await scene.signIn(CONTOSO));
  await page.waitForFinding('1 receipt, not changed.');
  await scene.session.choose({ account: false });
  await scene.runFrom(await scene.signIn(ADVENTURE_WORKS));
  await page.waitForFinding('2 receipts follow each other. None was changed, and none is missing.');

  const rows = await page.rows();
  assert.deepEqual(rows.map(({ class: form, outcome, about, state }) => [form, outcome, about, state]), [
    ['unverifiable', 'Cleared here; the account stays signed in', `${ADVENTURE_WORKS} · Toolbar button`, ''],
    ['verified', 'Signed out and checked', `${CONTOSO} · Toolbar button`, ''],
  ]);
  await page.page.bringToFront();
  await page.page.click('#open-0');
  const details = await page.page.$eval('#details-0', (each) => each.textContent ?? '');
  assert.match(details, new RegExp(`^${CONTOSO}Dynamics 365 · the page’s own sign-out button was pressed`));
  assert.match(details, /Receipt 1 · fingerprint [0-9a-f]{64}$/);
  const { receipts, 'receipts-chain': ends } = await scene.session.stored();
  assert.deepEqual(chained(receipts.map((/** @type {any} */ { chain: _, ...each }) => each)), { receipts, 'receipts-chain': ends }, 'another program makes the same chain');
});

test('what was changed, removed, moved, put in or damaged is noticed at its place, and loses nothing', async (t) => {
  const scene = await setScene(t);
  const whole = chained([3, 2, 1].map((days) => receipt(Date.now() - days * DAY)));
  const [first, second, third] = /** @type {[any, any, any]} */ (whole.receipts);
  await scene.session.storeSettings(whole);
  const page = await ReceiptsPage.open(scene.session);
  assert.deepEqual(await page.findings(), [SOUND]);
  const one = '1 thing is wrong with these receipts';
  const withList = (/** @type {any[]} */ ...receipts) => ({ ...whole, receipts });

  const edited = { ...second, lines: second.lines.slice(1) };
  assert.deepEqual(await findingsOf(page, withList(first, edited, third), one), ['This receipt was changed after it was stored.']);
  assert.deepEqual((await page.rows()).map(({ state }) => state), ['', 'This receipt was changed after it was stored.', '']);

  await findingsOf(page, whole, SOUND);
  assert.deepEqual(await findingsOf(page, withList(first, third), one), ['1 receipt is missing here.']);
  assert.deepEqual(await page.outcomes(), ['Signed out and checked', '1 receipt is missing here.', 'Signed out and checked']);

  await findingsOf(page, whole, SOUND);
  assert.deepEqual(await findingsOf(page, withList(first), one), ['2 receipts are missing here.'], 'the newest');
  await findingsOf(page, whole, SOUND);
  assert.deepEqual(await findingsOf(page, withList(second, third), one), ['1 receipt is missing here.'], 'the oldest');
  await findingsOf(page, whole, SOUND);
  assert.deepEqual(await findingsOf(page, withList(first, third, second), one), ['The next receipt is in the wrong place, or there twice.']);
  await findingsOf(page, whole, SOUND);
  const { chain: _, ...bare } = second;
  assert.deepEqual(await findingsOf(page, withList(first, second, bare, third), one), ['This receipt does not belong to the chain: it was put in, or its fingerprint was removed.']);

  const hostile = '<img src=x onerror="document.title=1"><b>bold</b>';
  await findingsOf(page, whole, SOUND);
  await findingsOf(page, withList(first, { ...second, verdict: hostile }, third), one);
  assert.deepEqual(await page.outcomes(), ['Signed out and checked', 'This receipt cannot be read', 'Signed out and checked']);
  await page.page.click('#open-1');
  assert.ok((await page.page.$eval('#details-1 pre', (each) => each.textContent))?.includes(JSON.stringify(hostile)));
  assert.equal(await page.page.$('#detail img, #detail b'), null, 'text is never markup');
  assert.equal((await scene.session.stored()).receipts[1].verdict, hostile, 'it stays as it is');

  await scene.session.storeSettings({ receipts: 'rubbish' });
  await scene.waitFor(async () => (await scene.session.stored())['receipts-unreadable'] === 'rubbish', 'what is no list to be set aside');
});

test('a receipt is filed behind one that cannot be read, and behind those of an earlier version', async (t) => {
  const scene = await setScene(t);
  await scene.session.storeSettings({ receipts: [receipt(Date.now() - 2 * DAY), 'rubbish', receipt(Date.now() - DAY)] });
  await scene.runFrom(await scene.signIn(CONTOSO));
  const page = await ReceiptsPage.open(scene.session);
  assert.deepEqual(await page.outcomes(), ['Signed out and checked', 'Signed out and checked', 'This receipt cannot be read', 'Signed out and checked']);
  const takenOver = 'From before receipts were chained. Nothing guarded it until then; since then it has not changed.';
  assert.deepEqual((await page.rows()).map(({ state }) => state?.slice(0, 30)), ['', takenOver.slice(0, 30), 'This receipt does not belong t', takenOver.slice(0, 30)]);
  assert.equal((await page.findings()).length, 2, 'only the one that cannot be read is wrong');
});

test('filters and search leave what was asked for, and say how many', async (t) => {
  const scene = await setScene(t);
  const hours = (/** @type {number} */ count) => Date.now() - count * 3_600_000;
  await scene.session.storeSettings(chained([
    receipt(hours(20 * 24), { trigger: 'locked', hosts: [FABRIKAM] }),
    receipt(hours(3 * 24), { verdict: 'incomplete', proof: { failed: { left: 2 } } }),
    receipt(hours(5), { verdict: 'cleared_here', hosts: [CONTOSO, FABRIKAM], trigger: 'inactivity' }),
    receipt(hours(1)),
  ]));
  const page = await ReceiptsPage.open(scene.session);
  const shown = async () => (await page.page.$$eval('.runs > li', (all) => all.filter((row) => row.checkVisibility()).map(({ id }) => Number(id.slice(8))))).reverse();
  const expect = async (/** @type {number[]} */ places, /** @type {string} */ found) => {
    assert.deepEqual(await shown(), places);
    assert.equal(await page.found(), found);
  };
  await expect([0, 1, 2, 3], '4 receipts');
  await page.choose('verdict', 'Signed out and checked');
  await expect([0, 3], '2 receipts');
  await page.choose('organisation', FABRIKAM);
  await expect([0], '1 receipt');
  await page.choose('verdict', 'Cleared here only');
  await expect([2], '1 receipt');
  await page.choose('trigger', 'Screen locked');
  await expect([], 'No receipt fits. Change the search or the filters.');
  await page.page.click('#show-all');
  await scene.waitFor(async () => (await page.found()) === '4 receipts', 'all to be shown');
  assert.equal(await page.page.evaluate(() => document.activeElement?.id), 'search-words', 'the keyboard stays in the search');
  await page.choose('days', 'Last 7 days');
  await expect([1, 2, 3], '3 receipts');
  await page.choose('days', 'Last 24 hours');
  await expect([2, 3], '2 receipts');
  await page.choose('days', 'All');
  await page.page.type('#search-words', 'FABRIKAM  locked');
  await expect([0], '1 receipt');
  await page.page.$eval('#search-words', (field) => { /** @type {HTMLInputElement} */ (field).value = ''; });
  await page.page.type('#search-words', 'still there');
  await expect([1], '1 receipt');
  await page.page.keyboard.press('Enter');
  assert.equal(page.page.url(), scene.session.url('receipts.html'), 'Enter leads nowhere');
});

test('two hundred receipts are drawn, with bars of one scale that no single one spoils', async (t) => {
  const scene = await setScene(t);
  const many = manyReceipts(200);
  await scene.session.storeSettings({ ...chained(many), settings: { receipt_days: 3650 } });
  const page = await ReceiptsPage.open(scene.session);
  assert.equal(await page.found(), '200 receipts');
  const bars = await page.page.$$eval('.length', (all) => all.map((bar) => ({ share: Number(/** @type {HTMLElement} */ (bar).style.getPropertyValue('--share')), isCut: Boolean(bar.closest('.cut')), parts: bar.children.length })));
  const totals = many.map(({ steps }) => steps.reduce((sum, { took }) => sum + took, 0)).reverse();
  const scale = [...totals].sort((one, other) => one - other)[180] ?? 0;
  assert.deepEqual(bars, totals.map((total) => ({ share: Math.min(100, Math.floor(total * 100 / scale)), isCut: scale < total, parts: 5 })));
  assert.ok(bars.filter(({ isCut }) => isCut).length > 5 && bars.filter(({ share }) => 20 < share).length > 180);
});

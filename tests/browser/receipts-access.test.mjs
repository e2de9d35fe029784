// The page with the receipts for everybody: by the keyboard alone, heard, in light and dark, and from right to left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chained } from './chain.mjs';
import { ReceiptsPage, manyReceipts, receipt } from './receipts-page.mjs';
import { CONTOSO, setScene } from './scene.mjs';

/** Receipts, some of which were tampered with. */
function tampered() {
  const stored = chained(manyReceipts(9));
  stored.receipts[7].verdict = 'cleared_here';
  stored.receipts[2] = 'rubbish';
  stored.receipts.splice(4, 2);
  return stored;
}

test('everything can be done with the keyboard', async (t) => {
  const scene = await setScene(t);
  await scene.runFrom(await scene.signIn(CONTOSO));
  const panel = await scene.waitForPanel('Signed out and checked');
  await panel.focus('footer a[href="receipts.html"]');
  await panel.keyboard.press('Enter');
  const page = new ReceiptsPage(scene.session, await scene.session.pageOf('receipts.html'));
  await page.waitForDrawn();

  await page.tabTo('#findings summary');
  await page.page.keyboard.press('Enter');
  assert.ok(await page.page.$eval('.means', (means) => means.checkVisibility()));
  await page.tabTo('#search-words');
  await page.page.keyboard.type('nowhere');
  assert.equal(await page.found(), 'No receipt fits. Change the search or the filters.');
  await page.tabTo('#show-all');
  await page.page.keyboard.press('Enter');
  await scene.waitFor(async () => (await page.found()) === '1 receipt', 'all to be shown');
  await page.tabTo('#open-0');
  await page.page.keyboard.press('Enter');
  assert.equal(await page.page.$eval('#open-0', (button) => button.ariaExpanded), 'true');
  assert.ok(await page.page.$eval('#details-0', (details) => details.checkVisibility()));
  await page.page.keyboard.press('Space');
  assert.equal(await page.page.$eval('#open-0', (button) => button.ariaExpanded), 'false');
  assert.equal(await page.page.$('#details-0'), null);
  await page.tabTo('#save-csv');
  await page.tabTo('#delete');
  await page.page.keyboard.press('Enter');
  await page.page.keyboard.press('Escape');
  assert.equal(await page.page.$('dialog[open]'), null);
  await page.page.keyboard.press('Enter');
  await page.page.keyboard.press('Tab');
  await page.page.keyboard.press('Enter');
  await page.waitForFinding('1 earlier receipt was removed because of its age, or deleted on this page. That is no gap.');
  assert.equal(await page.page.evaluate(() => document.activeElement?.id), 'save-title', 'the keyboard is not lost');
});

test('what is open and what has the keyboard stays so when another receipt comes', async (t) => {
  const scene = await setScene(t);
  const receipts = [3, 2, 1].map((hours) => receipt(Date.now() - hours * 3_600_000));
  await scene.session.storeSettings(chained(receipts.slice(0, 2)));
  const page = await ReceiptsPage.open(scene.session);
  await page.page.click('#open-0');
  await scene.session.storeSettings(chained(receipts));
  await page.waitForFinding('3 receipts follow each other. None was changed, and none is missing.');
  assert.equal(await page.page.$eval('#open-0', (button) => button.ariaExpanded), 'true');
  assert.equal(await page.page.evaluate(() => document.activeElement?.id), 'open-0');
  assert.equal((await page.page.$$('.runs .receipt')).length, 1);
});

for (const scheme of ['light', 'dark']) {
  for (const direction of ['ltr', 'rtl']) {
    test(`nothing on the page breaks the rules of accessibility (${scheme}, ${direction})`, async (t) => {
      const scene = await setScene(t);
      const page = await ReceiptsPage.open(scene.session);
      await page.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      const turn = () => page.page.evaluate((dir) => { document.documentElement.dir = dir; }, direction);
      await turn();
      assert.deepEqual(await page.violations(), [], 'without receipts');
      await scene.session.storeSettings(tampered());
      await page.waitForFinding('4 things are wrong with these receipts');
      for (const button of await page.page.$$('.runs button')) await button.click();
      await page.page.click('#findings summary');
      await turn();
      assert.deepEqual(await page.violations(), [], 'with receipts, some tampered with, all open');
      assert.ok(await page.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
      await page.page.click('#delete');
      assert.deepEqual(await page.violations(), [], 'with the question');
    });
  }
}

// The states of the panel that nobody hopes for: they must be within reach of everybody, too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDirty } from '../org/drive.mjs';
import { ExtensionPage, LOOKS } from './extension-page.mjs';
import { CONTOSO, setScene } from './scene.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

for (const [scheme = '', direction = ''] of LOOKS) {
  test(`no unhappy state breaks the rules of accessibility (${scheme}, ${direction})`, async (t) => {
    const scene = await setScene(t);
    const panel = () => scene.session.open(scene.session.url('panel.html'));
    const check = async (/** @type {Page} */ page, /** @type {string} */ tone, /** @type {string} */ headline) => {
      await page.waitForSelector(`main[data-tone="${tone}"]`);
      assert.equal(await page.$eval('#headline', (each) => each.textContent), headline);
      const shown = new ExtensionPage(scene.session, page);
      await shown.dress(scheme, direction);
      assert.deepEqual(await shown.violations(), [], headline);
      await page.close();
    };

    await scene.session.choose({ account: false });
    await scene.runFrom(await scene.signIn(CONTOSO));
    await check(await panel(), 'partial', 'Cleared here; the account stays signed in');

    await scene.session.choose({ history: true });
    await scene.runFrom(await scene.signIn(CONTOSO));
    await check(await panel(), 'bad', 'Not everything is gone');

    const page = await scene.signIn(CONTOSO, { record: true });
    await makeDirty(page, 'x');
    const question = await scene.panelSays(page, 'Some work is not saved');
    await question.click('button.safe');
    await check(question, 'calm', 'Nothing was done');

    await scene.session.storeSettings({ journal: 'damaged' });
    await scene.session.killWorker();
    await check(await panel(), 'bad', 'Clean Exit has a problem');
  });
}

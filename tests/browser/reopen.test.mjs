// The next person opens closed tabs again and goes back: nothing of the CRM can be read, and other sites' tabs are as they were.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ready } from '../org/drive.mjs';
import { goBack } from './audit/reach.mjs';
import { isReopenedWhole } from './differences.mjs';
import { CONTOSO, setScene } from './scene.mjs';

const HELPER = 'tests/browser/audit/helper';

/** Puppeteer switches off what lets the back button show a page as it was. */
const BACK_FORWARD = ['--disable-back-forward-cache'];

/** Fills the tab storage of a page. @param {import('puppeteer-core').Page} page @param {string} marker */
const mark = (page, marker) => page.evaluate((text) => sessionStorage.setItem(text, text), marker);

test('closed tabs and the back button lead to nothing of the CRM', async (t) => {
  const scene = await setScene(t, { without: BACK_FORWARD });
  const { session } = scene;
  const helper = await session.openHelper(HELPER);

  const other = await scene.openNews();
  await mark(other, 'of-another-site');
  await other.close();
  const page = await scene.signIn(CONTOSO, { record: true });
  await mark(page, 'open-tab');
  const earlier = await session.open(`https://${CONTOSO}/__plant?marker=earlier`);
  await ready(earlier);
  await mark(earlier, 'tab-closed-before');
  await earlier.close();
  const behind = await session.open(`https://${CONTOSO}/main.aspx?pagetype=entityrecord&id=3`);
  await ready(behind);
  await behind.$eval('h1', (heading) => { heading.textContent = 'behind-the-back-button'; });
  await behind.goto('https://news.example/');
  await ready(behind);

  await scene.runFrom(page);

  const sights = Object.values(await goBack(session, helper, behind)).join('\n');
  const markers = ['open-tab', 'tab-closed-before', 'behind-the-back-button'];
  assert.deepEqual(markers.filter((marker) => sights.includes(marker)), isReopenedWhole ? ['tab-closed-before'] : []);
  assert.ok(sights.includes('of-another-site'), 'a closed tab of another site opens with what it held');
});

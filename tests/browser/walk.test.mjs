// A walk of somebody who has never seen the extension and reads nothing: everything is found by its name, in sight, unscrolled.
// With CLEAN_EXIT_PICTURES a picture of every step is put there.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { CONTOSO, setScene } from './scene.mjs';

/** A small laptop's window. */
const WINDOW = { width: 1280, height: 720 };

const MINUTE = 60_000;

const IDLE = 'When the CRM is not used for a while';

/**
 * What is in sight in a page: not scrolled to, and not behind what stays in place.
 * @param {import('puppeteer-core').Page} page
 * @param {string} selector
 */
async function inSight(page, selector) {
  const found = await page.waitForSelector(selector, { visible: true });
  const where = await found?.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const onTop = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const above = onTop?.closest('footer, dialog');
    return { top, bottom, height: innerHeight, isSeen: Boolean(onTop && (!above || above.contains(element))) };
  });
  assert.ok(found && where && 0 <= where.top && where.bottom <= where.height && where.isSeen, `${selector} is not in sight: ${JSON.stringify(where)}`);
  return found;
}

/** @param {string} role @param {string} name */
const named = (role, name) => `::-p-aria([name="${name}"][role="${role}"])`;
/** A text; what a closed list offers is none. @param {string} text */
const says = (text) => `::-p-xpath(.//*[not(self::option)][text()[contains(., "${text}")]])`;

/** @param {import('puppeteer-core').Page} page @param {string} step */
async function picture(page, step) {
  const { CLEAN_EXIT_PICTURES: folder } = process.env;
  if (folder) await page.screenshot({ path: join(folder, `walk-${step}.png`) });
}

/** The tab that a click opens. @param {import('./scene.mjs').Scene} scene @param {import('puppeteer-core').ElementHandle} link */
async function opens({ session }, link) {
  // The popup closes with the click, and then nobody answers for it; what it opened tells.
  const page = await session.opened(() => link.click().catch(() => {}));
  await page.setViewport(WINDOW);
  return page;
}

test('somebody new answers the question, signs out, finds the receipt again and changes the idle time', async (t) => {
  const scene = await setScene(t, { welcome: 'keep', grant: ['history', 'sessions', 'downloads', 'notifications'] });
  const { session } = scene;

  // After installation a page is in front.
  const first = await session.pageOf('welcome.html');
  await first.bringToFront();
  await first.setViewport(WINDOW);
  await inSight(first, says('Who uses this computer?'));
  await inSight(first, says('To have the button at hand, pin Clean Exit to the toolbar.'));
  await picture(first, '1-installed');
  await inSight(first, named('heading', 'Only me'));
  const shared = await inSight(first, `::-p-xpath(//section[.//h3[starts-with(., "Several people")]]) >>> ${named('button', 'This is how I work')}`);
  await shared.click();
  await inSight(first, says('Done. You can change everything in the settings at any time.'));
  await picture(first, '2-answered');

  // Work, and then the toolbar button.
  const work = await scene.signIn(CONTOSO);
  await work.setViewport(WINDOW);
  await picture(work, '3-signed-in');
  await scene.runFrom(work);
  const receipt = await scene.receiptPage();
  await receipt.setViewport(WINDOW);
  await inSight(receipt, says('Signed out and checked'));
  await inSight(receipt, named('link', 'Settings'));
  await inSight(receipt, named('link', 'Receipts'));
  await picture(receipt, '4-signed-out');
  await receipt.close();

  // Later: the toolbar button again, and the receipt by it.
  const popup = await scene.panelSays(await scene.openNews(), 'Your last sign-out');
  await inSight(popup, says('You are not signed in to Dynamics 365 in this browser.'));
  await inSight(popup, says('Signed out and checked'));
  await picture(popup, '5-button-again');
  const receipts = await opens(scene, await inSight(popup, named('link', 'Receipts')));
  await inSight(receipts, says('Signed out and checked'));
  await inSight(receipts, says(CONTOSO));
  await picture(receipts, '6-receipts');

  // From there to the settings, and to the idle time.
  await (await inSight(receipts, named('link', 'Settings'))).click();
  const minutes = await inSight(receipts, named('spinbutton', IDLE));
  await picture(receipts, '7-settings');
  await minutes.click({ count: 3 });
  await receipts.keyboard.type('20');
  await receipts.keyboard.press('Enter');
  await inSight(receipts, `::-p-xpath(//*[@class="setting"][.//label[. = "${IDLE}"]]) >>> ${says('Chosen by you')}`);
  await picture(receipts, '8-idle-time');

  // And it holds: what comes next is said where one is signed in.
  const before = Date.now();
  await scene.signIn(CONTOSO);
  await receipts.bringToFront();
  const now = await opens(scene, await inSight(receipts, named('link', 'How things stand')));
  await inSight(now, says('You are signed in to Dynamics 365'));
  await picture(now, '9-how-things-stand');
  const said = await now.evaluate(() => document.body.innerText);
  // A sign of use covers the minute that follows it.
  const soonest = before + 20 * MINUTE;
  const ends = await Promise.all([soonest, soonest + MINUTE, Date.now() + 21 * MINUTE].map((time) => now.evaluate((at) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' }).format(at), time)));
  assert.ok(ends.some((at) => said.includes(`you will be signed out at ${at}`)), said);
});

// A picture of every page and state: `cargo xtask screenshots`. They lie in target/screenshots/, and those that the README
// uses in docs/pictures/. Each is taken in a light and a dark scheme, from right to left, and at twice the size.
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn } from '../org/drive.mjs';
import { startWorld } from '../org/world.mjs';
import { chained } from './chain.mjs';
import { launch, ROOT, until } from './harness.mjs';
import { manyReceipts } from './receipts-page.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const FOLDER = join(ROOT, 'target/screenshots');
const CONTOSO = 'contoso.crm4.dynamics.com';
const FABRIKAM = 'fabrikam.crm4.dynamics.com';
/** The looks, each with its width in CSS pixels, and how many device pixels each of these has. */
const LOOKS = {
  light: { scheme: 'light', direction: 'ltr', scale: 1 },
  dark: { scheme: 'dark', direction: 'ltr', scale: 1 },
  'right-to-left': { scheme: 'light', direction: 'rtl', scale: 1 },
  // Zoomed to 200 %, a page has half the room.
  twice: { scheme: 'light', direction: 'ltr', scale: 2 },
};
/** The pictures of the README: the state, in its light look. */
const IN_DOCS = { 'panel-asking': 'panel-asking', 'panel-running': 'panel-running', 'panel-finished': 'panel-finished', 'panel-signed-in': 'panel-signed-in', welcome: 'welcome' };

/** @param {Page} page @param {string} name @param {number} width in CSS pixels, before it is zoomed */
async function take(page, name, width) {
  for (const [look, { scheme, direction, scale }] of Object.entries(LOOKS)) {
    await page.setViewport({ width: Math.round(width / scale), height: 200, deviceScaleFactor: scale });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
    const height = await page.evaluate((dir) => {
      document.documentElement.dir = dir;
      return document.documentElement.scrollHeight;
    }, direction);
    // A window as high as the page, for what stays in sight stands at the end of the window.
    await page.setViewport({ width: Math.round(width / scale), height, deviceScaleFactor: scale });
    await page.screenshot({ path: join(FOLDER, `${name}-${look}.png`) });
  }
  await page.evaluate(() => { document.documentElement.dir = 'ltr'; });
  process.stderr.write(`  ${name}\n`);
}

/** The widths: a popup's, and a tab's. */
const POPUP = 360;
const TAB = 900;

await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const dir = await mkdtemp(join(tmpdir(), 'clean-exit-world-'));
const world = await startWorld({ dir });
/** @type {import('./harness.mjs').Session | undefined} */
let session;
try {
  session = await launch({ world, welcome: 'keep' });
  await everything(session);
} finally {
  await session?.close();
  await world.close();
  await rm(dir, { recursive: true, force: true });
}
for (const [state, picture] of Object.entries(IN_DOCS)) await copyFile(join(FOLDER, `${state}-light.png`), join(ROOT, 'docs/pictures', `${picture}.png`));
process.stderr.write(`Pictures: ${FOLDER}\n`);

/** @param {import('./harness.mjs').Session} session */
async function everything(session) {
  const welcome = await until(async () => (await session.tabs()).find((page) => page.url() === session.url('welcome.html')), { what: 'the first page' });
  await welcome.waitForSelector('#choose-shared');
  await take(welcome, 'welcome', TAB);
  await welcome.close();

  const example = await session.open(session.url('panel.html#example'));
  await example.waitForSelector('.steps .verified');
  await take(example, 'panel-running', POPUP);
  await example.waitForSelector('main[data-tone="good"]');
  await take(example, 'example', TAB);

  await panel(session);
  await pages(session);
}

/** The panel, from signed out to signed out. @param {import('./harness.mjs').Session} session */
async function panel(session) {
  const now = await session.open(session.url('panel.html#now'));
  await now.waitForSelector('main[data-tone="calm"]');
  await take(now, 'panel-signed-out', POPUP);
  const clean = await signedIn(session, CONTOSO, false);
  await signedIn(session, FABRIKAM, true);
  await now.bringToFront();
  await now.waitForSelector('main[data-tone="in"]');
  await take(now, 'panel-signed-in', POPUP);
  await take(now, 'panel-signed-in-tab', TAB);

  await session.clickToolbar(clean);
  const popup = await session.browser.waitForTarget((target) => target.url() === session.url('panel.html'));
  const asking = await popup.asPage();
  await asking.waitForSelector('main[data-tone="ask"]');
  await take(asking, 'panel-asking', POPUP);
  await session.runAfter(() => asking.click('.buttons .danger'));
  const finished = await session.open(session.url('panel.html'));
  await finished.waitForSelector('main[data-tone="good"]');
  await take(finished, 'panel-finished-tab', TAB);
  // In the popup only what wants a look is unfolded.
  await finished.$$eval('#detail details', (parts) => parts.forEach((part) => { part.open = false; }));
  await take(finished, 'panel-finished', POPUP);

  // The server cannot be reached, so the session is not ended there.
  await signedIn(session, CONTOSO, false);
  world.offline(CONTOSO);
  await session.runAfter(() => session.clickToolbar(finished));
  const partial = await session.open(session.url('panel.html'));
  await partial.waitForSelector('main[data-tone="partial"], main[data-tone="bad"]');
  await take(partial, 'panel-not-ended', POPUP);
}

/** The other pages. @param {import('./harness.mjs').Session} session */
async function pages(session) {
  await session.storeSettings({ settings: { profile: 'shared', inactivity: 20, colour: 1, sites: { 'crm.example.com': 'on_premises' } } });
  const options = await session.open(session.url('options.html'));
  await options.waitForSelector('.sites li .missing');
  await take(options, 'options', TAB);
  await take(options, 'options-narrow', 480);
  await options.close();
  const stored = chained(manyReceipts(24));
  stored.receipts[20].verdict = 'cleared_here';
  await session.storeSettings(stored);
  const receipts = await session.open(session.url('receipts.html'));
  await receipts.waitForSelector('#days > *');
  await receipts.click('#open-0');
  // What is out of sight is not drawn otherwise, in a picture of the whole page neither.
  await receipts.evaluate(() => {
    const all = new CSSStyleSheet();
    all.replaceSync('* { content-visibility: visible !important; }');
    document.adoptedStyleSheets.push(all);
  });
  await take(receipts, 'receipts', TAB);
  await take(receipts, 'receipts-narrow', 480);
  await receipts.close();
  await session.evaluateInExtension((until_) => chrome.storage.session.set({ warning: { until: until_, reason: 'Dynamics 365 is not in use', notes: ['Some work is not saved. It will be lost.'], mayKeep: true, isLeaving: false } }), Date.now() + 55_000);
  const warning = await session.open(session.url('warning.html'));
  await warning.waitForFunction(() => document.getElementById('left')?.textContent !== '');
  await take(warning, 'warning', 460);
  await warning.close();
}

/** Signs in, in a tab of its own; with a form that is not saved, if wanted. @param {import('./harness.mjs').Session} session @param {string} host @param {boolean} unsaved */
async function signedIn(session, host, unsaved) {
  const page = await session.open();
  await signIn(page, world, host, undefined, { query: unsaved ? '?pagetype=entityrecord&etn=account&id=1' : '' });
  if (unsaved) await page.type('#name', 'Fabrikam Ltd');
  return page;
}

// The main job, for people to watch: sign in, one click on the toolbar button, the receipt, and the proof from outside.
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { frameOf, plant, signIn } from '../org/drive.mjs';
import { startWorld } from '../org/world.mjs';
import { inNumbers, keptBy, lookAt, statusOfWhoAmI } from './evidence.mjs';
import { hasDisplay, launch, ROOT } from './harness.mjs';
import { receiptRows, saysSignedOut, stepsOf, words } from './receipt.mjs';

const ORGANISATION = 'contoso.crm4.dynamics.com';
const TEAMS = 'https://teams.microsoft.com';
const NEIGHBOURS = ['news.example', 'www.dynamics.com', 'home.dynamics.com', 'portal.microsoftonline.com'];
const PICTURES = join(ROOT, 'target/demo');

const keep = process.argv.includes('--keep');
const json = process.argv.includes('--json');
const out = json ? process.stderr : process.stdout;
const say = (/** @type {string} */ text = '') => out.write(`${text}\n`);

const folder = await mkdtemp(join(tmpdir(), 'clean-exit-world-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const world = await startWorld({ dir: folder });
/** @type {import('./harness.mjs').Session | undefined} */
let session;
try {
  session = await launch({ world, headless: !hasDisplay() });
  process.exitCode = (await demonstrate(session)) ? 0 : 1;
  if (keep) await untilClosed(session);
} finally {
  await session?.close();
  await world.close();
}

/** @param {import('./harness.mjs').Session} session */
async function demonstrate(session) {
  say('A simulated organisation and a real browser\n');
  const page = await session.open();
  await visitEverything(session, page);
  const hosts = [ORGANISATION];
  const before = await lookAt(session, hosts, { within: TEAMS });
  const neighboursBefore = await keptBy(session, NEIGHBOURS);
  const jar = await session.allCookies();
  const acceptedBefore = await statusOfWhoAmI(world, ORGANISATION, jar.filter((cookie) => !cookie.partitionKey));
  say(`  signed in to ${ORGANISATION}: the server answers ${acceptedBefore} to the browser's cookies`);

  say('\nOne click on the toolbar button\n');
  await session.watch(stepPrinter());
  const receipt = await session.runAfter(() => session.clickToolbar(page));
  say(`\nThe receipt: ${words(receipt.verdict)}, after ${((receipt.ended - receipt.run) / 1000).toFixed(1)} s\n`);
  table(['what', 'where', 'removed', 'how it is known'], receiptRows(receipt));
  await takePictures(session);

  const after = await lookAt(session, hosts, { within: TEAMS });
  const now = new Map(inNumbers(after));
  say('\nSeen from outside\n');
  table(['what', 'before', 'after'], inNumbers(before).map(([kind, count]) => [kind, String(count), String(now.get(kind))]));

  const refused = await Promise.all([jar.filter((cookie) => !cookie.partitionKey), jar.filter((cookie) => cookie.partitionKey)]
    .map((cookies) => statusOfWhoAmI(world, ORGANISATION, cookies)));
  /** @type {[string, boolean][]} */
  const checks = [
    ['the receipt says: signed out, and checked', saysSignedOut(receipt)],
    ['there was something to sign out of', acceptedBefore === 200 && inNumbers(before).every(([, count]) => 0 < count)],
    ['the server refuses a copy of the old cookies (WhoAmI: 401)', refused.every((status) => status === 401)],
    ['the sign-in service refuses them too', !world.isAlive(jar, 'login.microsoftonline.com')],
    ['no session cookie is left, in no partition', after.crm.length === 0 && after.entra.length === 0],
    ['nothing of the organisation is left', inNumbers(after).every(([, count]) => count === 0)],
    ['its tabs are closed, and the browser is open', after.tabs.length === 0 && 0 < after.allTabs && session.browser.connected],
    ['its neighbours lost nothing', isDeepStrictEqual(await keptBy(session, NEIGHBOURS), neighboursBefore)],
  ];
  say();
  for (const [what, holds] of checks) say(`  ${holds ? '✓' : '✗ NOT TRUE:'} ${what}`);
  if (json) process.stdout.write(`${JSON.stringify(receipt, null, 2)}\n`);
  return checks.every(([, holds]) => holds);
}

/**
 * Signs in, and has every kind of storage filled: by the app, by a page that plants all there is, by a frame in Teams.
 * @param {import('./harness.mjs').Session} session
 * @param {import('puppeteer-core').Page} page
 */
async function visitEverything(session, page) {
  for (const host of NEIGHBOURS) {
    await page.goto(`https://${host}/`);
    await page.waitForSelector('html[data-ready=true]');
  }
  await signIn(page, world, ORGANISATION);
  const teams = await session.open(`${TEAMS}/`);
  await frameOf(teams, ORGANISATION);
  await plant(await session.open(), ORGANISATION, 'planted');
  await page.bringToFront();
}

/** Prints each step once it is done. */
function stepPrinter() {
  let printed = 0;
  return (/** @type {unknown} */ view) => {
    for (const [step, took] of stepsOf(view).done.slice(printed)) {
      say(`  ${words(step).padEnd(10)} ${String(took).padStart(6)} ms`);
      printed += 1;
    }
  };
}

/** Pictures of the panel with the receipt, light and dark. @param {import('./harness.mjs').Session} session */
async function takePictures(session) {
  await mkdir(PICTURES, { recursive: true });
  if (!await session.hasPanel()) await session.clickToolbar(await session.open());
  const panel = await session.panel();
  await panel.waitForFunction(() => document.body.innerText.trim() !== '');
  for (const value of ['light', 'dark']) {
    await panel.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    await panel.screenshot({ path: join(PICTURES, `panel-${value}.png`) });
  }
  say(`\nPictures of the panel: ${PICTURES}`);
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (/** @type {string[]} */ row) => say(`  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ').trimEnd()}`);
  line(head);
  line(widths.map((width) => '─'.repeat(width)));
  rows.forEach(line);
}

/** Leaves everything running until the user closes the browser. Ctrl-C ends the program itself. @param {import('./harness.mjs').Session} session */
async function untilClosed(session) {
  const [user] = world.users;
  say(`\nThe browser stays open; close it or press Ctrl-C to end. Sign in at https://${ORGANISATION}/ as ${user?.email}, password ${user?.password}`);
  if (!hasDisplay()) say('There is no display here, so its windows cannot be seen.');
  await new Promise((done) => { session.browser.once('disconnected', done); });
}

// The residue audit: a marker in every kind of place, one click, and a search for each marker, in the browser and on disk.
// Beside it, the same profile after the browser's own "clear browsing data, all time".
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { startWorld } from '../org/world.mjs';
import { scan } from './audit/disk.mjs';
import { belongings, settle } from './audit/neighbours.mjs';
import { plantEverything } from './audit/planting.mjs';
import { goBack, lookEverywhere } from './audit/reach.mjs';
import { compare, show } from './audit/report.mjs';
import { EXTENSION_ID, launch, until } from './harness.mjs';

const OURS = 'dist/extension';
const HELPER = 'tests/browser/audit/helper';

/** Puppeteer switches off what lets the back button show a page as it was. */
const BACK_FORWARD = ['--disable-back-forward-cache'];

/** How long another extension must have been quiet to count as done, in milliseconds; nothing tells its end. */
const QUIET = 5_000;

/** All that a person may choose, and that the audit can judge; and one organisation only, so that others can be spared. */
const CHOSEN = { history: true, downloads: true, clipboard: true, device_cookies: true, only_front: true };
const GRANTED = ['history', 'sessions', 'downloads', 'clipboardWrite'];

const { values: options } = parseArgs({ options: { extension: { type: 'string' }, json: { type: 'boolean', default: false } } });
const out = options.json ? process.stderr : process.stdout;
const say = (/** @type {string} */ text = '') => out.write(`${text}\n`);
const folder = await mkdtemp(join(tmpdir(), 'clean-exit-audit-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/**
 * @typedef {import('./harness.mjs').Session} Session
 * @typedef {import('puppeteer-core').Page} Page
 */

const ours = await audit('logout', options.extension ?? OURS, click);
const theirs = await audit('clearing all', HELPER, clearAll);
const report = compare(ours, theirs, await control());
show(report, say);
if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exitCode = report.clean ? 0 : 1;

/**
 * Plants, has something done about it, and looks what is left.
 * @param {string} name
 * @param {string} extension
 * @param {(session: Session, page: Page, helper: Page, world: import('../org/world.mjs').World) => Promise<unknown>} act
 * @returns {Promise<import('./audit/report.mjs').Result>}
 */
async function audit(name, extension, act) {
  const step = (/** @type {string} */ what) => say(`  ${name}: ${what}`);
  const profile = join(folder, name);
  const world = await startWorld({ dir: folder });
  const isOurs = extension === OURS;
  const session = await launch({ world, extension, userDataDir: profile, without: BACK_FORWARD, grant: isOurs ? GRANTED : undefined });
  let result;
  try {
    if (isOurs) await chooseEverything(session);
    const helper = await openHelper(session, extension);
    step('visiting other sites');
    const typed = await settle(session, world);
    step('planting');
    const { markers, page, behind, closedElsewhere } = await plantEverything(session, world);
    step('looking');
    const before = await lookEverywhere(session, helper, markers);
    const neighboursBefore = await belongings(session, typed, before);
    step('acting');
    await act(session, page, helper, world);
    step('looking again');
    const still = await lookEverywhere(session, helper, markers);
    const neighboursAfter = await belongings(session, typed, still);
    const after = { ...still, ...await goBack(session, helper, behind) };
    result = { markers, closedElsewhere, before, after, neighboursBefore, neighboursAfter };
  } finally {
    await session.close();
    await world.close();
  }
  step('searching the disk');
  return { ...result, disk: await scan(profile, result.markers) };
}

/** What there is where nothing is done: the searches must find all that browsers keep. */
async function control() {
  const step = (/** @type {string} */ what) => say(`  nothing done: ${what}`);
  const profile = join(folder, 'nothing done');
  const world = await startWorld({ dir: folder });
  const session = await launch({ world, extension: HELPER, userDataDir: profile, without: BACK_FORWARD });
  let result;
  try {
    const helper = await openHelper(session, HELPER);
    step('planting');
    const { markers, behind } = await plantEverything(session, world);
    step('looking');
    result = { markers, sights: { ...await lookEverywhere(session, helper, markers), ...await goBack(session, helper, behind) } };
  } finally {
    await session.close();
    await world.close();
  }
  step('searching the disk');
  return { ...result, disk: await scan(profile, result.markers) };
}

/** Chooses, and waits until pages are watched for copies. @param {Session} session */
async function chooseEverything(session) {
  await session.choose(CHOSEN);
  const isWatched = () => session.evaluateInExtension(async () => (await chrome.scripting.getRegisteredContentScripts()).length === 1);
  await until(isWatched, { what: 'pages to be watched for copies' });
}

/** A page of the helper, which may be the extension that was started with. @param {Session} session @param {string} extension */
async function openHelper(session, extension) {
  return extension === HELPER ? session.open(session.url('manifest.json')) : session.openHelper(HELPER);
}

/**
 * The toolbar click, and the wait for its end.
 * @type {Parameters<typeof audit>[2]}
 */
async function click(session, page, _helper, world) {
  if (session.extensionId === EXTENSION_ID) return session.runAfter(() => session.clickToolbar(page));
  await session.clickToolbar(page);
  let last = await state();
  let since = Date.now();
  return until(async () => {
    const now = await state();
    if (!isDeepStrictEqual(now, last)) since = Date.now();
    last = now;
    return QUIET < Date.now() - since;
  }, { what: 'the extension to be quiet', limit: 120_000 });

  async function state() {
    return [world.requests().length, await session.allCookies(), (await session.tabs()).map((each) => each.url())];
  }
}

/**
 * What the browser's own dialogue does, with every box ticked and "all time".
 * @type {Parameters<typeof audit>[2]}
 */
function clearAll(_session, _page, helper) {
  return helper.evaluate(() => chrome.browsingData.remove({ since: 0 }, {
    cache: true, cacheStorage: true, cookies: true, downloads: true, fileSystems: true, formData: true, history: true,
    indexedDB: true, localStorage: true, passwords: true, serviceWorkers: true,
  }));
}

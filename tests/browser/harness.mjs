// Starts a real browser with the built extension: a fresh profile, a private home, trust in the world's authority.
// Which browser, says the variable BROWSER: `chromium`, or `firefox`.
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from './chromium.mjs';
import { launchFirefox } from './firefox/session.mjs';
import { ID } from './firefox/start.mjs';
import { POLL } from './waiting.mjs';

export { ROOT } from './session.mjs';
export { until } from './waiting.mjs';

/** The browser that the tests are run in. */
export const BROWSER = process.env.BROWSER || 'chromium';

export const isFirefox = BROWSER === 'firefox';

/** The extension's id, which its manifest fixes: in Chromium by a key. */
export const EXTENSION_ID = isFirefox ? ID : 'fdfkpaplbgapnfbpbpbibggigbdpjmcf';

/** What the browser calls its cookie stores. */
export const STORES = isFirefox ? { ordinary: 'firefox-default', hidden: 'firefox-private' } : { ordinary: '0', hidden: '1' };

const launchers = { chromium: launchChromium, firefox: launchFirefox };

/** Sessions that are not closed yet, and what ends each at once. @type {Set<() => void>} */
const open = new Set();
process.on('exit', () => { for (const abandon of open) abandon(); });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(process.exitCode ?? 130));

/** Is there a display to show windows on? */
export const hasDisplay = () => Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/**
 * @typedef {import('./chromium.mjs').ChromiumSession} Session
 * @typedef {object} LaunchOptions
 * @property {import('../org/world.mjs').World} world whose addresses and certificates are real to the browser
 * @property {string} [extension] folder of the built extension, seen from the top of the tree
 * @property {string} [language] in which it speaks, English by default: see `language.mjs`
 * @property {string[]} [grant] optional permissions and hosts that it has without a prompt: see `granted.mjs`
 * @property {object} [policy] what an administrator has set for it: see `policy.mjs`
 * @property {'close' | 'keep'} [welcome] what becomes of the page that asks a question after installation
 * @property {boolean} [headless] true by default, so that tests are alike with and without a display
 * @property {string} [userDataDir] where the fresh profile is to lie, and to stay; by default it is deleted at the end
 * @property {Record<string, string>} [env] more environment of the browser
 * @property {boolean} [networkLog] whether all that is asked of the network is written down
 * @property {string[]} [args] more arguments of Chromium
 * @property {string[]} [without] arguments that puppeteer gives and this Chromium is not to have
 */

/**
 * Starts the browser and installs the extension.
 * @param {LaunchOptions} options
 * @returns {Promise<Session>}
 */
export async function launch(options) {
  const start = launchers[/** @type {keyof typeof launchers} */ (BROWSER)];
  if (!start) throw new Error(`BROWSER is ${BROWSER}, which is none of ${Object.keys(launchers).join(', ')}`);
  const folder = await mkdtemp(join(tmpdir(), 'clean-exit-'));
  // The browser's helpers may still write for a moment after its end.
  const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: POLL };
  /** @type {{kill: () => void} | undefined} */
  let session;
  const abandon = () => {
    session?.kill();
    rmSync(folder, removal);
  };
  const leave = async () => {
    await rm(folder, removal);
    open.delete(abandon);
  };
  try {
    session = await start(options, { folder, home: join(folder, 'home'), profile: options.userDataDir ?? join(folder, 'profile'), leave });
    open.add(abandon);
    await /** @type {Session} */ (session).seeFirstPage(options);
    return /** @type {Session} */ (session);
  } catch (error) {
    session?.kill();
    await leave();
    throw error;
  }
}

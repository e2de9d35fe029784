// Starts Chromium with the extension in it, and takes hold of it: see `chromium.mjs`.
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { chromiumArguments } from '../org/drive.mjs';
import { Background } from './background.mjs';
import { openHidden } from './hidden.mjs';
import { fixedId, loadArguments, programUnderPolicy } from './policy.mjs';
import { asWanted } from './session.mjs';
import { RUN, SOON, until } from './waiting.mjs';

/**
 * @typedef {import('puppeteer-core').Browser} Browser
 * @typedef {import('./harness.mjs').LaunchOptions} LaunchOptions
 */

/**
 * The extension and the browser as this test wants them.
 * @param {LaunchOptions} options
 * @param {string} folder the session's own
 */
export async function prepare(options, folder) {
  const { policy } = options;
  const extension = await asWanted(options, folder);
  const errors = join(folder, 'stderr');
  const executable = await programThatIsHeard(folder, process.env.CHROMIUM || '/usr/bin/chromium', errors);
  if (!policy) return { extension, executable, errors };
  const id = await fixedId(extension);
  return { extension, executable: await programUnderPolicy({ folder, executable, id, policy }), errors, loadedId: id };
}

/**
 * Writes a program that starts Chromium and keeps what that says as it fails, which puppeteer drops.
 * @param {string} folder
 * @param {string} executable
 * @param {string} errors file
 */
async function programThatIsHeard(folder, executable, errors) {
  const program = join(folder, 'chromium');
  // It replaces itself, so that the process that is started is the browser.
  await writeFile(program, `#!/bin/sh\nexec '${executable}' "$@" 2>>'${errors}'\n`);
  await chmod(program, 0o755);
  return program;
}

/**
 * @param {LaunchOptions} options
 * @param {Awaited<ReturnType<typeof prepare>>} prepared
 * @param {string} home
 * @param {string} profile
 */
export async function startBrowser({ world, headless = true, env, args = [], without = [] }, { extension, executable, errors, loadedId }, home, profile) {
  const browser = await puppeteer.launch({
    executablePath: executable,
    headless,
    pipe: true,
    ignoreDefaultArgs: without,
    enableExtensions: true,
    userDataDir: profile,
    defaultViewport: null,
    // The browser's languages, in which the extension speaks and the pages are signed in.
    args: [...chromiumArguments(world), '--lang=en-US', ...loadedId ? loadArguments(extension) : [], ...args],
    env: { ...process.env, LANGUAGE: 'en', ...env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_CACHE_HOME: join(home, '.cache') },
    // Longer than any wait of ours, which says what it waited for.
    protocolTimeout: RUN + SOON,
    // We end the browser ourselves, and remove its files: see `open`.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  }).catch(async (error) => {
    throw new Error(`Chromium did not start, and said: ${(await readFile(errors, 'utf8').catch(() => '')).slice(-4000)}`, { cause: error });
  });
  try {
    const id = loadedId ?? await browser.installExtension(extension);
    await until(async () => (await browser.extensions()).has(id), { what: 'the extension to be loaded' });
    const control = await browser.target().createCDPSession();
    return { browser, control, id, ...await attach(browser, control, id) };
  } catch (error) {
    await stopBrowser(browser);
    throw error;
  }
}

/**
 * What follows the extension, and ends with it.
 * @param {Browser} browser
 * @param {import('puppeteer-core').CDPSession} control
 * @param {string} id
 * @param {Set<import('puppeteer-core').Target>} [past] targets from before it was loaded anew
 */
export async function attach(browser, control, id, past) {
  // Any file of the extension will do that runs no code: it gives us the extension's storage without waking the worker.
  const { page: lookout, close: unwatch } = await openHidden(browser, control, `chrome-extension://${id}/manifest.json`);
  return { lookout, unwatch, background: await Background.follow(browser, `chrome-extension://${id}/`, lookout, past) };
}

/**
 * Resolves when a process has ended.
 * @param {import('node:child_process').ChildProcess} process
 */
export const ended = (process) => new Promise((done) => {
  if (process.exitCode !== null || process.signalCode !== null) done(undefined);
  else process.once('exit', done);
});

/**
 * Closes a browser as its user does, so that it writes what it keeps; one that a prompt keeps open is killed.
 * Puppeteer's own way kills one that hangs up before it has answered.
 * @param {Browser} browser
 */
export async function stopBrowser(browser) {
  const process = /** @type {import('node:child_process').ChildProcess} */ (browser.process());
  const slow = setTimeout(() => process.kill('SIGKILL'), SOON);
  const control = await browser.target().createCDPSession().catch(() => {});
  control?.send('Browser.close').catch(() => {});
  await ended(process);
  clearTimeout(slow);
}

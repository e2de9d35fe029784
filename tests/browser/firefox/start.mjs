// Starts Firefox on a profile that trusts the world's authority, and takes hold of it: of its pages by puppeteer, of the
// browser itself by Marionette.
//
// Firefox knows one session only. Marionette begins it, and puppeteer, which would begin another, is told of that one.
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import puppeteer from 'puppeteer-core';
import { NodeWebSocketTransport } from 'puppeteer-core/internal/node/NodeWebSocketTransport.js';
import { RUN, SOON, until } from '../waiting.mjs';
import { mendFrames, scopes } from './frames.mjs';
import { Marionette } from './marionette.mjs';

const run = promisify(execFile);

mendFrames();

/** The extension's id, which its manifest names. */
export const ID = 'clean-exit@clean-exit.example';

/** A fixed address of the extension: each profile would have one of its own. */
const UUID = 'c1ea2e41-7000-4000-8000-000000000001';

/** Where the extension's files are. */
export const ORIGIN = `moz-extension://${UUID}/`;

/** Our own part in the browser: see `privileged/`. */
const PRIVILEGED = join(import.meta.dirname, 'privileged/');

/** @param {{port: number}} world @returns {Record<string, string | number | boolean>} */
const preferences = ({ port }) => ({
  'marionette.port': 0,
  // Every host is the world.
  'network.dns.forceResolve': '127.0.0.1',
  'network.socket.forcePort': `443=${port}`,
  'network.dns.disablePrefetch': true,
  'network.http.http3.enable': false,
  // The processes of pages may read files of few folders only.
  'security.sandbox.content.read_path_whitelist': PRIVILEGED,
  'extensions.webextensions.uuids': JSON.stringify({ [ID]: UUID }),
  // A build without Mozilla's signature may stay across a restart; Debian's Firefox allows it.
  'xpinstall.signatures.required': false,
  'intl.locale.requested': 'en-US',
  'intl.accept_languages': 'en-US, en',
  'browser.translations.enable': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.newtabpage.enabled': false,
  'browser.newtab.preload': false,
  'browser.tabs.unloadOnLowMemory': false,
  // As in Chromium, a background is not stopped for idleness in the time of a test.
  'extensions.background.idle.timeout': 600_000,
  'signon.rememberSignons': false,
  'ui.prefersReducedMotion': 1,
  // Sound goes to what the home names.
  'media.cubeb.backend': 'alsa',
  // What was typed may come back as a suggestion, as with a person's browser; automation switches it off.
  'browser.formfill.enable': true,
  'dom.min_background_timeout_value': 100,
  // A finger counts, though this computer has no screen that feels one.
  'dom.w3c_touch_events.enabled': 1,
  // Processes that nothing needs yet only make the tests slower.
  'dom.ipc.processPrelaunch.enabled': false,
});

/** The browser. */
const program = process.env.FIREFOX || '/usr/bin/firefox-esr';

/** Where a profile is kept that was started once: what Firefox computes at its very first start takes twice as long as all else. */
const TEMPLATES = join(import.meta.dirname, '../../../target/firefox');

/** Makes a fresh profile. @param {string} profile folder, which is not there yet */
async function makeProfile(profile) {
  const { stdout: version } = await run(program, ['--version']);
  const template = join(TEMPLATES, version.replace(/\W+/g, '-'));
  if (!existsSync(template)) await makeTemplate(template);
  await cp(template, profile, { recursive: true });
}

/** Nothing of ours is loaded in it, which the browser would keep and not read anew. @param {string} template folder */
async function makeTemplate(template) {
  await mkdir(TEMPLATES, { recursive: true });
  const folder = await mkdtemp(join(TEMPLATES, 'new-'));
  const profile = join(folder, 'profile');
  await mkdir(profile);
  await run('certutil', ['-d', `sql:${profile}`, '-N', '--empty-password']);
  await stopFirefox(await startProcess({ world: { port: 1 }, profile, home: folder }));
  // Another test may have been quicker.
  await rename(profile, template).catch(() => {});
  await rm(folder, { recursive: true, force: true });
}

/**
 * Makes a profile that trusts this world.
 * @param {{caFile: string}} world
 * @param {string} profile
 */
async function prepareProfile(world, profile) {
  if (existsSync(join(profile, 'cert9.db'))) return;
  await makeProfile(profile);
  await run('certutil', ['-d', `sql:${profile}`, '-A', '-t', 'C,,', '-n', 'simulated organisation', '-i', world.caFile]);
}

/**
 * @typedef {Awaited<ReturnType<typeof startProcess>>} Started
 * @param {{world: {caFile: string, port: number}, profile: string, home: string, headless?: boolean, args?: string[],
 *   env?: Record<string, string>, preferences?: Record<string, string | number | boolean>}} options
 */
export async function startFirefox(options) {
  await prepareProfile(options.world, options.profile);
  const started = await startProcess(options);
  try {
    await started.scope.enter();
    scopes.set(started.browser, started.scope);
    return started;
  } catch (error) {
    await stopFirefox(started, { kill: true });
    throw error;
  }
}

/** @param {Omit<Parameters<typeof startFirefox>[0], 'world'> & {world: {port: number}}} options */
async function startProcess({ world, profile, home, headless = true, args = [], env, preferences: more = {} }) {
  const lines = Object.entries({ ...preferences(world), ...more }).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  await rm(join(profile, 'MarionetteActivePort'), { force: true });
  const child = spawn(program, [
    '--marionette', '--remote-debugging-port=0', '--remote-allow-system-access', '--no-remote', '--profile', profile, ...headless ? ['--headless'] : [], ...args,
  ], { env: { ...process.env, LANGUAGE: 'en', MOZ_CRASHREPORTER_DISABLE: '1', ...env, HOME: home }, stdio: 'ignore' });
  const exited = new Promise((done) => { child.once('exit', done); });
  /** @type {Marionette | undefined} */
  let marionette;
  try {
    const port = await until(() => readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => child.exitCode !== null && Promise.reject(new Error('Firefox ended'))), { what: 'Firefox', limit: 2 * SOON });
    marionette = await Marionette.connect(Number(port));
    const { sessionId, capabilities } = await marionette.send('WebDriver:NewSession', {
      webSocketUrl: true, unhandledPromptBehavior: { default: 'ignore' }, timeouts: { script: RUN + SOON }, pageLoadStrategy: 'none',
    });
    await marionette.send('Marionette:SetContext', { value: 'chrome' });
    const transport = await NodeWebSocketTransport.create(capabilities.webSocketUrl);
    const browser = await puppeteer.connect({
      transport: new Joined(transport, { sessionId, capabilities }), protocol: 'webDriverBiDi', defaultViewport: null, protocolTimeout: RUN + SOON,
    });
    return { browser, scope: new Scope(marionette), child, exited };
  } catch (error) {
    marionette?.close();
    child.kill('SIGKILL');
    await exited;
    throw error;
  }
}

/** Ends a Firefox; one that something keeps open is killed. @param {Started} started @param {{kill?: boolean}} [options] */
export async function stopFirefox({ browser, scope, child, exited }, { kill = false } = {}) {
  if (kill) child.kill('SIGKILL');
  else void scope.quit().catch(() => {});
  const slow = new AbortController();
  await Promise.race([exited, delay(SOON, undefined, { signal: slow.signal }).catch(() => {})]);
  slow.abort();
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await exited;
  scope.close();
  await browser.disconnect().catch(() => {});
}

/** A transport on which the session has begun already. */
class Joined {
  #inner;
  #session;

  /** @param {import('puppeteer-core').ConnectionTransport} inner @param {object} session */
  constructor(inner, session) {
    this.#inner = inner;
    this.#session = session;
    inner.onmessage = (message) => this.onmessage?.(message);
    inner.onclose = () => this.onclose?.();
  }

  /** @type {((message: string) => void) | undefined} */
  onmessage;

  /** @type {(() => void) | undefined} */
  onclose;

  /** @param {string} message */
  send(message) {
    const { id, method } = JSON.parse(message);
    if (method !== 'session.new') return this.#inner.send(message);
    return queueMicrotask(() => this.onmessage?.(JSON.stringify({ type: 'success', id, result: this.#session })));
  }

  close() {
    this.#inner.close();
  }
}

/** The browser's own scope, where the functions of `privileged/browser.sys.mjs` run. */
export class Scope {
  #marionette;

  /** @param {Marionette} marionette */
  constructor(marionette) {
    this.#marionette = marionette;
  }

  /** Makes our part known to the browser. */
  async enter() {
    await this.#execute(`
      Services.io.getProtocolHandler('resource').QueryInterface(Ci.nsIResProtocolHandler)
        .setSubstitution('clean-exit-tests', Services.io.newURI(arguments[0]));
      ChromeUtils.importESModule('resource://clean-exit-tests/browser.sys.mjs').registerActor();
    `, [pathToFileURL(PRIVILEGED).href]);
  }

  /** @param {string} script @param {unknown[]} given */
  async #execute(script, given) {
    const execute = () => this.#marionette.send('WebDriver:ExecuteScript', { script, args: given, newSandbox: false, sandbox: 'system' });
    return (await execute().catch(async (error) => {
      if (!String(error).includes('Browsing context has been discarded')) throw error;
      // Nothing was executed: the window in which it is to be is closed, and another takes its place.
      const [handle] = await this.#marionette.send('WebDriver:GetWindowHandles');
      await this.#marionette.send('WebDriver:SwitchToWindow', { handle, focus: false });
      return execute();
    })).value;
  }

  /**
   * Calls a function there.
   * @param {string} name
   * @param {...unknown} given what JSON can say
   * @returns {Promise<any>}
   */
  async call(name, ...given) {
    const answer = await this.#execute(`
      return ChromeUtils.importESModule('resource://clean-exit-tests/browser.sys.mjs').call(arguments[0], arguments[1]);
    `, [name, JSON.stringify(given)]);
    const { error, value } = JSON.parse(answer);
    if (error !== undefined) throw new Error(error);
    return value;
  }

  /** Ends the browser as a person does, so that it writes what it keeps. */
  quit() {
    return this.#marionette.send('Marionette:Quit', { flags: ['eForceQuit'] });
  }

  /** Ends the connection. */
  close() {
    this.#marionette.close();
  }
}

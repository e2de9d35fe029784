// All that the browser asks of the network during a sign-out, by its own log, and by the log of the servers.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { scaleGroupHost } from '../org/organisation.mjs';
import { only } from './differences.mjs';
import { EXTENSION_ID, until } from './harness.mjs';
import { CONTOSO, ENTRA, setScene } from './scene.mjs';

/** The extension, as the browser's log names who asks. */
const EXTENSION = `chrome-extension://${EXTENSION_ID}`;

/** All that the extension itself asks of a server in a sign-out, and why: docs/privacy.md says the same. */
const ALLOWED = [
  // Whether the server still lets this browser in.
  `GET https://${CONTOSO}/api/data/v9.2/WhoAmI`,
  // Whether opening the organisation leads to a sign-in page, and the page that it leads to.
  `GET https://${CONTOSO}/main.aspx`,
  `GET https://${ENTRA}/common/oauth2/authorize`,
  // The page from which the organisation's storage is looked at.
  `GET https://${CONTOSO}/favicon.ico`,
];

/** Whom the pages of a sign-out ask: the organisation, the host that keeps its region's session, the sign-in service. */
const HOSTS = [CONTOSO, scaleGroupHost('crm4.dynamics.com'), ENTRA];

/** Whom Chromium asks for itself, for reasons of its own: its maker. What an extension asks for has that one's origin. */
const CHROMIUMS_OWN = /\.(google|googleapis)\.com$/;

test('in a sign-out the browser asks the organisation and the sign-in service, and nobody else', only('network log'), async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'clean-exit-network-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'log.json');
  const scene = await setScene(t, { args: [`--log-net-log=${file}`] });
  const page = await scene.signIn(CONTOSO);
  const began = Date.now();
  scene.world.clearRequests();

  const receipt = await scene.runFrom(page);
  assert.equal(receipt.verdict, 'signed_out');

  const served = scene.world.requests();
  await scene.session.close();
  // The log is in the order of time, so it is whole when it knows all that was served. Who writes it may end after the browser.
  const asked = await until(async () => {
    const all = await requests(file, began);
    const known = new Set(all.map(({ what }) => what));
    return served.every(({ method, host, path }) => known.has(`${method} https://${host}${path}`)) && all;
  }, { what: 'the log to know all that was served' });
  const others = asked.filter(({ host, initiator }) => !HOSTS.includes(host) && !(CHROMIUMS_OWN.test(host) && initiator === 'not an origin'));
  assert.deepEqual(others, []);
  const own = asked.filter(({ initiator }) => initiator === EXTENSION).map(({ what }) => what);
  assert.deepEqual([...new Set(own)].sort(), [...ALLOWED].sort());
});

/**
 * What the browser asked for since then, whoever in it: pages, workers, extensions, the browser itself. What of it is written yet.
 * @param {string} file
 * @param {number} since
 */
async function requests(file, since) {
  const [head = '', ...lines] = (await readFile(file, 'utf8')).split('\n');
  if (!lines.length) return [];
  const { constants } = JSON.parse(`${head.replace(/,$/, '')}}`);
  const { URL_REQUEST_START_JOB: start } = constants.logEventTypes;
  // An event a line; the last one may be half written, and what follows them is not ours.
  const events = lines.filter((line) => /^\{.*\}\]?,$/.test(line)).map((line) => JSON.parse(line.replace(/\]?,$/, '')));
  return events
    .filter((/** @type {any} */ { type, time, params }) => type === start && params?.url && since <= Number(time) + constants.timeTickOffset)
    .map((/** @type {any} */ { params }) => ({ ...params, url: new URL(params.url) }))
    .filter((/** @type {any} */ { url }) => /^(https?|wss?):$/.test(url.protocol))
    .map((/** @type {any} */ { method, url, initiator }) => ({ host: url.host, initiator, what: `${method} ${url.origin}${url.pathname}` }));
}

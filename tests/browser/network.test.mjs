// All that the browser asks of the network during a sign-out, by its own log, and by the log of the servers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaleGroupHost } from '../org/organisation.mjs';
import { isFirefox } from './harness.mjs';
import { CONTOSO, ENTRA, setScene } from './scene.mjs';

/** The host that keeps the region's session. */
const GROUP = scaleGroupHost('crm4.dynamics.com');

/** All that the extension itself asks of a server in a sign-out, and why: docs/privacy.md says the same. */
const ALLOWED = [
  // Whether the server still lets this browser in.
  `GET https://${CONTOSO}/api/data/v9.2/WhoAmI`,
  // Whether opening the organisation leads to a sign-in page, and the page that it leads to.
  `GET https://${CONTOSO}/main.aspx`,
  `GET https://${ENTRA}/common/oauth2/authorize`,
  // The page from which the organisation's storage is looked at.
  `GET https://${CONTOSO}/favicon.ico`,
  // In Firefox, whose cache and storage are cleared: each host in scope, by an answer of its own.
  ...isFirefox ? [`GET https://${GROUP}/favicon.ico`] : [],
];

/** Whom the pages of a sign-out ask: the organisation, its region's host, the sign-in service. */
const HOSTS = [CONTOSO, GROUP, ENTRA];

/** Whom the browser asks for itself, for reasons of its own: its maker. What an extension asks for has that one's origin. */
const MAKERS = isFirefox ? /\.(mozilla|firefox)\.(com|net|org)$/ : /\.(google|googleapis)\.com$/;

test('in a sign-out the browser asks the organisation and the sign-in service, and nobody else', async (t) => {
  const scene = await setScene(t, { networkLog: true });
  const page = await scene.signIn(CONTOSO);
  const began = Date.now();
  scene.world.clearRequests();

  const receipt = await scene.runFrom(page);
  assert.equal(receipt.verdict, 'signed_out');

  const served = scene.world.requests().map(({ method, host, path }) => `${method} https://${host}${path}`);
  const { session } = scene;
  const asked = (await session.requested(served)).filter(({ time }) => began <= time);
  const known = asked.map(({ what }) => what);
  assert.deepEqual(served.filter((what) => !known.includes(what)), [], 'the log knows all that was served');
  const others = asked.filter(({ host, initiator }) => !HOSTS.includes(host) && !(MAKERS.test(host) && initiator === null));
  assert.deepEqual(others, []);
  const own = asked.filter(({ initiator }) => session.url('') === `${initiator}/`).map(({ what }) => what);
  assert.deepEqual([...new Set(own)].sort(), [...ALLOWED].sort());
});

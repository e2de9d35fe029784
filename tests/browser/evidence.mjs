// What is in the browser and at the server, seen from outside: nothing here asks the extension.
import { createClient } from '../org/client.mjs';
import { isEmpty } from './storage.mjs';

/**
 * @typedef {import('./harness.mjs').Session} Session
 * @typedef {import('../org/world.mjs').World} World
 * @typedef {Awaited<ReturnType<Session['allCookies']>>[number]} Cookie
 */

const ENTRA = 'login.microsoftonline.com';

/** Names of Entra's cookies that hold a session; its others name the device or the users. */
const ENTRA_SESSION = /^(ESTSAUTH|SignInStateCookie)/;

/** Addresses of an organisation that its pages leave in the HTTP cache. */
const CACHED = ['/favicon.ico', '/uclient/metadata.json', '/uclient/app.css', '/uclient/scripts/app.js'];

/** Is the cookie sent to the host? @param {Cookie} cookie @param {string} host */
const belongsTo = ({ domain }, host) => (domain.startsWith('.') ? `.${host}`.endsWith(domain) : domain === host);

/** The cookies of organisations: those of the hosts and of their regions, not of all of dynamics.com. */
const isCrm = (/** @type {string[]} */ hosts) => (/** @type {Cookie} */ cookie) => hosts.some((host) => belongsTo(cookie, host))
  && cookie.domain.replace(/^\./, '').split('.').length > 2;

/**
 * All that there is of these organisations.
 * @param {Session} session
 * @param {string[]} hosts
 * @param {{within?: string}} [options] `within`: another site that shows them in frames
 */
export async function lookAt(session, hosts, { within } = {}) {
  const cookies = await session.allCookies();
  const crm = cookies.filter(isCrm(hosts));
  const stored = await Promise.all(hosts.map((host) => session.storageOf(`https://${host}`, { cached: CACHED })));
  const framed = within ? await Promise.all(hosts.map((host) => session.storageOf(`https://${host}`, { within }))) : [];
  const addresses = (await session.tabs()).map((page) => page.url());
  return {
    crm,
    entra: cookies.filter((cookie) => belongsTo(cookie, ENTRA) && ENTRA_SESSION.test(cookie.name)),
    stored,
    framed,
    tabs: addresses.filter((address) => hosts.some((host) => address.startsWith(`https://${host}/`))),
    allTabs: addresses.length,
  };
}

/** @typedef {Awaited<ReturnType<typeof lookAt>>} Sight */

/** The sight in numbers, by kind. @param {Sight} sight @returns {[string, number][]} */
export function inNumbers({ crm, entra, stored, framed, tabs }) {
  const total = (/** @type {typeof stored} */ places, /** @type {keyof typeof stored[number]} */ kind) =>
    places.reduce((sum, place) => sum + place[kind].length, 0);
  return [
    ['CRM cookies', crm.filter((cookie) => !cookie.partitionKey).length],
    ['CRM cookies in other sites', crm.filter((cookie) => cookie.partitionKey).length],
    ['Microsoft session cookies', entra.length],
    ['localStorage entries', total(stored, 'localStorage')],
    ['databases', total(stored, 'databases')],
    ['caches', total(stored, 'caches')],
    ['service workers', total(stored, 'workers')],
    ['files', total(stored, 'files')],
    ['HTTP cache', total(stored, 'cached')],
    ['storage in other sites', framed.filter((place) => !isEmpty(place)).length],
    ['CRM tabs', tabs.length],
  ];
}

/**
 * Does the server still accept these cookies? Asked as a thief with the cookie jar would.
 * @param {World} world
 * @param {string} host
 * @param {Cookie[]} cookies
 */
export async function statusOfWhoAmI(world, host, cookies) {
  const client = await createClient(world);
  client.restore(cookies.filter((cookie) => belongsTo(cookie, host)).map((cookie) => ({
    name: cookie.name, value: cookie.value, domain: cookie.domain.replace(/^\./, ''), hostOnly: !cookie.domain.startsWith('.'), attributes: [],
  })));
  return (await client.whoAmI(host)).status;
}

/**
 * All that these sites keep, in a form that can be compared.
 * @param {Session} session
 * @param {string[]} hosts
 */
export async function keptBy(session, hosts) {
  const cookies = await session.allCookies();
  return Promise.all(hosts.map(async (host) => ({
    host,
    cookies: cookies.filter((cookie) => belongsTo(cookie, host))
      .map(({ name, value, domain, path, partitionKey }) => JSON.stringify([name, value, domain, path, partitionKey])).sort(),
    ...await session.storageOf(`https://${host}`),
  })));
}

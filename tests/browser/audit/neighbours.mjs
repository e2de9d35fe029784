// Other sites beside the CRM, each with cookies, storage, cache, a form entry and a line in the history: none may lose any.
import { isDeepStrictEqual } from 'node:util';
import { ready } from '../../org/drive.mjs';
import { keptBy } from '../evidence.mjs';
import { cachedAddress, randomMarker } from './planting.mjs';

/**
 * @typedef {import('../harness.mjs').Session} Session
 * @typedef {{site: string, kept: object, cached: string[], typed: boolean, visited: boolean}} Belongings
 */

/** Sites that share a registrable domain with organisations or with the sign-in. */
const NEAR = ['www.dynamics.com', 'home.dynamics.com', 'portal.microsoftonline.com'];

/** Sites that have nothing to do with them. */
const FAR = ['news.example', ...Array.from({ length: 19 }, (_, at) => `site-${at + 1}.example`)];

/** Organisations that the logout does not cover: one shares its region's session with the one that it does. */
const SPARED = ['fabrikam.crm4.dynamics.com', 'adventure-works.crm.dynamics.com', 'northwind.crm11.dynamics.com'];

const SITES = [...NEAR, ...FAR, ...SPARED];

/** Where a site can be typed into. @param {string} host */
const addressOf = (host) => (SPARED.includes(host) ? `https://${host}/__plant?marker=${host.replace(/\W/g, '-')}` : `https://${host}/`);

/**
 * Visits them all, and types into a form of each; returns what was typed where.
 * @param {Session} session
 * @param {import('../../org/world.mjs').World} world
 * @returns {Promise<Record<string, string>>}
 */
export async function settle(session, world) {
  /** @type {Record<string, string>} */
  const typed = {};
  const page = await session.open();
  for (const host of SITES) {
    if (SPARED.includes(host)) world.addOrganisation({ host });
    else if (!world.hosts().includes(host)) world.addSite({ host, cookieDomain: `.${host}` });
    await page.goto(addressOf(host));
    await ready(page);
    const text = randomMarker();
    await page.type('#planted-text', text);
    await Promise.all([page.waitForNavigation(), page.click('#planted-send')]);
    typed[host] = text;
  }
  await page.close();
  return typed;
}

/**
 * What each has. What a whole region shares is not one organisation's.
 * @param {Session} session
 * @param {Record<string, string>} typed
 * @param {import('./reach.mjs').Sights} sights
 * @returns {Promise<Belongings[]>}
 */
export async function belongings(session, typed, sights) {
  const kept = await keptBy(session, SITES);
  const cookies = await session.allCookies();
  return Promise.all(SITES.map(async (host, at) => {
    const marker = cookies.find((cookie) => cookie.domain === host && cookie.name.endsWith('_session'))?.value ?? '';
    const all = kept[at] ?? { cookies: [] };
    const isOwn = (/** @type {string} */ cookie) => !SPARED.includes(host) || JSON.parse(cookie)[2] === host;
    return {
      site: host,
      kept: { ...all, cookies: all.cookies.filter(isOwn) },
      cached: (await session.storageOf(`https://${host}`, { cached: [cachedAddress(marker)] })).cached,
      // What is typed into an organisation's forms is kept from being remembered.
      typed: SPARED.includes(host) || (sights['form history']?.includes(typed[host] ?? ' ') ?? false),
      visited: sights.history?.includes(`"${addressOf(host)}"`) ?? false,
    };
  }));
}

/** Has a site all that is looked for? Of the lists that it keeps, only that of the cached addresses is empty. @param {Belongings} each */
export const isSettled = ({ cached, typed, visited, kept }) =>
  cached.length === 1 && typed && visited && Object.values(kept).filter(Array.isArray).filter((list) => list.length === 0).length <= 1;

/** The sites that have not all that they had. @param {Belongings[]} before @param {Belongings[]} after */
export const losers = (before, after) => before.filter((each, at) => !isDeepStrictEqual(each, after[at])).map(({ site }) => site);

// Compares what is true, seen from outside, with what the extension says of it.
import { isDeepStrictEqual } from 'node:util';
import { keptBy, lookAt } from '../evidence.mjs';
import { CONTOSO, ENTRA, NEIGHBOURS } from '../scene.mjs';

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {Awaited<ReturnType<import('./stage.mjs').Stage['ended']>>} said
 * @param {any} before
 * @returns {Promise<import('./stage.mjs').Result>}
 */
export async function judge(stage, said, before) {
  const losses = await lost(stage, said, before);
  if (losses.length) return { outcome: 'loss', why: losses };
  const lies = lied(said, await truth(stage, before, said));
  if (lies.length) return { outcome: 'lie', why: lies };
  if (said.receipt?.verdict === 'signed_out') return { outcome: 'finished', why: [] };
  const told = said.receipt ? said.receipt.verdict : JSON.stringify(said.view);
  return { outcome: 'incomplete', why: [told] };
}

/** What should be there and is not. @param {import('./stage.mjs').Stage} stage @param {any} said @param {any} before */
async function lost({ session, news }, said, before) {
  const losses = [];
  const { receipts = [], settings, journal } = await session.stored();
  if (!said.isOver) losses.push(`the run does not end; ${journal ? 'there is a journal' : 'there is no journal'}; ${JSON.stringify(said.view)}`);
  const now = await keptBy(session, NEIGHBOURS);
  const seen = before.isKilled ? lasting : (/** @type {Kept} */ kept) => kept;
  if (!isDeepStrictEqual(seen(now), seen(before.neighbours))) losses.push('the neighbours');
  if (news?.isClosed() || news?.url() !== before.news) losses.push('the page of another site');
  if (!receipts.some((/** @type {{run: number}} */ each) => each.run === before.receipts[0].run)) losses.push('an earlier receipt');
  if (!isDeepStrictEqual(settings, before.settings)) losses.push('the settings');
  return losses;
}

/** @typedef {Awaited<ReturnType<typeof keptBy>>} Kept */

/** What outlives Firefox: no session cookies do, and the site in front, which misses its own, leaves all anew. @param {Kept} kept */
const lasting = (kept) => kept.filter(({ host }) => host !== 'news.example')
  .map((each) => ({ ...each, cookies: each.cookies.filter((cookie) => !cookie.includes('_session"')) }));

/** What is so. @param {import('./stage.mjs').Stage} stage @param {any} before @param {any} said */
async function truth({ session, world, scene }, { jar, baseline }, { receipt, requests }) {
  const thief = jar.filter((/** @type {any} */ cookie) => !cookie.partitionKey);
  const sight = await lookAt(session, [CONTOSO]);
  const [stored] = sight.stored;
  // The browser itself looks for a newer service worker where one could not be removed, and asks again where it was not answered.
  // A receipt is older than what that brings.
  const asked = world.requests().map(({ host, path }) => host === CONTOSO && path);
  const isLater = receipt && (asked.slice(requests).includes('/uclient/sw.js') || asked.findLast(Boolean) === '/uclient/sw.js');
  const crm = sight.crm.filter(({ name }) => !isLater || !['ARRAffinity', 'ReqClientId', 'orgId'].includes(name));
  if (!stored) throw new Error('nobody looked');
  return {
    server_session: !world.isAlive(sentTo(thief, CONTOSO), CONTOSO),
    microsoft_session: !world.isAlive(sentTo(thief, ENTRA), ENTRA),
    no_session: scene.liveSessions().length <= baseline,
    cookies: crm.length === 0,
    microsoft_cookies: sight.entra.length === 0,
    tabs: sight.tabs.length === 0,
    local_storage: stored.localStorage.length === 0,
    databases: stored.databases.length === 0,
    caches: stored.caches.length === 0,
    workers: stored.workers.length === 0,
    files: stored.files.length === 0,
  };
}

/** @typedef {Awaited<ReturnType<typeof truth>>} Truth */

/** What is said and is not so. @param {any} said @param {Truth} truth */
function lied({ view, receipt }, truth) {
  const lies = [];
  const open = Object.entries(truth).filter(([, is]) => !is).map(([what]) => what);
  const here = open.filter((what) => !['server_session', 'microsoft_session', 'no_session'].includes(what));
  if (receipt?.verdict === 'signed_out' && open.length) lies.push(`signed out: ${open}`);
  if (receipt?.verdict === 'cleared_here' && here.length) lies.push(`cleared here: ${here}`);
  const saysNothing = view?.standing?.is_complete && view.standing.found.length === 0;
  if (!receipt && saysNothing && open.length) lies.push(`not signed in: ${open}`);
  for (const { kind, proof } of receipt?.lines ?? []) {
    if ('verified' in proof && truth[/** @type {keyof Truth} */ (kind)] === false) lies.push(`verified: ${kind}`);
  }
  return lies;
}

/** The cookies that a request to this host carries. @template {{domain: string}} C @param {C[]} cookies @param {string} host */
const sentTo = (cookies, host) => cookies.filter(({ domain }) => (domain.startsWith('.') ? `.${host}`.endsWith(domain) : domain === host));

// The table of sessions: the only truth about who is signed in.
import { randomBytes, randomUUID } from 'node:crypto';
import { cookieValue } from './http.mjs';

/**
 * @typedef {object} Session
 * @property {string} id
 * @property {'crm' | 'entra' | 'adfs' | 'product' | 'service'} kind
 * @property {string} user e-mail address
 * @property {string} [region] of a CRM session: a parent domain, all of whose organisations accept it;
 *   on premises the domain or the one host that the cookies are for
 * @property {string} host where it was made
 * @property {boolean} embedded a CRM session of a frame in another site
 * @property {string} [account] id of the sign-in service's session that it came from
 * @property {string} token what the cookies hold
 * @property {boolean} alive
 * @property {number} created
 * @property {number} [ended]
 * @property {string} [endedBy]
 */

/** Entra's value may name several accounts: one session each. */
const SEPARATOR = '~';
/** @type {Set<Session['kind']>} */
const LONG = new Set(['crm', 'adfs']);
const CHUNK = 2000;

/** Creates an empty table. */
export function createSessions() {
  /** @type {Session[]} */
  const all = [];
  const byToken = (/** @type {string | undefined} */ token) => all.find((s) => s.alive && s.token === token);

  return {
    /**
     * @param {{kind: Session['kind'], user: string, host: string, region?: string, account?: string, embedded?: boolean}} what
     * @returns {Session}
     */
    begin({ embedded = false, ...what }) {
      // These tokens are long: that is why the products split them into chunks.
      const token = LONG.has(what.kind) ? randomBytes(2400).toString('base64url') : randomBytes(48).toString('base64url');
      const session = { id: randomUUID(), ...what, embedded, token, alive: true, created: Date.now() };
      all.push(session);
      return session;
    },
    /**
     * @param {Session | undefined} session
     * @param {string} endedBy
     */
    end(session, endedBy) {
      if (session?.alive) Object.assign(session, { alive: false, ended: Date.now(), endedBy });
    },
    list: () => all,
    byId: (/** @type {string | null} */ id) => all.find((s) => s.id === id),
    /**
     * The CRM session that a request to this region carries.
     * @param {{name: string, value: string}[]} cookies
     * @param {string} region
     */
    crm(cookies, region) {
      const tokens = [crmToken(cookies), cookieValue(cookies, 'CrmNativeAuth')];
      return tokens.map(byToken).find((s) => s?.kind === 'crm' && s.region === region);
    },
    /**
     * Every live account of Entra's cookies.
     * @param {{name: string, value: string}[]} cookies
     * @returns {Session[]}
     */
    entra(cookies) {
      const tokens = ['ESTSAUTH', 'ESTSAUTHPERSISTENT'].flatMap((name) => (cookieValue(cookies, name) ?? '').split(SEPARATOR));
      const found = tokens.map(byToken).filter((s) => s?.kind === 'entra');
      return /** @type {Session[]} */ ([...new Set(found)]);
    },
    /**
     * The session of the cookies that AD FS and claims-based CRM alike call `MSISAuth`.
     * @param {{name: string, value: string}[]} cookies
     * @param {'adfs' | 'crm'} kind
     * @param {string} where the host of AD FS, the region of a CRM session
     */
    claims(cookies, kind, where) {
      const session = byToken(claimsToken(cookies));
      return session?.kind === kind && (session.region ?? session.host) === where ? session : undefined;
    },
    /**
     * The session of any other site.
     * @param {{name: string, value: string}[]} cookies
     * @param {string} name
     * @param {string} host
     */
    service(cookies, name, host) {
      const session = byToken(cookieValue(cookies, name));
      return session && ['product', 'service'].includes(session.kind) && session.host === host ? session : undefined;
    },
  };
}

/** @typedef {ReturnType<typeof createSessions>} Sessions */

/**
 * @param {Session[]} accounts
 * @returns {string} the value of ESTSAUTH
 */
export function entraValue(accounts) {
  return accounts.map((s) => s.token).join(SEPARATOR);
}

/**
 * What is put into chunks of cookies.
 * @param {Session} session
 */
export const chunksOf = ({ token }) => token.match(new RegExp(`.{1,${CHUNK}}`, 'g')) ?? [];

/** The names of the cookies that hold so many chunks, as AD FS counts them. @param {number} count */
export const claimsCookies = (count) => Array.from({ length: count }, (_, i) => `MSISAuth${i || ''}`);

/**
 * All `MSISAuth`, `MSISAuth1`, … in a row. Of several with one name, the browser sends the one with the longest path first.
 * @param {{name: string, value: string}[]} cookies
 */
const claimsToken = (cookies) => claimsCookies(cookies.length).map((name) => cookieValue(cookies, name)).join('');

/**
 * Puts the chunks together again; with a chunk missing there is no token.
 * @param {{name: string, value: string}[]} cookies
 */
function crmToken(cookies) {
  const value = cookieValue(cookies, 'CrmOwinAuth');
  const chunks = /^chunks:(\d+)$/.exec(value ?? '');
  if (!chunks) return value;
  const parts = Array.from({ length: Number(chunks[1]) }, (_, i) => cookieValue(cookies, `CrmOwinAuthC${i + 1}`));
  return parts.every(Boolean) ? parts.join('') : undefined;
}

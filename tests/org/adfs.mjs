// AD FS: the sign-in service of organisations on premises, spoken to by WS-Federation.
import { randomBytes, randomUUID } from 'node:crypto';
import * as pages from './adfs-pages.mjs';
import { formPost } from './form-post.mjs';
import { clearCookie, cookieValue, escape, html, notFound, redirect, setCookie } from './http.mjs';
import { chunksOf, claimsCookies } from './sessions.mjs';

/** The one AD FS of this world. */
export const ADFS_HOST = 'sts.corp.example';

const PATH = '/adfs';
const SIGN_IN = `${PATH}/ls/`;
/** What those that trust it read of it. */
const METADATA = '/FederationMetadata/2007-06/FederationMetadata.xml';
const COOKIE = { path: PATH, httpOnly: true, sameSite: 'None' };
const ENDED_WITH_SESSION = ['MSISAuthenticated', 'MSISLoopDetectionCookie', 'MSISSignOut', 'MSISSignOutReply'];

/** @typedef {import('./http.mjs').Request} Request */
/** @typedef {import('./http.mjs').Response} Response */
/** @typedef {import('./sessions.mjs').Session} Session */

/** Options of AD FS; a test may change them at any time. */
export const adfsDefaults = {
  /** "Keep me signed in" is offered; who takes it has cookies that outlive the browser. */
  keepSignedIn: true,
  /** Goes on to `wreply` after the sign-out, rather than stay on the signed-out page. */
  followReply: false,
  /** The signed-out page is shown and every session lives on. */
  signoutLies: false,
  /** Language of the pages: en, de. */
  language: 'en',
};

/**
 * @param {{sessions: import('./sessions.mjs').Sessions, users: {email: string, password: string}[], options: typeof adfsDefaults}} world
 */
export function createAdfs({ sessions, users, options }) {
  /** One-time tokens that a relying party exchanges for who signed in. @type {Map<string, Session>} */
  const tokens = new Map();
  const current = (/** @type {Request} */ { cookies }) => sessions.claims(cookies, 'adfs', ADFS_HOST);

  /** @param {Request} request */
  function signIn(request) {
    if (request.method === 'POST') return signedIn(request);
    const session = current(request);
    return session ? complete(request, session) : askToSignIn(request);
  }

  /** @param {Request} request @param {{email?: string, wrong?: boolean}} [what] */
  function askToSignIn({ query }, { email = '', wrong } = {}) {
    const body = pages.signIn(options.language, { action: `${SIGN_IN}?${query}`, email, wrong, keep: options.keepSignedIn });
    // Every look at this page leaves one more of these, as the product is known for.
    return html(body, { cookies: [setCookie(`MSISSamlRequest${randomUUID()}`, randomBytes(60).toString('base64url'), COOKIE)] });
  }

  /** The session begins here, and the service hears of it with the next request. @param {Request} request */
  function signedIn(request) {
    const { form, query } = request;
    const email = (form.get('UserName') ?? '').trim().toLowerCase();
    const user = users.find((u) => u.email === email && u.password === form.get('Password'));
    if (!user) return askToSignIn(request, { email, wrong: true });
    const session = sessions.begin({ kind: 'adfs', user: email, host: ADFS_HOST });
    const chunks = chunksOf(session);
    const names = claimsCookies(chunks.length);
    const days = options.keepSignedIn && form.has('Kmsi') ? 1 : undefined;
    return redirect(`${SIGN_IN}?${query}`, chunks.map((chunk, i) => setCookie(names[i], chunk, { ...COOKIE, days })));
  }

  /**
   * Sends the user back to the relying party, and notes it for the sign-out.
   * @param {Request} request
   * @param {Session} session
   */
  function complete(request, session) {
    const { query, cookies } = request;
    const realm = query.get('wtrealm') ?? '';
    if (!URL.canParse(realm)) return notFound();
    const token = randomBytes(24).toString('base64url');
    tokens.set(token, session);
    const now = Buffer.from(new Date().toISOString()).toString('base64url');
    const fields = {
      wa: 'wsignin1.0', wctx: query.get('wctx') ?? '',
      wresult: `<t:RequestSecurityTokenResponse xmlns:t="http://schemas.xmlsoap.org/ws/2005/02/trust">${escape(token)}</t:RequestSecurityTokenResponse>`,
    };
    const page = html(formPost(realm, fields));
    return { ...page, cookies: [
      setCookie('MSISAuthenticated', now, COOKIE), setCookie('MSISLoopDetectionCookie', now, COOKIE),
      setCookie('MSISSignOut', packParties([...new Set([...parties(cookies), realm])]), COOKIE),
      setCookie('MSISIPSelectionPersistent', Buffer.from(`http://${ADFS_HOST}/adfs/services/trust`).toString('base64url'), { ...COOKIE, days: 30 }),
    ] };
  }

  /** @param {Request} request */
  function signOut(request) {
    const { query, cookies } = request;
    const target = options.followReply ? query.get('wreply') ?? '' : '';
    if (options.signoutLies) return html(pages.signedOut(options.language, { frames: [], target }));
    sessions.end(current(request), 'adfs-signout');
    const frames = parties(cookies).map((realm) => `${realm}?wa=wsignoutcleanup1.0`);
    const names = [...claimsCookies(2), ...ENDED_WITH_SESSION];
    return html(pages.signedOut(options.language, { frames, target }), { cookies: names.map((name) => clearCookie(name, { path: PATH })) });
  }

  return {
    /** @param {Request} request @returns {Response | undefined} */
    handle(request) {
      if (request.path === METADATA) return html(pages.metadata(ADFS_HOST));
      if (request.path !== SIGN_IN) return undefined;
      switch (request.query.get('wa')) {
        case 'wsignin1.0': return signIn(request);
        case 'wsignout1.0': case 'wsignoutcleanup1.0': return signOut(request);
        default: return notFound();
      }
    },
    /**
     * What a relying party does with the token that it was sent.
     * @param {string | null} result
     */
    redeem(result) {
      const token = />([^<]+)</.exec(result ?? '')?.[1] ?? '';
      const session = tokens.get(token);
      tokens.delete(token);
      return session?.alive ? session : undefined;
    },
  };
}

/** As in the product: a word, then the addresses, in base 64. @param {string[]} addresses */
const packParties = (addresses) => Buffer.from(['signout', ...addresses].join(';')).toString('base64url');

/** The relying parties that MSISSignOut lists. @param {{name: string, value: string}[]} cookies */
function parties(cookies) {
  const listed = Buffer.from(cookieValue(cookies, 'MSISSignOut') ?? '', 'base64url').toString('utf8').split(';').slice(1);
  return listed.filter((address) => URL.canParse(address));
}

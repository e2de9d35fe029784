// Organisations on a customer's own servers, signed in to by claims: by their path on a shared host, or by a host each.
import { randomUUID } from 'node:crypto';
import { ADFS_HOST } from './adfs.mjs';
import { accountMenu } from './controls.mjs';
import { clearCookie, cookieValue, html, notFound, redirect, setCookie } from './http.mjs';
import { createOrganisation } from './organisation.mjs';
import { chunksOf, claimsCookies } from './sessions.mjs';
import { page } from './unified.mjs';
import { askedVersion, isBetween, noSuchVersion, unauthorized, whoAmI } from './web-api.mjs';

/** @typedef {import('./http.mjs').Request} Request */
/** @typedef {import('./http.mjs').Response} Response */
/** @typedef {import('./organisation.mjs').Organisation} Organisation */

/** What differs from `organisationDefaults`. `version`: the newest Web API that it answers; 8.2 or 9.1. */
export const onPremisesDefaults = { control: 'legacy', version: '9.1' };

/** The organisations that are always there. @type {({host: string} & Partial<Organisation>)[]} */
export const onPremises = [{ host: 'crm.corp.example', base: '/Contoso' }, { host: 'contoso.corp.example' }];

/** The first version of the Web API. */
const FIRST_VERSION = '8.0';
const AUTH = { httpOnly: true, sameSite: 'None' };

/**
 * @param {{host: string} & Partial<Organisation>} what `region`: a parent domain for the session's cookies,
 *   which are the host's own where it is left out
 */
export function createOnPremises({ host, ...options }) {
  return createOrganisation({ host, ...onPremisesDefaults, region: host, name: options.base?.slice(1), ...options });
}

/**
 * @param {{sessions: import('./sessions.mjs').Sessions, users: {email: string, name: string, id: string}[],
 *   adfs: {redeem: (result: string | null) => import('./sessions.mjs').Session | undefined}, organisations: Map<string, Organisation>}} world
 *   `organisations` by host and path
 */
export function createOnPremisesServers({ sessions, users, adfs, organisations }) {
  const current = (/** @type {Organisation} */ org, /** @type {Request} */ { cookies }) => sessions.claims(cookies, 'crm', org.region);
  const userOf = (/** @type {import('./sessions.mjs').Session | undefined} */ session) => users.find((u) => u.email === session?.user) ?? users[0];

  /** @param {Organisation} org @param {Request} request */
  function main(org, request) {
    if (request.query.get('signout') === '1') return signOut(org, request);
    const session = current(org, request);
    if (!session) return askToSignIn(org, request);
    return html(page(org, userOf(session), request.query), {
      csp: org.csp, cookies: [setCookie('lastUsedApp', `${userOf(session).id}%3Asales`, { days: 365, path: `${org.base}/` })],
    });
  }

  /** @param {Organisation} org @param {Request} request */
  function askToSignIn(org, { path, query }) {
    const back = `${path}${query.size > 0 ? `?${query}` : ''}`;
    return redirect(`https://${ADFS_HOST}/adfs/ls/?${new URLSearchParams({
      wa: 'wsignin1.0', wtrealm: `https://${org.host}/`, wct: new Date().toISOString(),
      wctx: String(new URLSearchParams({ rm: '1', id: randomUUID(), ru: back })),
    })}`);
  }

  /** The form of AD FS arrives: the session begins. @param {Organisation} org @param {Request} request */
  function signedIn(org, { form, host }) {
    const account = adfs.redeem(form.get('wresult'));
    const back = new URLSearchParams(form.get('wctx') ?? '').get('ru') ?? '/';
    if (!account) return notFound();
    const session = sessions.begin({ kind: 'crm', user: account.user, host, region: org.region, account: account.id });
    const chunks = chunksOf(session);
    const names = claimsCookies(chunks.length);
    return redirect(new URL(back, `https://${host}`).href, chunks.map((chunk, i) => setCookie(names[i], chunk, { ...AUTH, ...where(org) })));
  }

  /** @param {Organisation} org @param {Request} request */
  function signOut(org, request) {
    const target = `https://${ADFS_HOST}/adfs/ls/?${new URLSearchParams({
      wa: 'wsignout1.0', wreply: request.query.get('redirect') ?? `https://${org.host}${org.base}/main.aspx`,
    })}`;
    return redirect(target, endSession(org, request, 'sign-out'));
  }

  /** AD FS says, in a frame, that the user signed out. @param {Organisation} org @param {Request} request */
  function cleanUp(org, request) {
    return html('<!doctype html><title>Signed out</title>', { cookies: endSession(org, request, 'front-channel') });
  }

  /** @param {Organisation} org @param {Request} request @param {string} by @returns {string[]} the cookies that go */
  function endSession(org, request, by) {
    if (org.signoutLies === true) return [];
    if (!org.signoutLies) sessions.end(current(org, request), by);
    const names = new Set([...claimsCookies(2), ...request.cookies.map((c) => c.name).filter((name) => /^MSISAuth\d*$/.test(name))]);
    return [...names].map((name) => clearCookie(name, where(org)));
  }

  /** Who isn't signed in is told so, whichever version was asked for. @param {Organisation} org @param {Request} request @param {string} version */
  function answerWhoAmI(org, request, version) {
    const session = current(org, request);
    if (!session) return org.signedOutStatus === 302 ? askToSignIn(org, request) : unauthorized();
    return isBetween(version, FIRST_VERSION, org.version) ? whoAmI(org, userOf(session), version) : noSuchVersion(version);
  }

  /** What the server itself answers, outside any organisation. @param {Organisation} org @param {Request} request */
  function root(org, request) {
    if (request.path !== '/') return undefined;
    if (request.query.get('wa') === 'wsignoutcleanup1.0') return cleanUp(org, request);
    return request.method === 'POST' ? signedIn(org, request) : redirect(`${org.base}/main.aspx`);
  }

  /** @param {Organisation} org @param {Request} request @returns {Response | undefined} */
  function route(org, request) {
    const path = request.path.slice(org.base.length);
    const version = askedVersion(path);
    if (version) return answerWhoAmI(org, request, version);
    switch (path) {
      case '': case '/': return redirect(`${org.base}/main.aspx`);
      case '/main.aspx': return main(org, request);
      case '/XRMServices/2011/Organization.svc': return html(services(org));
      case '/uclient/accountmenu': return html(accountMenu(org, userOf(current(org, request))));
      case '/save': return redirect(`${org.base}/main.aspx?${request.query}`, [], 303);
      default: return undefined;
    }
  }

  return {
    /** @param {Request} request @returns {Response | undefined} */
    handle(request) {
      const here = [...organisations.values()].filter((org) => org.host === request.host);
      const org = here.find(({ base }) => base && `${request.path}/`.startsWith(`${base}/`)) ?? here.find(({ base }) => !base);
      return (here[0] && root(here[0], request)) ?? (org && route(org, request));
    },
    /** Every answer brings this, a refused one too. @param {Request} request */
    standingCookies({ host, cookies }) {
      const missing = cookieValue(cookies, 'ReqClientId') === undefined;
      const known = [...organisations.values()].some((org) => org.host === host);
      return known && missing ? [setCookie('ReqClientId', randomUUID(), { httpOnly: true, days: 365 })] : [];
    },
  };
}

/** What programs are told before they sign in: how they are to do that, and where. @param {Organisation} org */
const services = ({ host, base }) => `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="http://schemas.microsoft.com/xrm/2011/Contracts">
<ms-xrm:AuthenticationPolicy xmlns:ms-xrm="http://schemas.microsoft.com/xrm/2011/Contracts/Services"><ms-xrm:Authentication>Federation</ms-xrm:Authentication>
<ms-xrm:SecureTokenService><ms-xrm:Identifier>http://${ADFS_HOST}/adfs/services/trust</ms-xrm:Identifier><ms-xrm:AppliesTo>https://${host}${base}/</ms-xrm:AppliesTo></ms-xrm:SecureTokenService>
</ms-xrm:AuthenticationPolicy></wsdl:definitions>`;

/** The domain that the session's cookies are for; none for a host's own. @param {Organisation} org */
const where = ({ host, region }) => (region === host ? {} : { domain: `.${region}` });

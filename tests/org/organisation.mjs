// One organisation of Dynamics 365: its app, its session, its sign-out.
import { randomBytes, randomUUID } from 'node:crypto';
import { ENTRA_HOST, FRONT_CHANNEL } from './entra.mjs';
import { accountMenu } from './controls.mjs';
import { chunksOf } from './sessions.mjs';
import { embedPage, page } from './unified.mjs';
import { clearCookie, cookieValue, html, notFound, pack, redirect, setCookie, unpack } from './http.mjs';
import { askedVersion, isBetween, noSuchVersion, unauthorized, whoAmI } from './web-api.mjs';

/** @typedef {import('./http.mjs').Request} Request */
/** @typedef {import('./http.mjs').Response} Response */
/** @typedef {import('./sessions.mjs').Session} Session */

/** Options of an organisation; a test may change them at any time. */
export const organisationDefaults = {
  /** The path below which it lives, as `/Contoso`; only on premises. */
  base: '',
  /** The newest version of the Web API that it answers. */
  version: '9.2',
  /** What signs out: see `controls.mjs`. */
  control: 'mectrl',
  /** Milliseconds from the press on the trigger until the flyout is built. */
  flyoutDelay: 150,
  /** Texts of the control, where another language is wanted: `trigger`, `signOut`, `settings`, `exit`. */
  labels: /** @type {Record<string, string>} */ ({}),
  /** The page's language. */
  language: 'en',
  /** The control is there and pressing it does nothing. */
  deadControl: false,
  /** `true`: sign-out shows its page, and cookies and session live on; `'replay'`: cookies go, the server accepts a copy. */
  signoutLies: /** @type {boolean | 'replay'} */ (false),
  /** The app asks in its own dialog when a form with unsaved work is signed out. */
  unsavedDialog: false,
  /** A multi-session app: the browser always asks before the page is left. */
  multiSession: false,
  /** Content security policy of the app's pages; none where empty. */
  csp: '',
  /** The app writes into every kind of storage. */
  storage: true,
  /** Milliseconds between the open app's requests to the server; 0: none. */
  heartbeat: 0,
  /** What `WhoAmI` says without a session: 401, or 302 to the sign-in. */
  signedOutStatus: 401,
  /** Sign-in comes back over the region's scale-group host rather than over the organisation's. */
  scaleGroup: true,
  /** The session of an embedded frame isn't ended by Entra's front channel. */
  embedOutlives: false,
  /** What a hostile organisation answers instead; nothing: it answers as ever. See `hostile.mjs`. */
  hostile: /** @type {((request: Request) => Response | undefined) | undefined} */ (undefined),
};

/** @typedef {typeof organisationDefaults & {host: string, region: string, id: string, name: string}} Organisation */

/**
 * @param {{host: string} & Partial<Organisation>} what
 * @returns {Organisation}
 */
export function createOrganisation({ host, ...options }) {
  const region = options.region ?? host.slice(host.indexOf('.') + 1);
  const name = host.split('.')[0].replace(/(^|-)(.)/g, (_, dash, letter) => (dash ? ' ' : '') + letter.toUpperCase());
  return { ...organisationDefaults, host, region, id: randomUUID(), name, ...options };
}

/** The host that every sign-in of a region comes back over. @param {string} region */
export const scaleGroupHost = (region) => `ams--livesg623.${region}`;

/** The first version of the Web API that is answered online. */
const FIRST_VERSION = '9.0';
const AUTH = { httpOnly: true, sameSite: 'None' };

/**
 * @param {{sessions: import('./sessions.mjs').Sessions, entra: {redeem: (code: string | null) => Session | undefined},
 *   users: {email: string, name: string, id: string}[], tickets: Map<string, {user: string, account?: string}>,
 *   organisations: Map<string, Organisation>}} world
 */
export function createOrganisations({ sessions, entra, users, tickets, organisations }) {
  const user = (/** @type {Session} */ session) => users.find((u) => u.email === session.user) ?? users[0];

  /** @param {Organisation} org @param {Request} request */
  function main(org, request) {
    if (request.query.get('signout') === '1') return signOut(org, request);
    const session = sessions.crm(request.cookies, org.region);
    if (!session) return askToSignIn(org, request);
    const who = user(session);
    return html(page(org, who, request.query), {
      csp: org.csp, cookies: [setCookie('lastUsedApp', `${who.id}%3Asales-hub`, { days: 365 })],
    });
  }

  /** @param {Organisation} org @param {Request} request */
  function askToSignIn(org, { path, query }) {
    const back = `https://${org.host}${path}${query.size > 0 ? `?${query}` : ''}`;
    const parameters = new URLSearchParams({
      client_id: '00000007-0000-0000-c000-000000000000', response_mode: 'form_post', response_type: 'code id_token',
      scope: 'openid profile', state: pack({ back }), nonce: randomUUID(),
      redirect_uri: `https://${org.scaleGroup ? scaleGroupHost(org.region) : org.host}/`,
    });
    return redirect(`https://${ENTRA_HOST}/common/oauth2/authorize?${parameters}`);
  }

  /** Entra's form arrives: the region's session begins. @param {string} region @param {Request} request */
  function signedIn(region, { host, form }) {
    const account = entra.redeem(form.get('code'));
    const back = unpack(form.get('state'))?.back;
    if (!account || !back || !organisations.has(new URL(back).host)) return notFound();
    const session = sessions.begin({ kind: 'crm', user: account.user, host: new URL(back).host, region, account: account.id });
    const domain = `.${region}`;
    const chunks = chunksOf(session);
    return redirect(back, [
      setCookie('CrmOwinAuth', `chunks:${chunks.length}`, { ...AUTH, domain }),
      ...chunks.map((chunk, i) => setCookie(`CrmOwinAuthC${i + 1}`, chunk, { ...AUTH, domain })),
      setCookie('ReqClientId', randomUUID(), { httpOnly: true, days: 365 }),
      affinity(host),
    ]);
  }

  /** @param {Organisation} org @param {Request} request */
  function signOut(org, { cookies, query }) {
    const session = sessions.crm(cookies, org.region);
    // No logout_hint: with several accounts, Entra asks which one is meant.
    const parameters = new URLSearchParams({ post_logout_redirect_uri: query.get('redirect') ?? `https://${org.host}/main.aspx` });
    const target = `https://${ENTRA_HOST}/common/oauth2/v2.0/logout?${parameters}`;
    if (org.signoutLies === true) return redirect(target);
    if (!org.signoutLies) sessions.end(session, 'sign-out');
    return redirect(target, clearSession(org.region, cookies));
  }

  /** Entra says, in a frame, that a user signed out. @param {string} region @param {Request} request */
  function frontChannel(region, { cookies, query }) {
    const lies = [...organisations.values()].some((org) => org.region === region && org.signoutLies);
    if (lies) return html('<!doctype html><title>Signed out</title>');
    const outlives = (/** @type {Session} */ s) => s.embedded && organisations.get(s.host)?.embedOutlives;
    sessions.list()
      .filter((s) => s.kind === 'crm' && s.region === region && s.account === query.get('sid') && !outlives(s))
      .forEach((s) => sessions.end(s, 'front-channel'));
    // With another account's session in the same cookies, that one stays.
    return html('<!doctype html><title>Signed out</title>', {
      cookies: sessions.crm(cookies, region) ? [] : clearSession(region, cookies),
    });
  }

  /** @param {Organisation} org @param {Request} request @param {string} version */
  function answerWhoAmI(org, request, version) {
    const session = sessions.crm(request.cookies, org.region);
    if (!session) return org.signedOutStatus === 302 ? askToSignIn(org, request) : unauthorized();
    return isBetween(version, FIRST_VERSION, org.version) ? whoAmI(org, user(session), version) : noSuchVersion(version);
  }

  /** A frame inside Teams: it signs in by a ticket, into the partition of the site around it. @param {Organisation} org @param {Request} request */
  function embed(org, request) {
    const ticket = tickets.get(request.query.get('ticket') ?? '');
    tickets.delete(request.query.get('ticket') ?? '');
    const known = sessions.crm(request.cookies, org.region);
    const begun = ticket && sessions.begin({ kind: 'crm', host: org.host, region: org.region, embedded: true, ...ticket });
    const session = begun ?? known;
    if (!session) return html('<!doctype html><title>Sign in</title><h1>Sign in to see this record</h1>', { status: 401 });
    const partition = { ...AUTH, partitioned: true };
    return html(embedPage(org, user(session)), {
      cookies: begun ? [
        setCookie('CrmNativeAuth', begun.token, partition),
        setCookie('ReqClientId', randomUUID(), { ...partition, days: 365 }),
      ] : [],
    });
  }

  /** @param {Organisation} org @param {Request} request @returns {Response | undefined} */
  function route(org, request) {
    const forged = org.hostile?.(request);
    if (forged) return forged;
    switch (request.path) {
      case '/': return request.method === 'POST' ? signedIn(org.region, request) : redirect('/main.aspx');
      case '/main.aspx': return main(org, request);
      case FRONT_CHANNEL: return frontChannel(org.region, request);
      case '/uclient/accountmenu': return html(accountMenu(org, user(sessions.crm(request.cookies, org.region) ?? nobody)));
      case '/embed': return embed(org, request);
      case '/save': return redirect(`/main.aspx?${request.query}`, [], 303);
      case '/export.csv': return sessions.crm(request.cookies, org.region) ? exported() : askToSignIn(org, request);
      default: break;
    }
    const version = askedVersion(request.path);
    return version ? answerWhoAmI(org, request, version) : undefined;
  }

  return {
    /** @param {Request} request @returns {Response | undefined} */
    handle(request) {
      const org = organisations.get(request.host);
      if (org) return route(org, request);
      const region = [...organisations.values()].find((o) => scaleGroupHost(o.region) === request.host)?.region;
      if (!region) return undefined;
      if (request.path === FRONT_CHANNEL) return frontChannel(region, request);
      return request.method === 'POST' && request.path === '/' ? signedIn(region, request) : undefined;
    },
    /** Every answer of a CRM host brings these, refused ones too. @param {Request} request */
    standingCookies({ host, cookies }) {
      const org = organisations.get(host);
      if (!org) return [];
      const missing = (/** @type {string} */ name) => cookieValue(cookies, name) === undefined;
      return [
        missing('ARRAffinity') && affinity(host),
        missing('orgId') && setCookie('orgId', org.id, { httpOnly: true }),
        missing('ReqClientId') && setCookie('ReqClientId', randomUUID(), { httpOnly: true, days: 365 }),
      ].filter((line) => typeof line === 'string');
    },
  };
}

const nobody = /** @type {Session} */ (/** @type {unknown} */ ({ user: '' }));

/** @param {string} host */
const affinity = (host) => setCookie('ARRAffinity', `${randomBytes(16).toString('hex')}${host.length}`, { httpOnly: true });

/** @returns {Response} */
function exported() {
  return {
    status: 200, cookies: [], body: 'Name,Telephone\nFourth Coffee,555-0150\n',
    headers: { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="accounts.csv"' },
  };
}

/**
 * @param {string} region
 * @param {{name: string, value: string}[]} cookies
 */
function clearSession(region, cookies) {
  const names = new Set(['CrmOwinAuth', 'CrmOwinAuthC1', 'CrmOwinAuthC2', ...cookies.map((c) => c.name).filter((n) => n.startsWith('CrmOwinAuth'))]);
  return [
    ...[...names].map((name) => clearCookie(name, { domain: `.${region}` })),
    clearCookie('CrmNativeAuth', { partitioned: true }),
  ];
}

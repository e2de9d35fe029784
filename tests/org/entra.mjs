// Entra: sign-in, single sign-on, the account picker, front-channel sign-out.
import { randomBytes, randomUUID } from 'node:crypto';
import * as pages from './entra-pages.mjs';
import { formPost } from './form-post.mjs';
import { clearCookie, cookieValue, html, notFound, pack, redirect, setCookie, unpack } from './http.mjs';
import { entraValue } from './sessions.mjs';

/** The one sign-in host of this world. */
export const ENTRA_HOST = 'login.microsoftonline.com';
/** Where a service is told, in a frame, that its user signed out. */
export const FRONT_CHANNEL = '/_forms/frontchannelsignout.aspx';

const DOMAIN = `.${ENTRA_HOST}`;
const SESSION_COOKIE = { domain: DOMAIN, httpOnly: true, sameSite: 'None' };
const DEVICE_COOKIE = { httpOnly: true, sameSite: 'None' };
const ENDED_WITH_SESSION = ['ESTSAUTH', 'ESTSAUTHPERSISTENT', 'ESTSAUTHLIGHT', 'SignInStateCookie'];

/** @typedef {import('./http.mjs').Request} Request */
/** @typedef {import('./http.mjs').Response} Response */
/** @typedef {import('./sessions.mjs').Session} Session */

/** Options of the sign-in service; a test may change them at any time. */
export const entraDefaults = {
  /** Ask "Stay signed in?" after the password. */
  staySignedIn: true,
  /** Ask which account to sign out, even where there is one only. */
  forcePicker: false,
  /** So many loads of a picker never show their tiles. */
  tilesNeverLoad: 0,
  /** Milliseconds until a picker's tiles are there. */
  tilesDelay: 100,
  /** Go back to the service after sign-out, rather than stay on the signed-out page. */
  followPostLogout: false,
  /** The signed-out page is shown and every session lives on. */
  signoutLies: false,
  /** E-mail address of an account that the device itself signs in, without asking. */
  deviceAccount: '',
  /** Language of the pages: en, de, fr, ja, ar. */
  language: 'en',
  /** The pages' content security policy. */
  csp: "script-src 'self'",
};

/**
 * @param {{sessions: import('./sessions.mjs').Sessions, users: {email: string, password: string, name: string}[],
 *   options: typeof entraDefaults}} world
 */
export function createEntra({ sessions, users, options }) {
  /** One-time codes that a service exchanges for who signed in. @type {Map<string, Session>} */
  const codes = new Map();
  /** Sign-ins that wait for "Stay signed in?". @type {Map<string, {user: string, context: string}>} */
  const pending = new Map();
  const user = (/** @type {string | null | undefined} */ email) => users.find((u) => u.email === email?.toLowerCase());
  const page = (/** @type {string} */ body, /** @type {string[]} */ cookies = []) => html(body, { cookies, csp: options.csp });

  /** @param {Request} request */
  function authorize(request) {
    const parameters = Object.fromEntries(request.query);
    if (!parameters.redirect_uri) return notFound();
    const live = sessions.entra(request.cookies);
    const hinted = live.find((s) => s.user === parameters.login_hint);
    const silent = hinted ?? (live.length === 1 ? live[0] : undefined);
    if (silent && !parameters.prompt) return complete(request, parameters, live, silent, []);
    if (live.length === 0 && options.deviceAccount && !parameters.prompt) {
      return signedIn(request, parameters, options.deviceAccount, false);
    }
    const known = remembered(request);
    if (known.length > 0 && parameters.prompt !== 'login') {
      const tiles = known.map((email) => ({
        email, name: user(email)?.name ?? email, signedIn: live.some((s) => s.user === email),
        href: `/common/resume?ctx=${pack(parameters)}&login_hint=${encodeURIComponent(email)}`,
      }));
      return page(picker('signIn', tiles, `/common/login?ctx=${pack(parameters)}`));
    }
    return page(pages.signIn(options.language, { context: pack(parameters), email: parameters.login_hint ?? '' }), deviceCookies(request));
  }

  /** A tile of the sign-in picker: goes on silently where that account is still signed in. @param {Request} request */
  function resume(request) {
    const parameters = unpack(request.query.get('ctx'));
    const email = request.query.get('login_hint') ?? '';
    if (!parameters) return notFound();
    const live = sessions.entra(request.cookies);
    const chosen = live.find((s) => s.user === email);
    if (chosen) return complete(request, parameters, live, chosen, []);
    return page(pages.password(options.language, { context: pack(parameters), email }));
  }

  /** @param {Request} request */
  function login({ form, query, method }) {
    const context = form.get('ctx') ?? query.get('ctx') ?? '';
    const email = (form.get('loginfmt') ?? '').trim().toLowerCase();
    if (method === 'GET') return page(pages.signIn(options.language, { context, email }));
    if (!user(email)) return page(pages.signIn(options.language, { context, email, wrong: true }));
    if (!form.has('passwd')) return page(pages.password(options.language, { context, email }));
    if (user(email)?.password !== form.get('passwd')) {
      return page(pages.password(options.language, { context, email, wrong: true }));
    }
    const flow = randomUUID();
    pending.set(flow, { user: email, context });
    return options.staySignedIn ? page(pages.staySignedIn(options.language, flow)) : redirect(`/kmsi?flow=${flow}`);
  }

  /** @param {Request} request */
  function kmsi(request) {
    const flow = request.form.get('flow') ?? request.query.get('flow') ?? '';
    const waiting = pending.get(flow);
    const parameters = unpack(waiting?.context);
    if (!waiting || !parameters) return notFound();
    pending.delete(flow);
    return signedIn(request, parameters, waiting.user, request.form.get('stay') === 'yes');
  }

  /**
   * @param {Request} request
   * @param {Record<string, string>} parameters
   * @param {string} email
   * @param {boolean} stay
   */
  function signedIn(request, parameters, email, stay) {
    const session = sessions.begin({ kind: 'entra', user: email, host: ENTRA_HOST });
    const live = [...sessions.entra(request.cookies).filter((s) => s.user !== email), session];
    const names = [...new Set([email, ...remembered(request)])];
    const keep = stay || cookieValue(request.cookies, 'ESTSAUTHPERSISTENT') !== undefined;
    return complete(request, parameters, live, session, [
      ...accountCookies(live, keep),
      setCookie('ESTSUSERLIST', pack(names), { ...SESSION_COOKIE, days: 90 }),
      setCookie('ESTSSSOTILES', '1', { ...SESSION_COOKIE, days: 90 }),
      setCookie('estsStateTransient', randomBytes(24).toString('base64url'), SESSION_COOKIE),
      setCookie('estsStatePersistent', randomBytes(24).toString('base64url'), { ...SESSION_COOKIE, days: 90 }),
    ]);
  }

  /**
   * Sends the user back to the service, and notes the service for single sign-out.
   * @param {Request} request
   * @param {Record<string, string>} parameters
   * @param {Session[]} live
   * @param {Session} session
   * @param {string[]} cookies
   */
  function complete(request, parameters, live, session, cookies) {
    const service = new URL(parameters.redirect_uri).host;
    const services = [...new Set([...signedInServices(request), service])];
    const code = randomBytes(24).toString('base64url');
    codes.set(code, session);
    const fields = { code, id_token: randomBytes(24).toString('base64url'), state: parameters.state ?? '', session_state: session.id };
    return page(formPost(parameters.redirect_uri, fields), [
      ...deviceCookies(request), ...cookies,
      setCookie('SignInStateCookie', pack(services), SESSION_COOKIE),
      setCookie('ESTSAUTHLIGHT', `+${live[0].id}`, { domain: DOMAIN, sameSite: 'None' }),
    ]);
  }

  /** @param {Request} request */
  function logout(request) {
    const live = sessions.entra(request.cookies);
    const target = request.query.get('post_logout_redirect_uri') ?? '';
    const hint = request.query.get('logout_hint');
    const chosen = live.find((s) => s.id === request.query.get('sid')) ?? live.find((s) => s.user === hint);
    if (!chosen && live.length > 0 && (live.length > 1 || options.forcePicker)) {
      const tiles = live.map((s) => ({
        email: s.user, name: user(s.user)?.name ?? s.user, signedIn: true,
        href: `/common/oauth2/v2.0/logoutsession?${new URLSearchParams({ sid: s.id, post_logout_redirect_uri: target })}`,
      }));
      return page(picker('signOut', tiles, `/common/login?ctx=`));
    }
    const going = chosen ? [chosen] : live;
    const staying = live.filter((s) => !going.includes(s));
    const frames = signedInServices(request).flatMap((host) => going.map((s) => `https://${host}${FRONT_CHANNEL}?sid=${s.id}`));
    const shown = (/** @type {string[]} */ cookies, /** @type {string[]} */ services) => page(pages.signedOut(options.language, {
      frames: services, target: options.followPostLogout ? target : '',
    }), cookies);
    if (options.signoutLies) return shown([], []);
    going.forEach((s) => sessions.end(s, 'entra-logout'));
    const keep = cookieValue(request.cookies, 'ESTSAUTHPERSISTENT') !== undefined;
    return shown(staying.length > 0
      ? accountCookies(staying, keep)
      : ENDED_WITH_SESSION.map((name) => clearCookie(name, { domain: DOMAIN })), frames);
  }

  /**
   * @param {'signIn' | 'signOut'} purpose
   * @param {pages.Tile[]} tiles
   * @param {string} other
   */
  function picker(purpose, tiles, other) {
    const broken = options.tilesNeverLoad > 0;
    if (broken) options.tilesNeverLoad -= 1;
    return pages.picker(options.language, { purpose, tiles: broken ? [] : tiles, other, delay: options.tilesDelay });
  }

  /** @type {Record<string, (request: Request) => Response>} */
  const routes = {
    '/common/oauth2/authorize': authorize, '/common/oauth2/v2.0/authorize': authorize,
    '/common/resume': resume, '/common/login': login, '/kmsi': kmsi,
    '/common/oauth2/v2.0/logout': logout, '/common/oauth2/logout': logout,
    '/common/oauth2/v2.0/logoutsession': logout, '/logout.srf': logout,
  };

  return {
    /** @param {Request} request @returns {Response | undefined} */
    handle: (request) => routes[request.path]?.(request),
    /**
     * What a service does with the code that it was sent.
     * @param {string | null} code
     */
    redeem(code) {
      const session = codes.get(code ?? '');
      codes.delete(code ?? '');
      return session?.alive ? session : undefined;
    },
  };
}

/**
 * @param {Session[]} live
 * @param {boolean} keep
 */
function accountCookies(live, keep) {
  const cookies = [setCookie('ESTSAUTH', entraValue(live), SESSION_COOKIE)];
  if (keep) cookies.push(setCookie('ESTSAUTHPERSISTENT', entraValue(live), { ...SESSION_COOKIE, days: 90 }));
  return cookies;
}

/** Cookies of the device and of telemetry: no session hangs on them. @param {Request} request */
function deviceCookies({ cookies }) {
  const random = () => randomBytes(24).toString('base64url');
  const missing = (/** @type {string} */ name) => cookieValue(cookies, name) === undefined;
  return [
    missing('buid') && setCookie('buid', random(), { ...DEVICE_COOKIE, days: 30 }),
    missing('fpc') && setCookie('fpc', random(), { ...DEVICE_COOKIE, days: 30 }),
    missing('x-ms-gateway-slice') && setCookie('x-ms-gateway-slice', 'estsfd', DEVICE_COOKIE),
    missing('stsservicecookie') && setCookie('stsservicecookie', 'estsfd', DEVICE_COOKIE),
    setCookie('esctx', random(), SESSION_COOKIE),
  ].filter((line) => typeof line === 'string');
}

/** @param {Request} request @returns {string[]} hosts */
const signedInServices = (request) => unpack(cookieValue(request.cookies, 'SignInStateCookie')) ?? [];
/** @param {Request} request @returns {string[]} e-mail addresses */
const remembered = (request) => unpack(cookieValue(request.cookies, 'ESTSUSERLIST')) ?? [];

// The other products, as far as signing in and out of them goes: Finance & Operations, portals, Business Central.
import { randomUUID } from 'node:crypto';
import { accountMenu } from './controls.mjs';
import { ENTRA_HOST, FRONT_CHANNEL } from './entra.mjs';
import { clearCookie, html, notFound, pack, redirect, setCookie, unpack } from './http.mjs';
import { createOrganisation } from './organisation.mjs';
import { businessCentralPage, operationsPage, portalPage, visitorsPage } from './product-pages.mjs';

/** @typedef {import('./http.mjs').Request} Request */
/** @typedef {import('./http.mjs').Response} Response */
/** @typedef {import('./organisation.mjs').Organisation} Organisation */
/** @typedef {import('./sessions.mjs').Session} Session */

/** @typedef {'operations' | 'portal' | 'businessCentral'} KindName */
/** @typedef {Organisation & {kind: KindName, externalLogout: boolean}} Product */

/**
 * @typedef {object} Kind
 * @property {string} control that signs out by default
 * @property {string} cookie that holds the session
 * @property {string} signIn address that asks for a session; every other one does too where the product has no visitors
 * @property {string} signOut
 * @property {(product: Product, user: {email: string, name: string, id: string}, query: URLSearchParams) => string} page
 * @property {boolean} visitors whether its pages are shown to those who aren't signed in
 */

/** @type {Record<KindName, Kind>} */
export const KINDS = {
  operations: { control: 'user-button', cookie: '.AspNet.Cookies', signIn: '/', signOut: '/Logout', page: operationsPage, visitors: false },
  portal: { control: 'dropdown', cookie: '.AspNet.ApplicationCookie', signIn: '/SignIn', signOut: '/Account/Login/LogOff', page: portalPage, visitors: true },
  businessCentral: { control: 'mectrl', cookie: '.AspNetCore.Cookies', signIn: '/', signOut: '/SignOut', page: businessCentralPage, visitors: false },
};

/** Options of a product, beside those of an organisation; a test may change them at any time. @type {{kind: KindName, externalLogout: boolean}} */
export const productDefaults = {
  kind: 'operations',
  /** Its sign-out goes on to Entra's. Without, the Microsoft session lives on, as with a portal's external logout off. */
  externalLogout: true,
};

/** The products that are always there. @type {({host: string} & Partial<Product>)[]} */
export const products = [
  { host: 'contoso.operations.dynamics.com', kind: 'operations' },
  { host: 'contoso.powerappsportals.com', kind: 'portal' },
  { host: 'businesscentral.dynamics.com', kind: 'businessCentral' },
];

/**
 * @param {{host: string} & Partial<Product>} what
 * @returns {Product}
 */
export function createProduct({ host, kind = productDefaults.kind, ...options }) {
  return { ...productDefaults, ...createOrganisation({ host, control: KINDS[kind].control }), kind, ...options };
}

const AUTH = { httpOnly: true, sameSite: 'None' };

/** The product's session among these cookies. @param {import('./sessions.mjs').Sessions} sessions @param {{name: string, value: string}[]} cookies @param {Product} product */
export const productSession = (sessions, cookies, { host, kind }) => sessions.service(cookies, KINDS[kind].cookie, host);

/**
 * @param {{sessions: import('./sessions.mjs').Sessions, users: {email: string, name: string, id: string}[],
 *   entra: {redeem: (code: string | null) => Session | undefined}, products: Map<string, Product>}} world
 */
export function createProducts({ sessions, users, entra, products: all }) {
  const userOf = (/** @type {Session | undefined} */ session) => users.find((u) => u.email === session?.user) ?? users[0];

  /** @param {Product} product @param {string} back */
  function askToSignIn({ host }, back) {
    return redirect(`https://${ENTRA_HOST}/common/oauth2/authorize?${new URLSearchParams({
      client_id: randomUUID(), response_mode: 'form_post', response_type: 'code id_token', scope: 'openid profile',
      state: pack({ back: `https://${host}${back}` }), redirect_uri: `https://${host}/`,
    })}`);
  }

  /** @param {Product} product @param {Request} request */
  function signedIn({ host, kind }, { form }) {
    const account = entra.redeem(form.get('code'));
    if (!account) return notFound();
    const session = sessions.begin({ kind: 'product', user: account.user, host, account: account.id });
    return redirect(unpack(form.get('state')).back, [setCookie(KINDS[kind].cookie, session.token, AUTH)]);
  }

  /** @param {Product} product @param {Session | undefined} session */
  function signOut({ host, kind, signoutLies, externalLogout }, session) {
    const home = `https://${host}/`;
    const target = externalLogout ? `https://${ENTRA_HOST}/common/oauth2/v2.0/logout?${new URLSearchParams({ post_logout_redirect_uri: home })}` : home;
    if (signoutLies === true) return redirect(target);
    if (!signoutLies) sessions.end(session, 'sign-out');
    return redirect(target, [clearCookie(KINDS[kind].cookie)]);
  }

  /** Entra says, in a frame, that a user signed out. @param {Product} product @param {Request} request */
  function frontChannel({ host, kind, signoutLies }, { query }) {
    if (signoutLies) return html('<!doctype html><title>Signed out</title>');
    sessions.list()
      .filter((s) => s.kind === 'product' && s.host === host && s.account === query.get('sid'))
      .forEach((s) => sessions.end(s, 'front-channel'));
    return html('<!doctype html><title>Signed out</title>', { cookies: [clearCookie(KINDS[kind].cookie)] });
  }

  return {
    /** @param {Request} request @returns {Response | undefined} */
    handle(request) {
      const product = all.get(request.host);
      if (!product) return undefined;
      const { signIn, signOut: out, page, visitors } = KINDS[product.kind];
      const session = productSession(sessions, request.cookies, product);
      if (request.method === 'POST' && request.path === '/') return signedIn(product, request);
      if (request.path === FRONT_CHANNEL) return frontChannel(product, request);
      if (request.path === out) return signOut(product, session);
      if (request.path === '/uclient/accountmenu') return html(accountMenu(product, userOf(session)));
      if (request.path !== '/' && request.path !== signIn) return undefined;
      if (session) return html(page(product, userOf(session), request.query));
      return visitors && request.path !== signIn ? html(visitorsPage(product)) : askToSignIn(product, '/');
    },
  };
}

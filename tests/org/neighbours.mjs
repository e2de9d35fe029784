// Other sites beside the CRM: nothing of theirs may be touched. And Teams, which shows the CRM in a frame.
import { randomBytes, randomUUID } from 'node:crypto';
import { ENTRA_HOST, FRONT_CHANNEL } from './entra.mjs';
import { clearCookie, cookieValue, escape, html, notFound, pack, redirect, setCookie, unpack } from './http.mjs';
import { everyCookie, sitePage } from './plant.mjs';

/** @typedef {import('./http.mjs').Request} Request */
/** @typedef {import('./http.mjs').Response} Response */

/**
 * @typedef {object} Site
 * @property {string} host
 * @property {string} [cookieDomain] of one more cookie, such as `.dynamics.com`
 * @property {string} [title]
 * @property {boolean} [sso] its users sign in at Entra, which tells it when they sign out
 * @property {string} [embeds] host of the organisation that it shows in a frame
 * @property {(request: Request) => Response} [answer] what it answers instead of a page that writes into every storage
 */

/** The sites that are always there. @type {Site[]} */
export const neighbours = [
  { host: 'www.dynamics.com', cookieDomain: '.dynamics.com' },
  { host: 'home.dynamics.com' },
  { host: 'portal.microsoftonline.com', cookieDomain: '.microsoftonline.com' },
  { host: 'portal.office.example', sso: true },
  { host: 'news.example', cookieDomain: '.news.example' },
  { host: 'teams.microsoft.com', title: 'Microsoft Teams', sso: true, embeds: 'contoso.crm4.dynamics.com' },
];

const SESSION = 'SiteAuth';

/**
 * @param {{sessions: import('./sessions.mjs').Sessions, sites: Map<string, Site>,
 *   entra: {redeem: (code: string | null) => import('./sessions.mjs').Session | undefined},
 *   tickets: Map<string, {user: string, account?: string}>}} world
 */
export function createNeighbours({ sessions, sites, entra, tickets }) {
  /** @param {Site} site */
  function askToSignIn(site) {
    return redirect(`https://${ENTRA_HOST}/common/oauth2/authorize?${new URLSearchParams({
      client_id: randomUUID(), response_mode: 'form_post', response_type: 'code id_token', scope: 'openid profile',
      state: pack({ back: `https://${site.host}/` }), redirect_uri: `https://${site.host}/__signed-in`,
    })}`);
  }

  /** @param {Site} site @param {Request} request */
  function signedIn(site, { form }) {
    const account = entra.redeem(form.get('code'));
    if (!account) return notFound();
    const session = sessions.begin({ kind: 'service', user: account.user, host: site.host, account: account.id });
    return redirect(unpack(form.get('state')).back, [setCookie(SESSION, session.token, { httpOnly: true, sameSite: 'None' })]);
  }

  /** @param {Site} site @param {Request} request */
  function frontChannel(site, { query }) {
    sessions.list()
      .filter((s) => s.kind === 'service' && s.host === site.host && s.account === query.get('sid'))
      .forEach((s) => sessions.end(s, 'front-channel'));
    return html('<!doctype html><title>Signed out</title>', { cookies: [clearCookie(SESSION)] });
  }

  /** The page around a CRM frame. @param {string} title @param {string} org @param {import('./sessions.mjs').Session} session */
  function embedding(title, org, session) {
    const ticket = randomUUID();
    tickets.set(ticket, { user: session.user, account: session.account });
    return html(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title></head>
<body><h1>${escape(title)}</h1><iframe title="Dynamics 365" width="800" height="500" src="https://${org}/embed?ticket=${ticket}"></iframe></body></html>`);
  }

  return {
    /** @param {Request} request @returns {Response | undefined} */
    handle(request) {
      const site = sites.get(request.host);
      if (!site) return undefined;
      if (site.answer) return site.answer(request);
      if (request.path === '/__signed-in') return signedIn(site, request);
      if (request.path === FRONT_CHANNEL) return frontChannel(site, request);
      const session = sessions.service(request.cookies, SESSION, site.host);
      if (site.sso && !session) return askToSignIn(site);
      const title = site.title ?? `Welcome to ${site.host}`;
      const org = request.query.get('org') ?? site.embeds;
      if (org && session) return embedding(title, org, session);
      const slug = site.host.replace(/\W/g, '_');
      const seen = cookieValue(request.cookies, `${slug}_session`);
      const marker = seen ?? `${slug}-${randomBytes(8).toString('hex')}`;
      // A second visit changes nothing, so that a test may look without touching.
      return sitePage(title, marker, seen ? [] : everyCookie(slug, marker, site.cookieDomain));
    },
  };
}

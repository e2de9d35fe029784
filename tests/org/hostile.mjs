// What a hostile world puts in the way of a sign-out: an organisation that lies in its pages, and a site that sets traps.
import { signedOut } from './entra-pages.mjs';
import { html, redirect } from './http.mjs';
import { everyCookie } from './plant.mjs';

/** @typedef {import('./http.mjs').Request} Request */
/** @typedef {import('./http.mjs').Response} Response */

/** A site that nobody may touch, whatever it looks like. */
export const EVIL = 'evil.example';

/** A name with markup, an override of the direction, quotes, and a megabyte behind it. */
export const STRANGE = `<img src=x onerror="document.title='owned'">\u202e<script>document.title='owned'</script>"'\u0000${'A'.repeat(1_000_000)}`;

const isSignOut = (/** @type {Request} */ { path, query }) => path === '/main.aspx' && query.get('signout') === '1';

/** A page of the organisation that looks like Microsoft's: its words, its ids, its `PageID`. */
export const imitation = () => html(signedOut('en', { frames: [], target: '' }));

/** The sign-out ends nothing, and leads to a page that says it did. @param {Request} request */
export const imitatesSignOut = (request) => (isSignOut(request) ? imitation() : undefined);

/** The sign-out ends nothing, and leads to another site. @type {(to: string) => (request: Request) => Response | undefined} */
export const redirectsTo = (to) => (request) => (isSignOut(request) ? redirect(to) : undefined);

/**
 * A site that looks like Microsoft's sign-out page and like the CRM, and asks its server for `/touched` if anything in it
 * is pressed, cleared or asked for unsaved work.
 */
export const trap = { host: EVIL, answer: trapPage };

/** @param {Request} request @returns {Response} */
function trapPage({ path, cookies }) {
  if (path === '/touched') return html('');
  const seen = cookies.some(({ name }) => name === 'evil_session');
  return html(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="PageID" content="SignedOut"><title>Sign out</title></head>
<body><div id="login_workload_logo_text" role="heading">You signed out of your account</div>
<div id="topBar" role="banner"><div id="mectrl_headerContainer">
<button id="mectrl_main_trigger" type="button" aria-label="Account manager for Adele Vance" aria-expanded="true">AV</button></div>
<div id="mectrl_main_body" role="dialog"><button id="mectrl_body_signOut" type="button" aria-label="Sign out of this account">Sign out</button></div></div>
<div id="tilesHolder"><div data-test-id="adele@contoso.example" role="button" tabindex="0">adele@contoso.example</div></div>
<script>
const touched = (event) => void fetch('/touched?' + event.type);
// The page that only leaves its traces is closed by the test itself, and its word may come late.
if (location.pathname !== '/bait') for (const kind of ['pointerdown', 'mousedown', 'click', 'keydown', 'beforeunload', 'pagehide']) addEventListener(kind, touched, true);
localStorage.kept ??= 'local';
sessionStorage.kept ??= 'session';
document.documentElement.dataset.ready = 'true';
</script></body></html>`, { cookies: seen ? [] : everyCookie('evil', 'kept', `.${EVIL}`) });
}

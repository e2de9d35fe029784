// The pages of the other products. Ids, roles and names of their headers are those of the products.
import { trigger } from './controls.mjs';
import { escape } from './http.mjs';
import { appDocument, grid } from './unified.mjs';

/** @typedef {import('./products.mjs').Product} Product */
/** @typedef {{email: string, name: string, id: string}} User */

/** Finance & Operations: the user's initials open a menu. @param {Product} product @param {User} user */
export function operationsPage(product, user) {
  return appDocument(product, user, 'Dashboard -- Finance and Operations', `<div id="NavBar"><button id="navPaneModuleID" type="button">☰</button>
<button id="NavigationSearchBox" type="button" aria-label="Search">🔍</button><button id="NavBarSettings" type="button" aria-haspopup="true" aria-label="Settings">⚙</button>
<span>${trigger(product, user)}</span></div><main><h1>Contoso</h1>${grid(product)}</main>`, '/Logout');
}

/** A portal: the link is in a drop-down that is in the page from the start. @param {Product} product @param {User} user */
export function portalPage(product, user) {
  return appDocument(product, user, 'Home · Contoso', `<div class="navbar"><a href="/">Contoso</a><ul>${trigger(product, user)}</ul></div>
<main><h1>Welcome</h1>${grid(product)}</main>`, '/Account/Login/LogOff');
}

/** What a portal shows to visitors. @param {Product} product */
export function visitorsPage({ language }) {
  return `<!doctype html><html lang="${escape(language)}"><head><meta charset="utf-8"><title>Home · Contoso</title></head>
<body><div class="navbar"><a href="/">Contoso</a><ul><li><a href="/SignIn">Sign in</a></li></ul></div><main><h1>Welcome</h1></main></body></html>`;
}

/** Business Central: everything is in a frame that fills the page. @param {Product} product @param {User} user @param {URLSearchParams} query */
export function businessCentralPage(product, user, query) {
  const title = 'Dynamics 365 Business Central';
  if (query.get('runinframe') === '1') {
    return appDocument(product, user, title, `<div id="O365_NavHeader" role="banner"><span>${title}</span>${trigger(product, user)}</div>
<main><h1>CRONUS International Ltd.</h1>${grid(product)}</main>`, '/SignOut');
  }
  return appDocument(product, user, title, `<iframe class="designer-client-frame" title="undefined" src="/?runinframe=1" width="100%" height="700"></iframe>`, '/SignOut');
}

// The pages that AD FS shows. Ids, roles and names are those of the product.
import { data, escape } from './http.mjs';

/** @type {Record<string, Record<string, string>>} */
const TEXTS = {
  en: { signIn: 'Sign in', user: 'User Account', password: 'Password', keep: 'Keep me signed in', wrong: 'Incorrect user ID or password. Type the correct user ID and password, and try again.', signOut: 'Sign Out', out: 'You have successfully signed out.' },
  de: { signIn: 'Anmelden', user: 'Benutzerkonto', password: 'Kennwort', keep: 'Angemeldet bleiben', wrong: 'Die Benutzer-ID oder das Kennwort ist falsch.', signOut: 'Abmelden', out: 'Sie haben sich erfolgreich abgemeldet.' },
};

const texts = (/** @type {string} */ language) => TEXTS[language] ?? TEXTS.en;

/** @param {string} language @param {string} title @param {string} body */
function frame(language, title, body) {
  return `<!doctype html>
<html lang="${escape(language)}"><head><meta charset="utf-8"><title>${escape(title)}</title><link rel="stylesheet" href="/__assets/entra.css"></head>
<body dir="ltr" class="body"><div id="fullPage"><div id="contentWrapper"><div id="content"><div id="header"></div>
<main><div id="workArea">${body}</div></main></div></div></div></body></html>`;
}

/**
 * Its button is no button, as in the product: a script sends the form.
 * @param {string} language
 * @param {{action: string, email: string, keep: boolean, wrong?: boolean}} what `keep`: "Keep me signed in" is offered
 */
export function signIn(language, { action, email, keep, wrong }) {
  const t = texts(language);
  return frame(language, t.signIn, `
<div id="authArea" class="groupMargin"><div id="loginArea"><div id="loginMessage" class="groupMargin">${t.signIn}</div>
<form method="post" id="loginForm" autocomplete="off" novalidate action="${escape(action)}">
<div id="error" class="fieldMargin error smallText"><span id="errorText" role="alert">${wrong ? t.wrong : ''}</span></div>
<div id="formsAuthenticationArea">
<label id="userNameInputLabel" for="userNameInput">${t.user}</label>
<input id="userNameInput" name="UserName" type="email" value="${escape(email)}" autocomplete="off">
<label id="passwordInputLabel" for="passwordInput">${t.password}</label>
<input id="passwordInput" name="Password" type="password" autocomplete="off">
${keep ? `<div id="kmsiArea"><input type="checkbox" name="Kmsi" id="kmsiInput" value="true"><label for="kmsiInput">${t.keep}</label></div>` : ''}
<div id="submissionArea" class="submitMargin"><span id="submitButton" class="submit" tabindex="4" role="button">${t.signIn}</span></div>
</div><input id="optionForms" type="hidden" name="AuthMethod" value="FormsAuthentication"></form></div></div>
<script src="/__assets/adfs.js" defer></script>`);
}

/**
 * @param {string} language
 * @param {{frames: string[], target: string}} what
 */
export function signedOut(language, { frames, target }) {
  const t = texts(language);
  return frame(language, t.signOut, `
<div id="signoutArea"><div id="openingMessage" class="groupMargin bigText">${t.signOut}</div><p>${t.out}</p></div>
${data('signed-out', { frames, target })}<script src="/__assets/signed-out.js" defer></script>`);
}

/** What it publishes of itself. @param {string} host */
export function metadata(host) {
  return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="http://${host}/adfs/services/trust">
<RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" xsi:type="fed:SecurityTokenServiceType">
<fed:PassiveRequestorEndpoint><EndpointReference xmlns="http://www.w3.org/2005/08/addressing"><Address>https://${host}/adfs/ls/</Address></EndpointReference></fed:PassiveRequestorEndpoint>
</RoleDescriptor></EntityDescriptor>`;
}

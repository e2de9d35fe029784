// The controls that sign out, one for each generation of each product.
import { escape } from './http.mjs';

/** @typedef {import('./organisation.mjs').Organisation} Organisation */
/** @typedef {{email: string, name: string, id: string}} User */

/** What the product's own sign-out goes to. @param {Organisation} org */
export function signOutAddress(org) {
  return `${org.base}/main.aspx?signout=1&redirect=${encodeURIComponent(`https://${org.host}${org.base}/main.aspx`)}`;
}

/** @param {Organisation} org @param {User} user */
function texts(org, user) {
  return {
    trigger: `Account manager for ${user.name}`, signOutOfThis: 'Sign out of this account', signOut: 'Sign out',
    settings: 'Settings', exit: 'Exit', ...org.labels,
  };
}

/** @type {Record<string, (org: Organisation, user: User) => string>} */
const TRIGGERS = {
  none: () => '',
  mectrl: (org, user) => `<div id="mectrl_headerContainer"><button id="mectrl_main_trigger" class="mectrl_resetStyle mectrl_trigger" type="button"
    aria-label="${escape(texts(org, user).trigger)}" aria-expanded="false" aria-controls="mectrl_main_body" data-opens="menu">
    <div id="mectrl_headerPicture" class="mectrl_profilepic mectrl_profilepic_initials" aria-hidden="true">${initials(user)}</div></button></div>`,
  'mectrl-link': (org, user) => TRIGGERS.mectrl(org, user),
  launcher: (_org, user) => `<button data-id="userInformationLauncher" data-lp-id="user-information-button" type="button"
    aria-label="${escape(user.name)}" aria-haspopup="true" aria-expanded="false" data-opens="menu">${initials(user)}</button>`,
  gear: (org, user) => `<button data-id="personalSettingsLauncher" type="button" aria-label="${escape(texts(org, user).settings)}"
    aria-haspopup="true" aria-expanded="false" data-opens="menu">⚙</button>`,
  exit: (org, user) => `<button type="button" data-id="exitApp" data-signs-out>${escape(texts(org, user).exit)}</button>`,
  legacy: (org, user) => `<span id="TabUserInfoId" class="navTabButton"><a id="navTabButtonUserInfoLinkId" href="javascript:;" role="button"
    title="${escape(user.name)}" aria-haspopup="true" data-opens="menu"><span class="navTabButtonUserInfoText">${escape(user.name)}<br>${escape(org.name)}</span></a></span>`,
  'user-button': (_org, user) => `<button id="UserBtn" type="button" aria-haspopup="true" aria-expanded="false" aria-label="${escape(user.name)}"
    data-opens="menu">${initials(user)}</button>`,
  dropdown: (org, user) => `<li class="dropdown"><a href="#" class="dropdown-toggle" role="button" data-toggle="dropdown" aria-expanded="false">
    <span class="username">${escape(user.name)}</span></a><ul class="dropdown-menu" hidden><li><a href="/profile">Profile</a></li>
    <li><a href="/Account/Login/LogOff?returnUrl=%2F">${escape(texts(org, user).signOut)}</a></li></ul></li>`,
  masthead: (org, user) => `<span id="tdSignOut" class="ms-crm-MastHead-SignOut"><a class="ms-crm-MastHead-SignOut-Link" href="#"
    data-signs-out>${escape(texts(org, user).signOut)}</a></span>`,
};

/** @type {Record<string, (org: Organisation, user: User) => string>} */
const MENUS = {
  mectrl: (org, user) => meControl(org, user, `<button id="mectrl_body_signOut" class="mectrl_resetStyle" type="button"
    aria-label="${escape(texts(org, user).signOutOfThis)}" data-signs-out>${escape(texts(org, user).signOut)}</button>`),
  'mectrl-link': (org, user) => meControl(org, user, `<a id="mectrl_body_signOut" class="mectrl_resetStyle" target="_top"
    href="${escape(signOutAddress(org))}" aria-label="${escape(texts(org, user).signOutOfThis)}">${escape(texts(org, user).signOut)}</a>`),
  launcher: (org, user) => `<ul data-id="userInformationLauncher_flyout" role="menu">
    ${item('UserInformationMenu.UserName', user.name)}${item('UserInformationMenu.OrganizationName', org.name)}
    ${item('UserInformationMenu.SignOut', texts(org, user).signOut, 'data-signs-out')}</ul>`,
  gear: (org, user) => `<ul data-id="personalSettingsMenu" role="menu">
    ${item('SettingsMenu.Personalization', 'Personalization Settings')}${item('SettingsMenu.About', 'About')}
    ${item('SettingsMenu.SignOut', texts(org, user).signOut, 'data-signs-out')}</ul>`,
  'user-button': (org, user) => `<div role="menu"><button role="menuitem" type="button" id="UserBtn_Options">User options</button>
    <button role="menuitem" type="button" id="UserBtn_SignOut" data-signs-out>${escape(texts(org, user).signOut)}</button></div>`,
  legacy: (org, user) => `<ul id="navTabButtonUserInfoDropDownId" role="menu">
    <li><a id="navTabButtonUserInfoUserNameId" href="javascript:;" role="menuitem">${escape(user.name)}</a></li>
    <li><a id="navTabButtonUserInfoOrgNameId" href="javascript:;" role="menuitem">${escape(org.name)}</a></li>
    <li><a id="navTabButtonUserInfoSignOutId" href="javascript:;" role="menuitem" data-signs-out>${escape(texts(org, user).signOut)}</a></li></ul>`,
};

/**
 * What the header shows at its end.
 * @param {Organisation} org
 * @param {User} user
 */
export function trigger(org, user) {
  const make = TRIGGERS[org.control];
  if (!make) throw new Error(`no control is called ${org.control}: ${Object.keys(TRIGGERS).join(', ')}`);
  return make(org, user);
}

/**
 * What the page fetches once the trigger was clicked.
 * @param {Organisation} org
 * @param {User} user
 */
export function accountMenu(org, user) {
  return MENUS[org.control]?.(org, user) ?? '';
}

/** @param {Organisation} org @param {User} user @param {string} signOut */
function meControl(org, user, signOut) {
  return `<div id="mectrl_main_body" class="mectrl_main_body" role="dialog" aria-label="${escape(texts(org, user).trigger)}">
<div class="mectrl_header"><span>${escape(org.name)}</span>${signOut}</div>
<div id="mectrl_currentAccount"><div id="mectrl_currentAccount_primary">${escape(user.name)}</div>
<div id="mectrl_currentAccount_secondary">${escape(user.email)}</div>
<a id="mectrl_viewAccount" href="https://myaccount.microsoft.com/" target="_blank">View account</a></div>
<ul class="mectrl_accountList"></ul>
<a id="mectrl_signInItem" href="#">Sign in with a different account</a></div>`;
}

/** @param {string} id @param {string} label @param {string} [attribute] */
function item(id, label, attribute = '') {
  return `<li role="presentation"><button type="button" role="menuitem" data-id="${id}" ${attribute}>${escape(label)}</button></li>`;
}

/** @param {User} user */
function initials(user) {
  return escape(user.name.split(' ').map((part) => part[0]).join(''));
}

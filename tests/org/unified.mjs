// The pages of the app: Unified Interface, the legacy web client, and the frame inside another site.
import { signOutAddress, trigger } from './controls.mjs';
import { data, escape } from './http.mjs';
import { whoAmIAddress } from './web-api.mjs';

/** @typedef {import('./organisation.mjs').Organisation} Organisation */
/** @typedef {{email: string, name: string, id: string}} User */

/** Records whose names look like sign-out controls: none may ever be pressed. */
export const RECORDS = [
  { id: '1', name: 'Fourth Coffee', telephone: '555-0150' },
  { id: '2', name: 'Sign out sheet', telephone: '555-0151' },
  { id: '3', name: 'Exit interview', telephone: '555-0152' },
  { id: '4', name: 'Log off procedure', telephone: '555-0153' },
  { id: '5', name: 'Sign out', telephone: '555-0154' },
];
const APP = 'appid=5d1a8b6f-0000-4b1c-9b3a-2f1f00000001';

/**
 * @param {Organisation} org
 * @param {User} user
 * @param {URLSearchParams} query
 */
export function page(org, user, query) {
  const record = query.get('pagetype') === 'entityrecord' ? RECORDS.find((r) => r.id === query.get('id')) ?? RECORDS[0] : undefined;
  const title = record ? `Account: ${record.name} - Dynamics 365` : 'Accounts My Active Accounts - Dynamics 365';
  const content = record ? form(org, record) : grid(org);
  const legacy = ['legacy', 'masthead'].includes(org.control);
  if (legacy && query.get('frame') === '1') return appDocument(org, user, title, `<main>${content}</main>`);
  return appDocument(org, user, title, legacy ? legacyBody(org, user, query) : unifiedBody(org, user, content));
}

/**
 * What another site shows in its frame.
 * @param {Organisation} org
 * @param {User} user
 */
export function embedPage(org, user) {
  return appDocument({ ...org, control: 'none' }, user, 'Dynamics 365 in Teams', `<main role="main">${form(org, RECORDS[0])}</main>`);
}

/**
 * A page that runs the app's script.
 * @param {Organisation} org
 * @param {User} user
 * @param {string} title
 * @param {string} body
 * @param {string} [signOut] where its control leads
 */
export function appDocument(org, user, title, body, signOut = signOutAddress(org)) {
  const settings = {
    user: { id: user.id, name: user.name }, orgId: org.id, flyoutDelay: org.flyoutDelay, deadControl: org.deadControl,
    unsavedDialog: org.unsavedDialog, multiSession: org.multiSession, storage: org.storage, heartbeat: org.heartbeat,
    base: org.base, signOut, whoAmI: whoAmIAddress(org),
  };
  return `<!doctype html>
<html lang="${escape(org.language)}"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="/favicon.ico">
<link rel="stylesheet" href="/uclient/app.css">${data('settings', settings)}
<script type="module" src="/uclient/scripts/app.js"></script></head><body>${body}</body></html>`;
}

/** @param {Organisation} org @param {User} user @param {string} content */
function unifiedBody(org, user, content) {
  return `<div id="shell-container">
<div id="topBar" role="banner" data-id="topBar">
  <button type="button" aria-label="App launcher" data-id="appLauncher">▦</button>
  <a href="${org.base}/main.aspx?${APP}" data-id="appTitle">Dynamics 365</a><span>Sales Hub</span>
  <ul role="menubar" aria-label="Global commands" data-id="globalCommands">
    ${command('Search', 'searchLauncher')}${command('Assistant', 'assistantLauncher')}${command('New', 'quickCreateLauncher')}
    ${org.control === 'gear' ? '' : command('Settings', 'settingsLauncher')}${command('Help', 'helpLauncher')}
  </ul>${trigger(org, user)}
</div>
<nav role="navigation" aria-label="Site Map"><ul>
  <li><a href="${org.base}/main.aspx?${APP}">Home</a></li>
  <li><a href="${org.base}/main.aspx?${APP}&amp;pagetype=entitylist&amp;etn=account">Accounts</a></li>
  <li><a href="${org.base}/main.aspx?${APP}&amp;pagetype=entitylist&amp;etn=exit">Exit interviews</a></li></ul></nav>
<main role="main"><ul role="menubar" aria-label="Commands" data-lp-id="commandbar">
  ${command('New', 'account|New')}${command('Deactivate', 'account|Deactivate')}${command('Sign out equipment', 'account|SignOutEquipment')}
  <li role="presentation"><a role="menuitem" href="/export.csv" data-id="account|Export">Export to Excel</a></li>
</ul>${content}</main></div>`;
}

/** @param {Organisation} org @param {User} user @param {URLSearchParams} query */
function legacyBody(org, user, query) {
  const inner = new URLSearchParams([...query, ['frame', '1']]);
  return `<div id="crmMasthead" role="banner"><div id="navBar"><a id="HomeTabLink" href="${org.base}/main.aspx">Sales</a>
<a id="TabButtonSettingsId" href="javascript:;">⚙</a>${trigger(org, user)}</div></div>
<div id="crmContentPanel"><iframe id="contentIFrame0" name="contentIFrame0" title="Content Area" src="${org.base}/main.aspx?${escape(String(inner))}"></iframe></div>`;
}

/** @param {Organisation} org @param {{id: string, name: string, telephone: string}} record */
function form(org, record) {
  return `<h1 data-id="header_title">${escape(record.name)}</h1>
<form data-id="edit-form" method="post" action="${org.base}/save?${APP}&amp;pagetype=entityrecord&amp;etn=account&amp;id=${record.id}">
<label>Account name <input id="name" name="account-name" autocomplete="on" value="${escape(record.name)}"></label>
<label>Main phone <input id="telephone" name="telephone" autocomplete="on" value="${record.telephone}"></label>
<button type="submit" data-id="save">Save</button></form>
<section aria-label="Timeline"><p>Ann asked for the <a href="#sheet">sign out</a> sheet.</p><button type="button">Log off site visit</button></section>`;
}

/** A list of records. @param {Organisation} org */
export function grid(org) {
  const rows = RECORDS.map((r) => `<div role="row"><div role="gridcell"><a data-record="${r.id}"
    href="${org.base}/main.aspx?${APP}&amp;pagetype=entityrecord&amp;etn=account&amp;id=${r.id}">${escape(r.name)}</a></div>
    <div role="gridcell">${r.telephone}</div></div>`);
  return `<div role="grid" aria-label="My Active Accounts">${rows.join('')}</div>`;
}

/** @param {string} label @param {string} id */
function command(label, id) {
  return `<li role="presentation"><button type="button" role="menuitem" aria-label="${label}" data-id="${id}">${label}</button></li>`;
}

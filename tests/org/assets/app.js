// The app in the page: account menu, unsaved work, sign-out, storage.
import { writeEverything } from '/__assets/storage.js';

const settings = JSON.parse(document.getElementById('settings').textContent);
const form = document.querySelector('[data-id=edit-form]');
let dirty = false;
let saving = false;

form?.addEventListener('input', () => { dirty = true; });
form?.addEventListener('submit', () => { saving = true; });
addEventListener('beforeunload', (event) => {
  if (saving || !(dirty || settings.multiSession)) return;
  event.preventDefault();
  event.returnValue = 'unsaved';
});

function leave() {
  // The product's own tidying: its markers of the tab go, the rest stays.
  sessionStorage.removeItem('UCI_currentTab');
  // A frame of the app takes the page around it along; one in another site goes alone.
  (window.frameElement ? window.top : window).location.assign(settings.signOut);
}

function askAboutUnsavedWork() {
  if (document.getElementById('modalDialogView')) return;
  const dialog = document.createElement('div');
  dialog.id = 'modalDialogView';
  dialog.setAttribute('role', 'dialog');
  dialog.setAttribute('aria-modal', 'true');
  dialog.innerHTML = `<h1 id="dialogTitleText" data-id="dialogTitleText">Unsaved changes</h1>
<span id="dialogMessageText" data-id="dialogMessageText">Do you want to save your changes before leaving this page?</span>
<button type="button" id="confirmButton" data-id="confirmButton">Keep editing</button>
<button type="button" id="cancelButton" data-id="cancelButton">Discard changes</button>`;
  dialog.querySelector('#confirmButton').addEventListener('click', () => dialog.remove());
  dialog.querySelector('#cancelButton').addEventListener('click', () => {
    dirty = false;
    leave();
  });
  document.body.append(dialog);
}

function signOut(event) {
  event.preventDefault();
  if (settings.deadControl) return;
  if (dirty && settings.unsavedDialog) askAboutUnsavedWork();
  else leave();
}

async function openMenu(trigger) {
  const open = document.getElementById('account-flyout');
  if (open) {
    open.remove();
    trigger.setAttribute('aria-expanded', 'false');
    return;
  }
  trigger.setAttribute('aria-expanded', 'true');
  const [answer] = await Promise.all([
    fetch(`${settings.base}/uclient/accountmenu`),
    new Promise((resolve) => { setTimeout(resolve, settings.flyoutDelay); }),
  ]);
  if (document.getElementById('account-flyout')) return;
  const flyout = document.createElement('div');
  flyout.id = 'account-flyout';
  flyout.innerHTML = await answer.text();
  trigger.parentElement.append(flyout);
}

function toggleDropdown(toggle) {
  const menu = toggle.nextElementSibling;
  menu.hidden = !menu.hidden;
  toggle.setAttribute('aria-expanded', String(!menu.hidden));
}

document.addEventListener('click', (event) => {
  const toggle = event.target.closest('[data-toggle=dropdown]');
  const trigger = event.target.closest('[data-opens]');
  if (toggle) toggleDropdown(toggle);
  else if (trigger) openMenu(trigger);
  else if (event.target.closest('[data-signs-out]')) signOut(event);
  else if (event.target.closest('#mectrl_body_signOut, .dropdown-menu a') && settings.deadControl) event.preventDefault();
});

// Left behind by an expired session, this marker makes the next load sign out at once.
const expired = document.cookie.split('; ').includes('ost_sessionHasExpired=true');
if (expired) leave();

async function beat() {
  const answer = await fetch(settings.whoAmI, { cache: 'no-store' }).catch(() => undefined);
  await answer?.text();
}
if (settings.heartbeat > 0) setInterval(beat, settings.heartbeat);

async function remember() {
  const { user, orgId } = settings;
  const year = 365 * 24 * 60 * 60;
  document.cookie = `persistentNavTourCookie_${user.id}=1; path=/; max-age=${year}; secure`;
  await writeEverything({
    local: { UCI_user: user.name, UCIPageHistory: location.href, ost_lastActivity: String(Date.now()), oss_settings: orgId, siteMapState: 'expanded' },
    session: { UCI_currentTab: location.href, UCI_lastRecord: document.title },
    database: { name: `UCI_${orgId}`, record: { user: user.name, title: document.title } },
    caches: { 'Scripts_1.4.9801': ['/uclient/scripts/app.js'], [`gcm_1.4_${orgId}_${user.id}`]: ['/uclient/metadata.json'] },
    file: { name: 'offline.json', text: JSON.stringify({ user: user.name }) },
    worker: { address: '/uclient/sw.js', scope: '/' },
  });
}

if (settings.storage && !expired) await remember();
await fetch('/uclient/metadata.json');
// Tests wait for this: the page has written all that it writes.
document.documentElement.dataset.ready = 'true';

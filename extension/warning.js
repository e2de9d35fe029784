// @ts-check
// The window of the warning. It shows what the background has written, and hands on what the person presses.

/** The connection, as a panel has one: it is closed when the background is stopped, and opening it starts that again. @type {chrome.runtime.Port | undefined} */
let port;
/** When the sign-out begins. */
let until = 0;

/** @param {Intl.DateTimeFormatOptions} parts How the language writes a time that is left: as the time since midnight in a zone without shifts. */
const clock = (parts) => new Intl.DateTimeFormat(document.documentElement.lang, { ...parts, minute: 'numeric', second: '2-digit', timeZone: 'UTC' });
const [shortly, longer] = [clock({}), clock({ hour: 'numeric', hourCycle: 'h23' })];

const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {'keep' | 'leave' | 'watch'} ask */
function tell(ask) {
  if (!port) {
    port = chrome.runtime.connect({ name: 'warning' });
    port.onDisconnect.addListener(() => { port = undefined; });
  }
  port.postMessage(ask);
}

/** @param {any} warning what the background wrote; nothing when the session goes on */
function show(warning) {
  if (!warning) return window.close();
  // The panel shows how the sign-out goes.
  if (warning.isLeaving) return location.replace('panel.html');
  until = warning.until;
  element('reason').textContent = warning.reason;
  element('at').textContent = chrome.i18n.getMessage('warning_bar', [new Date(until).toLocaleTimeString(document.documentElement.lang)]);
  element('notes').replaceChildren(...warning.notes.map((/** @type {string} */ note) => Object.assign(document.createElement('p'), { textContent: note })));
  element('stay').hidden = !warning.mayKeep;
  element(warning.mayKeep ? 'stay' : 'leave').focus();
  count();
}

function count() {
  const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  element('left').textContent = (seconds < 3600 ? shortly : longer).format(seconds * 1000);
  // A background that was stopped is started again for the end, so that the sign-out comes in time.
  if (!port && seconds < 120) tell('watch');
}

element('stay').addEventListener('click', () => tell('keep'));
element('leave').addEventListener('click', () => tell('leave'));
addEventListener('keydown', (event) => { if (event.key === 'Escape' && !element('stay').hidden) tell('keep'); });
chrome.storage.session.onChanged.addListener(({ warning }) => { if (warning) show(warning.newValue); });
show((await chrome.storage.session.get('warning')).warning);
setInterval(count, 1000);

// What a CRM page or a sign-in page loads by itself. It answers a roll call, and keeps what is typed from being remembered.
// @ts-check

/** The last roll that this frame answered: a message to a tab is answered by one frame at a time. */
let answered = 0;

chrome.runtime.onMessage.addListener((message, _sender, answer) => {
  // A blank frame keeps its storage with the page that made it, which answers for both.
  if (location.protocol !== 'https:' || typeof message?.roll !== 'number' || message.roll <= answered) return false;
  answered = message.roll;
  // The background learns from the browser who this is; the answer to the roll only says that somebody was here.
  chrome.runtime.sendMessage('present').then(() => answer(true), () => answer(true));
  return true;
});

/** Kinds of fields whose entries browsers remember. A password is the password manager's, which asks first. */
const REMEMBERED = ['text', 'search', 'email', 'tel', 'url', 'number', 'textarea'];

/**
 * Keeps an entry out of the browser's form history. `off` says so; browsers offer no other way for single sites.
 * @param {Event} event in a field, which may be inside open shadow roots
 */
function forget(event) {
  const field = event.composedPath()[0];
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || !REMEMBERED.includes(field.type)) return;
  const asked = field.getAttribute('autocomplete')?.toLowerCase().split(/\s+/) ?? [];
  // A code from a text message is never remembered, and `off` would keep the browser from offering it.
  if (asked.includes('off') || asked.includes('one-time-code')) return;
  // The browser offers passkeys when such a field is entered; who types has not taken one.
  if (asked.includes('webauthn') && event.type === 'focusin') return;
  field.setAttribute('autocomplete', 'off');
}

addEventListener('focusin', forget, true);
// Fields that had the focus before this ran, or that the page has marked anew.
addEventListener('input', forget, true);

// What a CRM page or a sign-in page loads by itself: it keeps what is typed from being remembered by the browser.
// @ts-check
(() => {
  const agent = /** @type {any} */ (globalThis).cleanExitPage ??= {};
  // It is put into open pages after an update, too.
  if (agent.forgets) return;
  agent.forgets = true;

  /** Kinds of fields whose entries browsers remember. A password is the password manager's, which asks first. */
  const REMEMBERED = ['text', 'search', 'email', 'tel', 'url', 'number', 'textarea'];

  /**
   * Keeps an entry out of the browser's form history. `off` says so; browsers offer no other way for single sites.
   * @param {Event} event in a field, which may be inside open shadow roots
   */
  const forget = (event) => {
    const field = event.composedPath()[0];
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || !REMEMBERED.includes(field.type)) return;
    const asked = field.getAttribute('autocomplete')?.toLowerCase().split(/\s+/) ?? [];
    // A code from a text message is never remembered, and `off` would keep the browser from offering it.
    if (asked.includes('off') || asked.includes('one-time-code')) return;
    // The browser offers passkeys when such a field is entered; who types has not taken one.
    if (asked.includes('webauthn') && event.type === 'focusin') return;
    field.setAttribute('autocomplete', 'off');
  };

  addEventListener('focusin', forget, true);
  // Fields that had the focus before this ran, or that the page has marked anew.
  addEventListener('input', forget, true);
})();

// @ts-check
/** What the background asks of a CRM page before it signs out by itself: is somebody busy here, and show a bar. Decides nothing. */
(() => {
  const agent = /** @type {any} */ (globalThis).cleanExitPage ??= {};
  if (agent.warn) return;

  /** A call that plays, or an upload that is taken to last. */
  const busy = () => Date.now() < (agent.uploads ?? 0)
    || [...document.querySelectorAll('audio, video')].some((each) => {
      const media = /** @type {HTMLMediaElement} */ (each);
      return !media.paused && !media.ended && media.srcObject instanceof MediaStream && media.srcObject.active;
    });

  const STYLES = {
    ':host': `all: initial !important; display: block !important; position: fixed !important; inset: 0 0 auto !important;
      inline-size: auto !important; block-size: auto !important; z-index: 2147483647 !important;`,
    div: `display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; padding: 10px 16px; background: #fdf0d5; color: #3b2600;
      border-block-end: 2px solid #7a4b00; font: 14px/1.45 system-ui, sans-serif;`,
    button: 'padding: 6px 14px; border: 1px solid #7a4b00; border-radius: 6px; background: #7a4b00; color: #fff; font: inherit; font-weight: 600; cursor: pointer;',
    'button:focus-visible': 'outline: 3px solid #0b5f8a; outline-offset: 2px;',
  };
  /** @type {(root: ShadowRoot) => void} */
  const style = (root) => {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(Object.entries(STYLES).map(([what, how]) => `${what} { ${how} }`).join(''));
      root.adoptedStyleSheets = [sheet];
    } catch {
      // Firefox lets no script of an extension do that, and a page's policy may forbid a `style` element.
      /** @type {HTMLElement} */ (root.host).style.cssText = STYLES[':host'];
      for (const each of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('div, button'))) each.style.cssText = STYLES[/** @type {'div' | 'button'} */ (each.localName)];
    }
  };

  /** @type {HTMLElement | undefined} */
  let bar;
  const unwarn = () => {
    bar?.remove();
    bar = undefined;
  };
  /** @param {string} tag @param {string} text */
  const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

  /**
   * Its button has no effect of its own: a click is use of the page, which `watch.js` tells of. So there is nothing to forge.
   * @param {{until: number, reason: string, mayKeep: boolean}} notice
   */
  const warn = ({ until, reason, mayKeep }) => {
    unwarn();
    const left = until - Date.now();
    if (left <= 0) return;
    bar = document.createElement('div');
    const [ours, theirs] = [chrome.i18n.getMessage('language'), chrome.i18n.getUILanguage()];
    bar.lang = theirs.startsWith(`${ours}-`) ? theirs : ours;
    bar.dir = chrome.i18n.getMessage('direction');
    const root = bar.attachShadow({ mode: 'closed' });
    const time = new Date(until).toLocaleTimeString(bar.lang);
    const box = root.appendChild(element('div', ''));
    const text = box.appendChild(element('span', ''));
    text.setAttribute('role', 'alert');
    if (mayKeep) box.append(element('button', chrome.i18n.getMessage('warning_stay')));
    style(root);
    document.documentElement.append(bar);
    // An alert is announced when text comes into it; this one never changes, so it is announced once.
    text.textContent = `${chrome.i18n.getMessage('warning_bar', [time])} ${reason}`;
    // The next use is told at once.
    agent.told = 0;
    setTimeout(unwarn, left);
  };

  Object.assign(agent, { busy, warn, unwarn });
})();

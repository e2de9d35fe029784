// @ts-check
/** Changes to a page that must change no decision. They run in the page, once it is loaded. */

/** The pages that are changed: menus that are built, shown or there already; links; traps. */
export const VARIED = ['uci-me-control', 'uci-user-information', 'uci-gear-sign-out', 'legacy-2013', 'legacy-2011-masthead', 'portal-two-links',
  'canvas-exit', 'unseen-avatar-dialog', 'trap-imitation', 'trap-record', 'trap-covered', 'picker-several'].map((name) => `${name}.html`);

/** @type {Record<string, () => void>} */
export const VARIATIONS = {
  /** Every control sits twelve elements deeper. */
  'wrapped in depth': () => {
    for (const control of document.querySelectorAll('button, a[href], [role=button], [role=menuitem], [tabindex]')) {
      for (let depth = 0; depth < 12; depth++) {
        const wrapper = document.createElement('div');
        wrapper.style.display = 'contents';
        control.replaceWith(wrapper);
        wrapper.append(control);
      }
    }
  },
  /** Every class has another name, in the styles too. */
  'classes renamed': () => {
    const names = new Set([...document.querySelectorAll('[class]')].flatMap((element) => [...element.classList]));
    const renamed = new Map([...names].map((name, at) => [name, `x${at}`]));
    for (const element of document.querySelectorAll('[class]')) {
      element.setAttribute('class', [...element.classList].map((name) => renamed.get(name)).join(' '));
    }
    for (const style of document.querySelectorAll('style')) {
      style.textContent = (style.textContent ?? '').replace(/\.([a-z][\w-]*)/gi, (all, name) => (renamed.has(name) ? `.${renamed.get(name)}` : all));
    }
  },
  /** 5,000 more controls stand in the content. */
  '5,000 more controls': () => {
    const words = ['Contoso', 'Open', 'Edit', 'Invoice 7', 'Sign-off sheet', 'Next'];
    const more = Array.from({ length: 5000 }, (_, at) => `<button>${words[at % words.length]} ${at}</button>`).join(' ');
    const place = document.querySelector('main') ?? document.body.appendChild(document.createElement('main'));
    place.insertAdjacentHTML('beforeend', `<div style="height:200px;overflow:auto">${more}</div>`);
  },
  /** The children of every row stand in the document in reverse, and where they stood on the screen. */
  'siblings reversed': () => {
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('body *'))) {
      const { display, flexDirection, justifyContent } = getComputedStyle(row);
      if (!display.endsWith('flex') || flexDirection !== 'row') continue;
      row.append(...[...row.children].reverse());
      row.style.flexDirection = 'row-reverse';
      if (/^(normal|flex-start)$/.test(justifyContent)) row.style.justifyContent = 'flex-end';
    }
  },
};

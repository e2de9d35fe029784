// @ts-check
/** Senses and acts in one frame for the background; decides nothing. What an element is, `element.js` tells; where they are, `tree.js`. */
(() => {
  /** @typedef {any} E An element, or whatever the page puts in its place. */
  const agent = /** @type {any} */ (globalThis).cleanExitPage;
  if (agent.survey) return;
  const { attribute, matches, boxOf, one, byId, first, before, at, around, tidy, mailIn, words, idsOf, identity, spot, forget, shownAs, pointOn } = agent.element;
  const { look, rest, breathe, CONTENT } = agent.tree;

  /** Most bytes reported. */
  const ROOM = 60000;
  const DIALOG = '[aria-modal=true],[role=dialog],[role=alertdialog],dialog[open]';

  /** Ids that tell pages apart; the engine knows what they mean. */
  const MARKERS = 'login_workload_logo_text signoutArea tilesHolder otherTile i0116 loginForm userNameInput passwordInput dialogTitleText'.split(' ');
  const WAY_OUT = /(sign|log)[-_.]?(out|off)/i;

  /** @type {(box: DOMRect) => number[]} */
  const whole = (box) => [box.x, box.y, box.width, box.height].map((side) => Math.max(-32768, Math.min(32767, Math.round(side))) || 0);
  /** @type {(e: E, key: number) => any} */
  const describe = (e, key) => {
    const [box, here, expanded, what] = [boxOf(e), spot(e), attribute(e, 'aria-expanded'), identity(e)];
    return {
      key, ...what, mail: what.mail ?? here.mail, near: spot(around(e)).near, region: here.region, box: whole(box), shown: shownAs(e, box, CONTENT.test(here.region)),
      disabled: here.dead || undefined, expanded: expanded ? expanded === 'true' : undefined, picture: !!first(e, 'img,[role=img]') || undefined,
      popup: matches(e, '[aria-haspopup]:not([aria-haspopup=false]),[data-toggle],[data-bs-toggle],[popovertarget],summary') || undefined,
    };
  };
  /** Which popup a control is in, and the key of what opens it, where the page tells. @type {(found: any[], elements: E[]) => void} */
  const menus = (found, elements) => {
    const keys = new Map(elements.map((e, key) => [e, key]));
    const owners = new Map(elements.flatMap((e, key) => ['aria-controls', 'aria-owns', 'popovertarget']
      .flatMap((name) => (attribute(e, name) ?? '').split(/\s+/).filter(Boolean).map((/** @type {string} */ id) => [id, key]))));
    /** @type {Map<E, any>} */
    const popups = new Map();
    for (const control of found) {
      const e = elements[control.key];
      let popup = around(e);
      for (const near = spot(e).popup; popup && popup !== near && !owners.has(attribute(popup, 'id')); popup = around(popup));
      if (!popup) continue;
      if (!popups.has(popup)) {
        const label = byId(document, attribute(popup, 'aria-labelledby') ?? '');
        const opener = owners.get(attribute(popup, 'id')) ?? keys.get(before(popup)) ?? keys.get(label);
        popups.set(popup, { popup: popups.size, opener, mail: mailIn(words(popup, false)) });
      }
      const menu = popups.get(popup);
      control.menu = menu.opener === control.key ? { ...menu, opener: undefined } : menu;
    }
  };
  /** @type {(landmarks: E[]) => any} */
  const pageFacts = (landmarks) => {
    const html = one(document, ':root');
    const dialog = landmarks.filter((e) => matches(e, DIALOG)).slice(0, 12).find((e) => shownAs(e, boxOf(e)) === 'yes');
    const named = (/** @type {string} */ id) => byId(document, id) ?? landmarks.map((e) => first(e, `[data-id=${id}]`)).find(Boolean);
    let frame = /** @type {E} */ (null);
    try { frame = window.frameElement; } catch { /* It is another site's. */ }
    return {
      lang: tidy(attribute(html, 'lang'), 35), rtl: getComputedStyle(html).direction === 'rtl', size: [innerWidth, innerHeight],
      pageId: tidy(one(document, 'meta[name=PageID]')?.content, 40), markers: MARKERS.filter((id) => named(id)?.checkVisibility()),
      dialog: dialog && { modal: matches(dialog, '[aria-modal=true],[role=alertdialog],:modal'), box: whole(boxOf(dialog)) },
      ready: document.readyState === 'complete', hint: (location.pathname + location.search).match(WAY_OUT)?.[0],
      password: !!one(document, 'input[type=password]'), frame: [tidy(window.name, 64), ...(frame ? [...idsOf(frame), tidy(attribute(frame, 'title'), 64)] : [])].filter(Boolean),
    };
  };

  /** The last survey: what each key stood for. @type {{nonce: string, controls: Map<number, [E, any]>}} */
  let last = { nonce: '', controls: new Map() };
  /** Looks at the frame, at once or when it has changed and come to rest. */
  const survey = async ({ wait = 0 } = {}) => {
    if (wait) await rest(wait);
    forget();
    const { elements, seen, landmarks } = await look();
    const controls = [];
    for (const e of elements) {
      await breathe();
      controls.push(describe(e, controls.length));
    }
    menus(controls, elements);
    for (let text; ROOM < 3 * (text = JSON.stringify(controls)).length && ROOM < new TextEncoder().encode(text).length;) controls.length -= 8;
    const nonce = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    last = { nonce, controls: new Map(controls.map((it) => [it.key, [elements[it.key], it]])) };
    return { version: 1, nonce, page: pageFacts(landmarks), seen, truncated: controls.length < seen, controls };
  };
  /** What a control was, to be compared. @type {(what: any) => string} */
  const print = ({ tag, role, name, text, ids, link, mail }) => JSON.stringify([tag, role, name, text, ids, link, mail]);
  /** Presses a control of the last survey, as a person would. @type {(target: {nonce: string, key: number}) => {outcome: string}} */
  const press = ({ nonce, key }) => {
    const [e, was] = (nonce === last.nonce && last.controls.get(key)) || [];
    if (!e?.isConnected) return { outcome: 'gone' };
    forget();
    const what = identity(e);
    if (print({ ...what, mail: what.mail ?? spot(e).mail }) !== print(was)) return { outcome: 'changed' };
    if (shownAs(e, boxOf(e)) === 'scrolled') e.scrollIntoView({ block: 'center', behavior: 'instant' });
    const point = pointOn(e, boxOf(e));
    if (!point || shownAs(e, boxOf(e)) !== 'yes' || spot(e).dead) return { outcome: 'covered' };
    // A survey is good for one press: a background that died may order it once more, which would close the menu again.
    last = { nonce: '', controls: new Map() };
    const [clientX, clientY] = point;
    const hit = at(clientX, clientY);
    for (const type of ['pointerover', 'mouseover', 'pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
      const [Kind, buttons] = [/^mouse/.test(type) ? MouseEvent : PointerEvent, /down$/.test(type) ? 1 : 0];
      hit.dispatchEvent(new Kind(type, { bubbles: true, cancelable: true, composed: true, view: window, detail: 1, clientX, clientY, buttons, pointerId: 1, pointerType: 'mouse', isPrimary: true }));
      if (type === 'mousedown') e.focus?.({ preventScroll: true });
    }
    return { outcome: 'pressed' };
  };

  Object.assign(agent, { survey, press });
})();

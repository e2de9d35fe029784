// @ts-check
/** Senses and acts in one frame for the background; decides nothing. What an element is, `element.js` tells. */
(() => {
  /** @typedef {any} E An element, or whatever the page puts in its place. */
  const agent = /** @type {any} */ (globalThis).cleanExitPage;
  if (agent.survey) return;
  const { attribute, matches, boxOf, find, byId, first, before, all, shadow, at, around, tidy, mailIn, words, idsOf, identity, spot, forget, shownAs, pointOn } = agent.element;

  /** Most controls examined; most bytes reported; ms of quiet that are rest, ms of work at a stretch. */
  const [EXAMINED, ROOM, REST, SLICE] = [400, 60000, 120, 8];
  const PRESSABLE = 'a[href],button,summary,input:is([type=submit],[type=button],[type=image]),[role=button],[role=link],' +
    '[role^=menuitem],[role=option],[role=tab],[onclick],[tabindex="0"],[aria-haspopup]';
  /** Each pass over a large tree takes long: these tell at a glance, and the most frequent elements come first. */
  const ROUGHLY = 'a,button,summary,input,[role],[onclick],[tabindex]';
  const LANDMARK = 'header,nav,dialog,[popover],[aria-modal=true],' +
    '[role]:is([role=banner],[role=navigation],[role=menu],[role=menubar],[role=dialog],[role=alertdialog])';
  const UNUSUAL = ':not(td,div,span,a,tr,li,b,i,p,button,img,input,svg,path,br,ul,option,label,table,tbody,thead,th,h1,h2,h3,script,' +
    'style,link,meta,section,header,footer,nav,main,aside,form,select,em,strong,iframe)';
  const DIALOG = '[aria-modal=true],[role=dialog],[role=alertdialog],dialog[open]';
  /** Ids that tell pages apart; the engine knows what they mean. */
  const MARKERS = 'login_workload_logo_text signoutArea tilesHolder otherTile i0116 loginForm userNameInput passwordInput dialogTitleText'.split(' ');
  const WAY_OUT = /(sign|log)[-_.]?(out|off)/i;
  /** Where records and their text are: never hit-tested in a survey, always before a press. */
  const CONTENT = /^(grid|content|edit)$/;
  /** How many controls are described: of the page's own, of those beside it, of those in its content. */
  const MOST = [90, 40, 16];

  /** @type {(box: DOMRect) => number[]} */
  const whole = (box) => [box.x, box.y, box.width, box.height].map((side) => Math.max(-32768, Math.min(32767, Math.round(side))) || 0);
  /** @type {(e: E, key: number) => any} */
  const describe = (e, key) => {
    const [box, here, expanded, what] = [boxOf(e), spot(e), attribute(e, 'aria-expanded'), identity(e)];
    return {
      key, ...what, mail: what.mail ?? here.mail, near: spot(around(e)).near, region: here.region, box: whole(box), shown: shownAs(e, box, CONTENT.test(here.region)),
      disabled: here.dead || undefined, expanded: expanded ? expanded === 'true' : undefined, picture: !!first(e, 'img,[role=img]') || undefined,
      popup: matches(e, '[aria-haspopup]:not([aria-haspopup=false]),[data-toggle],[data-bs-toggle],[popovertarget]') || undefined,
    };
  };

  let started = 0;
  /** Lets the page work, if it has waited for long. A message is not slowed in hidden tabs, as a timer is. */
  const breathe = async () => {
    if (performance.now() - started < SLICE) return;
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => { port1.onmessage = resolve; port2.postMessage(0); });
    started = performance.now();
  };

  /** The document and the shadow trees in it, what stands out in them, and what may be pressed. */
  const trees = async () => {
    const [roots, landmarks, lists] = [/** @type {any[]} */ ([document]), /** @type {E[]} */ ([]), /** @type {E[][]} */ ([])];
    for (const root of roots) {
      /** @type {(what: string) => Promise<E[]>} */
      const pass = async (what) => {
        await breathe();
        return all(root, what);
      };
      const list = await pass(ROUGHLY);
      const empty = list.length < 1000 ? await pass(':is(div,span,section,header,nav,main,aside):empty') : [];
      for (const hosts of [await pass(UNUSUAL), empty, root === document ? find(document, 'body>*') : []]) {
        for (let i = 0; i < hosts.length && i < 300 && roots.length < 60; i++) {
          const inner = shadow(hosts[i]);
          if (inner && !roots.includes(inner)) roots.push(inner);
        }
      }
      landmarks.push(...[...await pass(LANDMARK)].slice(0, 300));
      lists.push(list);
    }
    return { roots, landmarks, lists };
  };
  /** What could be pressed; of too much, what is at the top, in landmarks and at both ends. @type {(landmarks: E[], lists: E[][]) => [E[], number]} */
  const candidates = (landmarks, lists) => {
    /** @type {Set<E>} */
    const chosen = new Set();
    /** @type {(list: E, from: number, to: number) => void} */
    const take = (list, from, to) => {
      for (let i = Math.max(from, 0); i < to && i < list.length && chosen.size < EXAMINED; i++) if (matches(list[i], PRESSABLE)) chosen.add(list[i]);
    };
    const rough = lists.reduce((sum, list) => sum + list.length, 0);
    if (EXAMINED < rough) {
      for (const x of [24, 64, 110, 170, 240].flatMap((x) => [x, innerWidth - x])) {
        for (let hit = at(x, 24), i = 0; hit && i < 4; hit = around(hit), i++) take([hit], 0, 1);
      }
      for (const mark of landmarks.slice(0, 60)) take(all(mark, ROUGHLY), 0, 60);
    }
    for (const list of lists) { take(list, 0, 120); take(list, list.length - 120, list.length); }
    for (const list of lists) take(list, 0, EXAMINED);
    /** @type {E[][]} */
    const sorts = [[], [], []];
    for (const e of chosen) {
      const { region } = spot(e);
      const sort = sorts[CONTENT.test(region) ? 2 : /^(main|com|con)/.test(region) ? 1 : 0] ?? [];
      sort.push(e);
    }
    return [sorts.flatMap((sort, i) => sort.slice(0, MOST[i])), EXAMINED < rough ? rough : chosen.size];
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
    const html = find(document, ':root')[0];
    const dialog = landmarks.filter((e) => matches(e, DIALOG)).slice(0, 12).find((e) => shownAs(e, boxOf(e)) === 'yes');
    const named = (/** @type {string} */ id) => byId(document, id) ?? landmarks.map((e) => first(e, `[data-id=${id}]`)).find(Boolean);
    let frame = /** @type {E} */ (null);
    try { frame = window.frameElement; } catch { /* It is another site's. */ }
    return {
      lang: tidy(attribute(html, 'lang'), 35), rtl: getComputedStyle(html).direction === 'rtl', size: [innerWidth, innerHeight],
      pageId: tidy(find(document, 'meta[name=PageID]')[0]?.content, 40), markers: MARKERS.filter((id) => named(id)?.checkVisibility()),
      dialog: dialog && { modal: matches(dialog, '[aria-modal=true],[role=alertdialog],:modal'), box: whole(boxOf(dialog)) },
      ready: document.readyState === 'complete', hint: (location.pathname + location.search).match(WAY_OUT)?.[0],
      password: !!find(document, 'input[type=password]').length, frame: [tidy(window.name, 64), ...(frame ? [...idsOf(frame), tidy(attribute(frame, 'title'), 64)] : [])].filter(Boolean),
    };
  };

  let [changed, wake] = [true, () => {}];
  const observer = new MutationObserver(() => { changed = true; wake(); });
  /** @type {(roots: any[]) => void} */
  const observe = (roots) => {
    observer.disconnect();
    for (const root of roots) observer.observe(root, { childList: true, subtree: true, attributeFilter: ['class', 'style', 'hidden', 'aria-expanded', 'aria-hidden', 'open'] });
  };
  /** Until the page has changed since the last look and is at rest, or `wait` ms. @type {(wait: number) => Promise<void>} */
  const rest = (wait) => new Promise((resolve) => {
    /** @type {any} */
    let quiet;
    const end = () => { clearTimeout(limit); clearTimeout(quiet); wake = () => {}; resolve(); };
    const limit = setTimeout(end, wait);
    wake = () => { clearTimeout(quiet); quiet = setTimeout(end, REST); };
    if (changed) wake();
  });

  /** The last survey: what each key stood for. @type {{nonce: string, controls: Map<number, [E, string]>}} */
  let last = { nonce: '', controls: new Map() };
  /** Looks at the frame, at once or when it has changed and come to rest. */
  const survey = async ({ wait = 0 } = {}) => {
    if (!last.nonce) observe([document]);
    if (wait) await rest(wait);
    started = performance.now();
    forget();
    const { roots, landmarks, lists } = await trees();
    const [elements, seen] = candidates(landmarks, lists);
    observe(roots);
    changed = false;
    const controls = [];
    for (const e of elements) {
      await breathe();
      controls.push(describe(e, controls.length));
    }
    menus(controls, elements);
    while (ROOM < new TextEncoder().encode(JSON.stringify(controls)).length) controls.length -= 8;
    const nonce = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    last = { nonce, controls: new Map(controls.map((it) => [it.key, [elements[it.key], print(it)]])) };
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
    if (print({ ...what, mail: what.mail ?? spot(e).mail }) !== was) return { outcome: 'changed' };
    if (shownAs(e, boxOf(e)) === 'scrolled') e.scrollIntoView({ block: 'center', behavior: 'instant' });
    const point = pointOn(e, boxOf(e));
    if (!point || shownAs(e, boxOf(e)) !== 'yes' || spot(e).dead) return { outcome: 'covered' };
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

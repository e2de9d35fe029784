// @ts-check
/**
 * Senses and acts in one frame, on the background's word; it decides nothing.
 * It runs in the isolated world: the page cannot reach these functions, but what they read is the page's own word.
 * The DOM is read through accessors kept here, because a form field named `id` or `parentNode` hides the real one.
 */
(() => {
  const world = /** @type {any} */ (globalThis);
  if (world.cleanExitPage) return;

  const VERSION = 1;
  /** Most controls in one report, and most that are looked at to choose them. */
  const [REPORTED, EXAMINED] = [160, 500];
  /** Most bytes of all controls together; the whole report stays below 64 KiB. */
  const ROOM = 60000;
  /** Milliseconds: how long the page must be quiet to be at rest, and the longest stretch of work. */
  const [REST, SLICE] = [120, 12];
  const PRESSABLE = 'a[href],button,summary,input[type=submit],input[type=button],input[type=image],' +
    ['button', 'link', 'menuitem', 'menuitemradio', 'option', 'tab', 'treeitem'].map((role) => `[role=${role}]`).join() +
    ',[onclick],[tabindex="0"],[aria-haspopup],[aria-expanded]';
  const LANDMARK = 'header,nav,dialog,[role=banner],[role=navigation],[role=menu],[role=menubar],[role=dialog],[popover]';
  /** What cannot host a shadow tree, or does so rarely; what is left is mostly custom elements. */
  const PLAIN = 'div,span,a,td,tr,li,ul,p,i,b,button,img,input,svg,svg *,br,option,label,table,tbody,thead,th,h1,h2,h3,h4,' +
    'script,style,link,meta,section,article,header,footer,nav,main,aside,form,select,em,strong,ol,dl,dt,dd,iframe';
  /** Ids that say which page this is; the engine knows what they mean. */
  const MARKERS = ['login_workload_logo_text', 'tilesHolder', 'otherTile', 'i0116', 'idSIButton9', 'loginForm',
    'userNameInput', 'passwordInput', 'dialogTitleText', 'dialogMessageText'];
  const IDS = ['id', 'data-id', 'data-test-id', 'data-testid', 'data-lp-id', 'data-automation-id', 'data-dyn-controlname', 'name'];
  const REGIONS = new Map(Object.entries({
    header: 'banner', nav: 'navigation', main: 'main', footer: 'contentinfo', aside: 'complementary', article: 'content',
    banner: 'banner', navigation: 'navigation', contentinfo: 'contentinfo', complementary: 'complementary',
    dialog: 'dialog', alertdialog: 'dialog', feed: 'content', tabpanel: 'content', grid: 'grid', treegrid: 'grid', textbox: 'edit',
  }));
  const POPUP = /^(menu|listbox|dialog|alertdialog|tooltip)$/;
  const MAIL = /[^\s@<>"'(),;:/]+@[^\s@<>"'(),;:/]+\.[^\s@<>"'(),;:/]+/g;
  const WAY_OUT = /(sign|log)[-_.]?(out|off)|abmelden|deconnexion/i;

  /** @param {any} proto @param {string} name */
  const method = (proto, name) => Function.prototype.call.bind(proto[name]);
  /** @param {any} proto @param {string} name */
  const getter = (proto, name) => Function.prototype.call.bind(Object.getOwnPropertyDescriptor(proto, name)?.get ?? (() => null));
  const attribute = method(Element.prototype, 'getAttribute');
  const matches = method(Element.prototype, 'matches');
  const boxOf = method(Element.prototype, 'getBoundingClientRect');
  const visible = method(Element.prototype, 'checkVisibility');
  const byId = method(Document.prototype, 'getElementById');
  const rootOf = method(Node.prototype, 'getRootNode');
  const dispatch = method(EventTarget.prototype, 'dispatchEvent');
  const [parent, slot, children, text] = [getter(Node.prototype, 'parentNode'), getter(Element.prototype, 'assignedSlot'),
    getter(Node.prototype, 'childNodes'), getter(Node.prototype, 'textContent')];
  const [tag, before, top] = [getter(Element.prototype, 'localName'), getter(Element.prototype, 'previousElementSibling'),
    getter(Document.prototype, 'documentElement')];
  const [findIn, hitIn] = [Document, DocumentFragment].map((kind) => method(kind.prototype, 'querySelectorAll')).map((find, fragment) =>
    ({ find, hit: method((fragment ? ShadowRoot : Document).prototype, 'elementFromPoint') }));

  /** All that match below a document or shadow root. @param {any} root @param {string} what @returns {any} */
  const all = (root, what) => (root === document ? findIn : hitIn).find(root, what);
  const within = method(Element.prototype, 'querySelectorAll');
  /** The topmost element at a point, down through shadow trees. @param {number} x @param {number} y */
  const at = (x, y) => {
    let hit = findIn.hit(document, x, y);
    for (let root = hit && shadow(hit); root; root = hit && shadow(hit)) {
      const deeper = hitIn.hit(root, x, y);
      if (!deeper || deeper === hit) break;
      hit = deeper;
    }
    return hit;
  };
  /** The element around a node as it is shown: its slot, parent or shadow host. @param {any} node @returns {any} */
  const around = (node) => {
    const up = (node instanceof Element && slot(node)) || parent(node);
    return up instanceof ShadowRoot ? up.host : up instanceof Element ? up : null;
  };
  /** An element's shadow tree, open or closed. @param {any} element */
  const shadow = (element) => {
    try {
      return world.chrome?.dom?.openOrClosedShadowRoot?.(element) ?? element.openOrClosedShadowRoot ?? element.shadowRoot ?? null;
    } catch { return null; }
  };
  /** Text as it is compared: NFKC, one blank, no more than `most` characters; mail addresses are left out. */
  const tidy = (/** @type {any} */ value, most = 120) =>
    String(value ?? '').slice(0, 600).normalize('NFKC').replace(MAIL, '@').replace(/\s+/g, ' ').trim().slice(0, most);
  /** A mail address as a number (FNV-1a, 64 bits), so that two can be compared and none is reported. @param {string} value */
  const mailIn = (value) => {
    const mail = value.slice(0, 600).match(MAIL)?.[0];
    if (!mail) return undefined;
    let hash = 0xcbf29ce484222325n;
    for (const byte of new TextEncoder().encode(mail.toLowerCase())) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    return hash.toString(16).padStart(16, '0');
  };
  const breathe = () => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); resolve(null); };
    port2.postMessage(0);
  });

  /** The document and the shadow trees in it, at most 60. */
  const trees = () => {
    /** @type {any[]} */
    const roots = [document];
    for (const root of roots) {
      const hosts = [all(root, `:not(${PLAIN})`), all(root, ':is(div,span,section,header,nav,main,aside):empty'),
        root === document ? all(root, 'body>*,body>*>*') : []];
      for (const some of hosts) {
        for (let i = 0; i < some.length && i < 400 && roots.length < 60; i++) {
          const inner = shadow(some[i]);
          if (inner && !roots.includes(inner)) roots.push(inner);
        }
      }
    }
    return roots;
  };

  /** What a person reads on an element; `spoken` leaves out what is hidden from screen readers. @param {any} element @param {boolean} spoken */
  const words = (element, spoken) => {
    let [out, left] = ['', 80];
    /** @param {any} node */
    const read = (node) => {
      if (left-- < 0 || out.length > 300) return;
      if (node instanceof Text) { out += text(node).slice(0, 300); return; }
      if (!(node instanceof Element)) return;
      if (spoken && attribute(node, 'aria-hidden') === 'true' || matches(node, '[hidden],script,style,template')) return;
      if (matches(node, 'img,[role=img]')) out += ` ${attribute(node, 'alt') ?? attribute(node, 'aria-label') ?? ''} `;
      const inner = node instanceof HTMLSlotElement ? node.assignedNodes() : children(node);
      for (let i = 0; i < inner.length && i < 40; i++) read(inner[i]);
      if (!/^(b|i|em|span|strong|svg|img|slot)$/.test(tag(node))) out += ' ';
    };
    read(element);
    return out;
  };
  /** The accessible name, near enough. @param {any} element */
  const nameOf = (element) => {
    const root = rootOf(element);
    const labels = (attribute(element, 'aria-labelledby') ?? '').split(/\s+/).slice(0, 4)
      .map((/** @type {string} */ id) => id && (root === document ? byId(document, id) : root.getElementById?.(id)))
      .map((/** @type {any} */ label) => label ? words(label, true) : '').join(' ').trim();
    const value = matches(element, 'input') ? attribute(element, 'value') ?? attribute(element, 'alt') : null;
    return labels || attribute(element, 'aria-label')?.trim() || value || words(element, true).trim() || attribute(element, 'title') || '';
  };
  /** @param {any} element */
  const idsOf = (element) => IDS.map((name) => tidy(attribute(element, name), 64)).filter(Boolean).slice(0, 4);

  /**
   * Where elements stand, learnt once for each ancestor: region, popup, ids around, depth.
   * @typedef {{region: string, popup: any, near: string[], mail?: string, dead: boolean, depth: number}} Spot
   * @type {Map<any, Spot>}
   */
  let spots = new Map();
  /** @param {any} element @returns {Spot} */
  const spot = (element) => {
    const chain = [];
    for (let node = element; node && !spots.has(node); node = around(node)) chain.push(node);
    const root = chain.length ? around(chain[chain.length - 1]) : element;
    let here = spots.get(root) ?? { region: 'none', popup: null, near: [], dead: false, depth: 0 };
    for (const node of chain.reverse()) spots.set(node, here = step(here, node));
    return here;
  };
  /** @param {Spot} outer @param {any} node @returns {Spot} */
  const step = (outer, node) => {
    const role = attribute(node, 'role') ?? '';
    const ids = idsOf(node);
    const opened = before(node) && matches(before(node), '[aria-expanded],[aria-haspopup]');
    const popup = POPUP.test(role) || matches(node, 'dialog,[popover]') || opened || outer.popup && null ? node : outer.popup;
    return {
      region: regionOf(outer.region, node, role), popup, depth: outer.depth + 1,
      near: ids.length ? [...ids.slice(0, 2), ...outer.near].slice(0, 4) : outer.near,
      mail: mailIn(attribute(node, 'data-test-id') ?? '') ?? (role === 'list' ? undefined : outer.mail),
      dead: outer.dead || matches(node, '[inert],[aria-disabled=true],:disabled'),
    };
  };
  /** Content stays content whatever it says of itself inside. @param {string} outer @param {any} node @param {string} role */
  const regionOf = (outer, node, role) => {
    if (outer === 'edit' || matches(node, '[contenteditable]:not([contenteditable=false])')) return 'edit';
    const own = REGIONS.get(role || tag(node)) ?? (tag(node) === 'table' && within(node, 'th').length ? 'grid' : undefined);
    if (own === 'dialog' || own === 'grid' || own === 'edit') return own;
    if (outer === 'none' || outer === 'bar') {
      const box = boxOf(node);
      if (own) return own === 'main' && box.top <= 4 && box.width >= innerWidth * 0.95 ? outer : own;
      const bar = box.height > 0 && box.height <= 130 && box.top >= -4 && box.top <= 60 && box.width >= innerWidth * 0.9;
      return bar ? 'bar' : outer;
    }
    return own === 'content' && outer !== 'dialog' && outer !== 'grid' ? own : outer;
  };

  /** Whether a person could press it here and now. @param {any} element @param {any} box */
  const shownAs = (element, box) => {
    if (!visible(element, { checkOpacity: true, checkVisibilityCSS: true, opacityProperty: true, visibilityProperty: true })) return 'hidden';
    if (box.width < 4 || box.height < 4) return 'small';
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return 'off';
    for (let hit = at(x, y); hit; hit = around(hit)) if (hit === element) return 'yes';
    return 'covered';
  };
  /** A link's address without its query: what signing out looks like in it is told by `hint`. @param {any} element */
  const linkOf = (element) => {
    const href = attribute(element, 'href');
    if (href === null || tag(element) !== 'a') return undefined;
    const hint = href.slice(0, 600).match(WAY_OUT)?.[0].toLowerCase();
    if (/^\s*(#|$|javascript:)/i.test(href)) return { kind: 'here', hint };
    try {
      const url = new URL(href, document.baseURI);
      if (!/^https?:$/.test(url.protocol)) return { kind: 'other' };
      const same = url.host === location.host;
      return { kind: same ? 'same' : 'site', host: same ? undefined : url.hostname.slice(0, 253), path: url.pathname.slice(0, 48), hint };
    } catch { return { kind: 'other' }; }
  };
  /** What an element is, for the report and to see later whether it is still the same. @param {any} element */
  const identity = (element) => {
    const name = tidy(nameOf(element));
    const read = tidy(words(element, false));
    return { tag: tag(element).slice(0, 32), role: tidy(attribute(element, 'role'), 24), name, text: read === name ? undefined : read,
      ids: idsOf(element), link: linkOf(element) };
  };
  /** @param {any} element @param {number} key */
  const describe = (element, key) => {
    const [box, here, expanded] = [boxOf(element), spot(element), attribute(element, 'aria-expanded')];
    return {
      key, ...identity(element), near: around(element) ? spot(around(element)).near : [], region: here.region,
      box: [box.x, box.y, box.width, box.height].map((side) => Math.max(-32768, Math.min(32767, Math.round(side) || 0))),
      shown: shownAs(element, box), disabled: here.dead || undefined,
      expanded: expanded === null ? undefined : expanded === 'true',
      popup: matches(element, '[aria-haspopup]:not([aria-haspopup=false]),[data-toggle],[data-bs-toggle],[popovertarget]') || undefined,
      picture: within(element, 'img,[role=img]').length > 0 || undefined,
      mail: mailIn(`${nameOf(element)} ${words(element, false)}`) ?? here.mail, depth: Math.min(here.depth, 9999),
    };
  };

  /** Candidates in the order in which they matter: landmarks and ends of the page first, then what else there is. */
  const candidates = () => {
    /** @type {Set<any>} */
    const chosen = new Set();
    let seen = 0;
    /** @param {any} list @param {number} from @param {number} to */
    const take = (list, from, to) => { for (let i = Math.max(from, 0); i < to && i < list.length && chosen.size < EXAMINED; i++) chosen.add(list[i]); };
    const roots = trees();
    const lists = roots.map((root) => all(root, PRESSABLE));
    for (const list of lists) seen += list.length;
    if (EXAMINED < seen) {
      for (const [x, y] of [[24, 20], [24, 44], [64, 24], [110, 24], [170, 24], [240, 24]].flatMap(([x, y]) => [[innerWidth - x, y], [x, y]])) {
        for (let hit = at(x, y), i = 0; hit && i < 4; hit = around(hit), i++) if (matches(hit, PRESSABLE)) chosen.add(hit);
      }
      for (const root of roots) {
        const marks = all(root, LANDMARK);
        for (let i = 0; i < marks.length && i < 40; i++) take(within(marks[i], PRESSABLE), 0, 60);
      }
    }
    for (const list of lists) { take(list, 0, 150); take(list, list.length - 150, list.length); }
    for (const list of lists) take(list, 0, list.length);
    return { chosen, seen, roots };
  };
  /** Cheap order of relevance, so that the report's bound drops what is deepest in the content. @param {any} control */
  const rank = (control) => (control.shown === 'yes' ? 0 : control.shown === 'hidden' ? 2 : 1) +
    ({ banner: 0, navigation: 1, bar: 0, dialog: 0, none: 2, grid: 6, edit: 8, content: 5 }[/** @type {string} */ (control.region)] ?? 3) -
    (control.link?.hint || control.menu ? 3 : 0) - (control.popup || control.expanded !== undefined ? 1 : 0);

  /** The last survey: what each key stood for. @type {{nonce: string, controls: Map<number, {element: any, print: string}>}} */
  let last = { nonce: '', controls: new Map() };

  /** Popups get a number each, and the key of the control that opens them where the page tells. @param {any[]} found @param {any[]} elements */
  const menus = (found, elements) => {
    const keys = new Map(elements.map((element, key) => [element, key]));
    const owners = new Map();
    elements.forEach((element, key) => {
      for (const name of ['aria-controls', 'aria-owns', 'popovertarget']) {
        for (const id of (attribute(element, name) ?? '').split(/\s+/)) if (id) owners.set(id, key);
      }
    });
    /** @type {any[]} */
    const popups = [];
    found.forEach((control, key) => {
      let popup = null;
      for (let node = around(elements[key]); node; node = around(node)) {
        if (owners.has(attribute(node, 'id'))) { popup = node; break; }
        if (node === spots.get(elements[key])?.popup) { popup = node; break; }
      }
      if (!popup) return;
      if (!popups.includes(popup)) popups.push(popup);
      const label = (attribute(popup, 'aria-labelledby') ?? '').split(/\s+/)[0];
      const opener = owners.get(attribute(popup, 'id')) ?? keys.get(before(popup)) ??
        keys.get(label ? byId(document, label) : null);
      control.menu = { popup: popups.indexOf(popup), opener: opener === key ? undefined : opener, mail: mailIn(words(popup, false)) };
    });
  };
  /** A dialog that is really shown, if there is one. @param {any[]} roots */
  const dialogIn = (roots) => {
    for (const root of roots) {
      for (const element of [...all(root, 'dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]')].slice(0, 12)) {
        const box = boxOf(element);
        if (shownAs(element, box) !== 'yes') continue;
        return { modal: matches(element, '[aria-modal=true],[role=alertdialog],:modal'), box: [box.x, box.y, box.width, box.height].map(Math.round) };
      }
    }
    return undefined;
  };
  const around_frame = () => {
    try { return window.frameElement ? idsOf(window.frameElement).concat(tidy(attribute(window.frameElement, 'title'), 64)) : []; } catch { return []; }
  };
  /** @param {any[]} roots */
  const pageFacts = (roots) => {
    const html = top(document);
    return {
      lang: tidy(attribute(html, 'lang'), 35), rtl: getComputedStyle(html).direction === 'rtl',
      pageId: tidy([...all(document, 'meta[name=PageID]')].map((meta) => attribute(meta, 'content'))[0], 40),
      markers: MARKERS.filter((id) => { const found = byId(document, id) ?? all(document, `[data-id="${id}"]`)[0]; return found && visible(found); }),
      dialog: dialogIn(roots), size: [innerWidth, innerHeight], ready: document.readyState === 'complete',
      path: tidy(location.pathname, 48), hint: (location.pathname + location.search).match(WAY_OUT)?.[0].toLowerCase(),
      password: all(document, 'input[type=password]').length > 0,
      frame: [tidy(window.name, 64), ...around_frame()].filter(Boolean).slice(0, 6),
    };
  };

  /** Changes since the last look; `changed` is the time of the latest. */
  const watch = { observer: new MutationObserver(() => { watch.changed = performance.now(); watch.wake(); }), changed: 0, wake: () => {} };
  /** @param {any[]} roots */
  const observe = (roots) => {
    watch.observer.disconnect();
    for (const root of roots) {
      watch.observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['class', 'style', 'hidden', 'aria-expanded', 'aria-hidden', 'open', 'disabled'] });
    }
  };
  /** Until the page has changed and is at rest, or `wait` ms. @param {number} wait */
  const rest = (wait) => new Promise((resolve) => {
    const [end] = [setTimeout(done, wait)];
    /** @type {any} */
    let quiet;
    function done() { clearTimeout(end); clearTimeout(quiet); watch.wake = () => {}; removeEventListener('load', watch.wake); resolve(null); }
    watch.wake = () => { clearTimeout(quiet); quiet = setTimeout(done, REST); };
    addEventListener('load', () => watch.wake(), { once: true });
    if (watch.changed || !last.nonce) watch.wake();
  });

  /** Looks at the frame. @param {{wait?: number}} [options] */
  const survey = async ({ wait = 0 } = {}) => {
    if (!last.nonce) observe([document]);
    if (wait > 0) await rest(wait);
    spots = new Map();
    const { chosen, seen, roots } = candidates();
    observe(roots);
    watch.changed = 0;
    const elements = [...chosen];
    const found = [];
    let start = performance.now();
    for (const [key, element] of elements.entries()) {
      found.push(/** @type {any} */ (describe(element, key)));
      if (SLICE < performance.now() - start) { await breathe(); start = performance.now(); }
    }
    menus(found, elements);
    const page = pageFacts(roots);
    let room = ROOM;
    const controls = found.map((control) => ({ control, rank: rank(control) })).sort((a, b) => a.rank - b.rank)
      .slice(0, REPORTED).map(({ control }) => control).filter((control) => (room -= new TextEncoder().encode(JSON.stringify(control)).length + 1) > 0);
    const nonce = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    last = { nonce, controls: new Map(controls.map(({ key }) => [key, { element: elements[key], print: JSON.stringify(identity(elements[key])) }])) };
    spots = new Map();
    return { version: VERSION, nonce, page, seen, truncated: controls.length < seen, controls };
  };

  /** Presses a control of the last survey, as a person would. @param {{nonce: string, key: number}} target */
  const press = ({ nonce, key }) => {
    const known = nonce === last.nonce ? last.controls.get(key) : undefined;
    if (!known?.element.isConnected) return { outcome: 'gone' };
    if (JSON.stringify(identity(known.element)) !== known.print) return { outcome: 'changed' };
    const box = boxOf(known.element);
    if (shownAs(known.element, box) !== 'yes') return { outcome: 'covered' };
    const [clientX, clientY] = [box.x + box.width / 2, box.y + box.height / 2];
    const hit = at(clientX, clientY);
    observe([document]);
    const where = { bubbles: true, cancelable: true, composed: true, view: window, detail: 1, clientX, clientY, button: 0 };
    const pointer = { ...where, pointerId: 1, pointerType: 'mouse', isPrimary: true };
    dispatch(hit, new PointerEvent('pointerover', pointer));
    dispatch(hit, new MouseEvent('mouseover', where));
    dispatch(hit, new PointerEvent('pointerdown', { ...pointer, buttons: 1 }));
    dispatch(hit, new MouseEvent('mousedown', { ...where, buttons: 1 }));
    HTMLElement.prototype.focus.call(known.element, { preventScroll: true });
    dispatch(hit, new PointerEvent('pointerup', pointer));
    dispatch(hit, new MouseEvent('mouseup', where));
    dispatch(hit, new PointerEvent('click', pointer));
    return { outcome: 'pressed' };
  };

  /** Whether the page would warn of unsaved work, asked without raising the prompt. */
  const unsaved = () => {
    const event = /** @type {any} */ (document.createEvent('BeforeUnloadEvent'));
    event.initEvent('beforeunload', false, true);
    dispatch(window, event);
    return event.defaultPrevented || Boolean(event.returnValue);
  };

  /** @param {string} name */
  const dropDatabase = (name) => new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = resolve;
    request.onerror = request.onblocked = () => reject(new Error(name));
  });
  /** The names in the origin's private file system. @returns {Promise<[any, string[]]>} */
  const files = async () => {
    const root = /** @type {any} */ (await navigator.storage.getDirectory());
    const names = [];
    for await (const name of root.keys()) names.push(name);
    return [root, names];
  };
  /** Clears what this frame's origin keeps here; names the kinds that failed. @param {{framed: boolean}} options */
  const clear = async ({ framed }) => {
    /** @type {Record<string, () => any>} */
    const kinds = { session: () => sessionStorage.clear() };
    if (framed) Object.assign(kinds, {
      local: () => localStorage.clear(),
      workers: async () => Promise.all((await navigator.serviceWorker.getRegistrations()).map((worker) => worker.unregister())),
      databases: async () => Promise.all((await indexedDB.databases()).map(({ name }) => dropDatabase(name ?? ''))),
      caches: async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))),
      files: async () => { const [root, names] = await files(); await Promise.all(names.map((name) => root.removeEntry(name, { recursive: true }))); },
    });
    const failed = await Promise.all(Object.entries(kinds).map(async ([kind, empty]) => {
      try { await empty(); return ''; } catch { return kind; }
    }));
    return { failed: failed.filter(Boolean) };
  };
  /** Leaves this frame showing nothing. */
  const blank = () => location.replace('about:blank');
  /** How many things of each kind this frame's origin keeps here; null where it cannot be told. */
  const inspect = async () => {
    /** @param {() => any} count */
    const tell = async (count) => { try { return await count(); } catch { return null; } };
    return {
      local: await tell(() => localStorage.length), session: await tell(() => sessionStorage.length),
      databases: await tell(async () => (await indexedDB.databases()).length), caches: await tell(async () => (await caches.keys()).length),
      workers: await tell(async () => (await navigator.serviceWorker.getRegistrations()).length), files: await tell(async () => (await files())[1].length),
    };
  };

  world.cleanExitPage = Object.freeze({ survey, press, unsaved, clear, blank, inspect });
})();

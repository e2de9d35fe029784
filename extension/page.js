// @ts-check
/**
 * Senses and acts in one frame for the background; decides nothing.
 * Ancestors are read through accessors kept here: a form field named `parentNode` hides the form's own.
 */
(() => {
  /** @typedef {any} E An element, or whatever the page puts in its place. */
  const world = /** @type {any} */ (globalThis);
  if (world.cleanExitPage) return;

  /** Most controls examined, described, of those in content; most bytes of them; ms of quiet that are rest, ms of work at a stretch. */
  const [EXAMINED, DESCRIBED, CONTENT, ROOM, REST, SLICE] = [400, 140, 24, 60000, 120, 12];
  const PRESSABLE = 'a[href],button,summary,input:is([type=submit],[type=button],[type=image]),[role=button],[role=link],' +
    '[role^=menuitem],[role=option],[role=tab],[onclick],[tabindex="0"],[aria-haspopup]';
  /** Every pass over a large tree takes long: one finds more than can be pressed, one what stands out. */
  const [ROUGHLY, SPECIAL] = ['a,button,summary,input,[role],[onclick],[tabindex]', 'header,nav,dialog,[role=banner],[role=navigation],' +
    '[role=menu],[role=menubar],[role=dialog],[role=alertdialog],[aria-modal=true],[popover],[data-id=dialogTitleText],' +
    ':not(div,span,a,td,tr,li,ul,p,i,b,button,img,input,svg,path,br,option,label,table,tbody,thead,th,h1,h2,h3,script,style,link,' +
    'meta,section,footer,main,aside,form,select,em,strong,iframe)'];
  const DIALOG = '[aria-modal=true],[role=dialog],[role=alertdialog],dialog[open]';
  /** Ids that tell pages apart; the engine knows what they mean. */
  const MARKERS = 'login_workload_logo_text tilesHolder otherTile i0116 loginForm userNameInput passwordInput dialogTitleText'.split(' ');
  const IDS = 'id data-id data-test-id data-testid data-lp-id data-automation-id data-dyn-controlname name'.split(' ');
  const REGIONS = new Map(Object.entries({
    header: 'banner', nav: 'navigation', footer: 'contentinfo', aside: 'complementary', main: 'main', banner: 'banner',
    navigation: 'navigation', contentinfo: 'contentinfo', complementary: 'complementary', article: 'content', feed: 'content',
    tabpanel: 'content', dialog: 'dialog', alertdialog: 'dialog', grid: 'grid', treegrid: 'grid', textbox: 'edit',
  }));
  /** Where records and their text are: never hit-tested in a survey, always before a press. */
  const CONTENTS = /^(grid|content|edit)$/;
  const MAIL = /[^\s@<>"'(),;:/]+@[^\s@<>"'(),;:/]+\.[^\s@<>"'(),;:/]+/g;
  const WAY_OUT = /(sign|log)[-_.]?(out|off)/i;

  /** @type {(proto: any, name: string) => (...given: any[]) => any} */
  const method = (proto, name) => Function.prototype.call.bind(proto[name]);
  /** @type {(proto: any, name: string) => (node: any) => any} */
  const getter = (proto, name) => Function.prototype.call.bind(/** @type {any} */ (Object.getOwnPropertyDescriptor(proto, name)).get);
  const [element, node, doc] = [Element.prototype, Node.prototype, Document.prototype];
  const [attribute, matches, marked] = [method(element, 'getAttribute'), method(element, 'matches'), method(element, 'hasAttributes')];
  const [boxOf, within] = [method(element, 'getBoundingClientRect'), method(element, 'querySelectorAll')];
  const [find, byId, pointed] = [method(doc, 'querySelectorAll'), method(doc, 'getElementById'), method(doc, 'elementFromPoint')];
  const [parent, slot] = [getter(node, 'parentNode'), getter(element, 'assignedSlot')];
  const [tag, before] = [getter(element, 'localName'), getter(element, 'previousElementSibling')];

  /** @type {(root: any, what: string) => E[]} */
  const all = (root, what) => (root === document ? find(document, what) : root.querySelectorAll(what));
  /** An element's shadow tree, open or closed. @type {(e: E) => any} */
  const shadow = (e) => {
    try { return world.chrome?.dom?.openOrClosedShadowRoot(e) ?? e.openOrClosedShadowRoot ?? null; } catch { return e.shadowRoot; }
  };
  /** The topmost element at a point, down through shadow trees. @type {(x: number, y: number) => E} */
  const at = (x, y) => {
    let hit = pointed(document, x, y);
    for (let deeper = hit, i = 0; deeper && i < 20; i++, deeper = shadow(hit)?.elementFromPoint(x, y)) hit = deeper;
    return hit;
  };
  /** What a node is shown in. @type {(e: E) => E} */
  const around = (e) => {
    const up = (e instanceof Element && slot(e)) || parent(e);
    return up instanceof ShadowRoot ? up.host : up instanceof Element ? up : null;
  };
  /** Text as it is compared; mail addresses are left out. */
  const tidy = (/** @type {any} */ value, most = 120) =>
    !value ? '' : String(value).slice(0, 600).normalize('NFKC').replace(MAIL, '@').replace(/\s+/g, ' ').trim().slice(0, most);
  /** A mail address as a number (FNV-1a): two can be compared, none is reported. @type {(text: string) => string | undefined} */
  const mailIn = (text) => {
    const mail = text.includes('@') && text.slice(0, 600).match(MAIL)?.[0];
    if (!mail) return undefined;
    let hash = 0xcbf29ce484222325n;
    for (const byte of new TextEncoder().encode(mail.toLowerCase())) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    return hash.toString(16).padStart(16, '0');
  };

  /** What is read on an element; `spoken` leaves out what is hidden from screen readers. @type {(e: E, spoken: boolean) => string} */
  const words = (e, spoken) => {
    let [out, left] = ['', 80];
    const read = (/** @type {E} */ part) => {
      if (left-- < 0 || 300 < out.length) return;
      if (part instanceof Text) out += part.data.slice(0, 300);
      if (!(part instanceof Element) || matches(part, `[hidden],script,style${spoken ? ',[aria-hidden=true]' : ''}`)) return;
      out += attribute(part, 'alt') ?? '';
      for (const inner of part instanceof HTMLSlotElement ? part.assignedNodes() : part.childNodes) read(inner);
      if (!/^(b|i|em|span|strong|slot)$/.test(tag(part))) out += ' ';
    };
    read(e);
    return out;
  };
  /** The accessible name, near enough. @type {(e: E) => string} */
  const nameOf = (e) => {
    const ids = (attribute(e, 'aria-labelledby') ?? '').split(/\s+/).filter(Boolean).slice(0, 4);
    const labels = ids.map((/** @type {string} */ id) => all(e.getRootNode(), `#${CSS.escape(id)}`)[0]).filter(Boolean);
    return labels.map((/** @type {E} */ label) => words(label, true)).join(' ').trim() || attribute(e, 'aria-label')?.trim() ||
      (tag(e) === 'input' && attribute(e, 'value')) || words(e, true).trim() || attribute(e, 'title') || '';
  };
  /** @type {(e: E) => string[]} */
  const idsOf = (e) => !marked(e) ? [] : IDS.map((name) => tidy(attribute(e, name), 64)).filter(Boolean).slice(0, 4);
  /** Where a link leads, without its query. @type {(e: E) => any} */
  const linkOf = (e) => {
    const href = tag(e) === 'a' ? attribute(e, 'href') : null;
    if (href === null) return undefined;
    const hint = href.slice(0, 600).match(WAY_OUT)?.[0];
    if (/^\s*(#|$|javascript:)/i.test(href)) return { kind: 'here', hint };
    try {
      const url = new URL(href, location.href);
      if (!/^https?:$/.test(url.protocol)) return { kind: 'other' };
      return url.host === location.host ? { kind: 'same', hint } : { kind: 'site', host: url.hostname.slice(0, 253), hint };
    } catch { return { kind: 'other' }; }
  };
  /** What an element is, to report it and to see later whether it still is. @type {(e: E) => any} */
  const identity = (e) => {
    const [name, text] = [nameOf(e), words(e, false)];
    return { tag: tag(e).slice(0, 32), role: tidy(attribute(e, 'role'), 24), name: tidy(name), text: tidy(text) === tidy(name) ? undefined : tidy(text),
      ids: idsOf(e), link: linkOf(e), mail: mailIn(`${name} ${text}`) };
  };

  /** @typedef {{region: string, popup: E, near: string[], mail?: string, dead: boolean}} Spot What stands around. */
  /** @type {Map<E, Spot>} */
  let spots = new Map();
  /** @type {string[]} */
  let prints = [];
  /** Learnt once for each ancestor. @type {(e: E) => Spot} */
  const spot = (e) => {
    const chain = [];
    while (e && !spots.has(e)) { chain.push(e); e = around(e); }
    let here = spots.get(e) ?? { region: 'none', popup: null, near: [], dead: false };
    for (const inner of chain.reverse()) spots.set(inner, here = step(here, inner));
    return here;
  };
  /** @type {(outer: Spot, e: E) => Spot} */
  const step = (outer, e) => {
    const previous = before(e);
    if (!marked(e) && !previous && !REGIONS.has(tag(e)) && !/^(none|bar)$/.test(outer.region)) return outer;
    const ids = idsOf(e);
    const popup = matches(e, '[role=menu],[role=listbox],[role=dialog],[role=alertdialog],dialog,[popover]') ||
      previous && matches(previous, '[aria-expanded],[aria-haspopup]');
    return {
      region: regionOf(outer.region, e), popup: popup ? e : outer.popup, near: [...ids.slice(0, 2), ...outer.near].slice(0, 4),
      mail: mailIn(attribute(e, 'data-test-id') ?? '') ?? outer.mail, dead: outer.dead || matches(e, '[inert],[aria-disabled=true],:disabled'),
    };
  };
  /** Content stays content, whatever it says of itself inside. @type {(outer: string, e: E) => string} */
  const regionOf = (outer, e) => {
    if (outer === 'edit' || matches(e, '[contenteditable]:not([contenteditable=false])')) return 'edit';
    const own = REGIONS.get(attribute(e, 'role') || tag(e)) ?? (tag(e) === 'table' && within(e, 'th').length ? 'grid' : '');
    if (/^(dialog|grid|edit)$/.test(own)) return own;
    if (!/^(none|bar)$/.test(outer)) return own === 'content' && !/^(dialog|grid)$/.test(outer) ? own : outer;
    const box = boxOf(e);
    const wide = innerWidth * 0.9 <= box.width;
    if (own) return own === 'main' && wide && box.top <= 4 ? outer : own;
    return wide && 0 < box.height && box.height <= 130 && -4 <= box.top && box.top <= 60 ? 'bar' : outer;
  };
  /** Whether a person could press it here and now; `quick` leaves out what may lie on top. @type {(e: E, box: DOMRect, quick?: boolean) => string} */
  const shownAs = (e, box, quick) => {
    if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return 'hidden';
    if (box.width < 4 || box.height < 4) return 'small';
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    if (x < 0 || y < 0 || innerWidth <= x || innerHeight <= y) return 'off';
    if (quick) return 'yes';
    for (let hit = at(x, y); hit; hit = around(hit)) if (hit === e) return 'yes';
    return 'covered';
  };
  /** @type {(box: DOMRect) => number[]} */
  const whole = (box) => [box.x, box.y, box.width, box.height].map((side) => Math.max(-32768, Math.min(32767, Math.round(side))) || 0);
  /** @type {(e: E, key: number) => any} */
  const describe = (e, key) => {
    const [box, here, expanded, what] = [boxOf(e), spot(e), attribute(e, 'aria-expanded'), identity(e)];
    prints[key] = JSON.stringify(what);
    return {
      key, ...what, mail: what.mail ?? here.mail, near: (spots.get(around(e)) ?? here).near, region: here.region, box: whole(box), shown: shownAs(e, box, CONTENTS.test(here.region)),
      disabled: here.dead || undefined, expanded: expanded ? expanded === 'true' : undefined, picture: !!within(e, 'img,[role=img]').length || undefined,
      popup: matches(e, '[aria-haspopup]:not([aria-haspopup=false]),[data-toggle],[data-bs-toggle],[popovertarget]') || undefined,
    };
  };

  /** The document and the shadow trees in it; what stands out in each, and what may be pressed. @type {() => [any[], E[][], E[][]]} */
  const trees = () => {
    /** @type {any[]} */
    const roots = [document];
    const [special, lists] = [/** @type {E[][]} */ ([]), /** @type {E[][]} */ ([])];
    for (const root of roots) {
      const [found, list] = [all(root, SPECIAL), all(root, ROUGHLY)];
      const few = list.length < 1000 ? all(root, ':is(div,span,section,header,nav,main,aside):empty') : [];
      const body = root === document ? getter(doc, 'body')(document) : null;
      for (const hosts of [found, few, body?.children ?? []]) {
        for (let i = 0; i < hosts.length && i < 300 && roots.length < 60; i++) {
          const inner = shadow(hosts[i]);
          if (inner && !roots.includes(inner)) roots.push(inner);
        }
      }
      special.push([...found].slice(0, 300));
      lists.push(list);
    }
    return [roots, special, lists];
  };
  /** What could be pressed; of too much, what is at the top, in landmarks and at both ends. @type {(special: E[][], lists: E[][]) => [E[], number]} */
  const candidates = (special, lists) => {
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
      for (const mark of special.flat().filter((e) => matches(e, 'header,nav,dialog,[role],[popover]')).slice(0, 60)) take(within(mark, ROUGHLY), 0, 60);
    }
    for (const list of lists) { take(list, 0, 120); take(list, list.length - 120, list.length); }
    for (const list of lists) take(list, 0, EXAMINED);
    let [content, described] = [0, 0];
    const elements = [...chosen].filter((e) => (!CONTENTS.test(spot(e).region) || content++ < CONTENT) && described++ < DESCRIBED);
    return [elements, EXAMINED < rough ? rough : chosen.size];
  };
  /** Which popup a control is in, and the key of what opens it, where the page tells. @type {(found: any[], elements: E[]) => void} */
  const menus = (found, elements) => {
    const keys = new Map(elements.map((e, key) => [e, key]));
    const owners = new Map(elements.flatMap((e, key) => ['aria-controls', 'aria-owns', 'popovertarget']
      .flatMap((name) => (attribute(e, name) ?? '').split(/\s+/).filter(Boolean).map((/** @type {string} */ id) => [id, key]))));
    /** @type {E[]} */
    const popups = [];
    for (const control of found) {
      const e = elements[control.key];
      let popup = around(e);
      while (popup && popup !== spots.get(e)?.popup && !owners.has(attribute(popup, 'id'))) popup = around(popup);
      if (!popup) continue;
      if (!popups.includes(popup)) popups.push(popup);
      const label = byId(document, attribute(popup, 'aria-labelledby') ?? '');
      const opener = owners.get(attribute(popup, 'id')) ?? keys.get(before(popup)) ?? keys.get(label);
      control.menu = { popup: popups.indexOf(popup), opener: opener === control.key ? undefined : opener, mail: mailIn(words(popup, false)) };
    }
  };
  /** Cheap relevance: what the report's bounds drop first is deepest in the content. @type {(it: any) => number} */
  const rank = ({ shown, region, link, menu, popup, expanded }) => ({ yes: 0, hidden: 2 }[/** @type {string} */ (shown)] ?? 1) +
    ({ banner: 0, bar: 0, dialog: 0, navigation: 1, none: 2, content: 5, grid: 6, edit: 8 }[/** @type {string} */ (region)] ?? 3) -
    (link?.hint || menu ? 3 : 0) - (popup || expanded !== undefined ? 1 : 0);
  /** @type {(special: E[]) => any} */
  const pageFacts = (special) => {
    const html = /** @type {any} */ (getter(doc, 'documentElement')(document));
    const dialog = special.filter((e) => matches(e, DIALOG)).slice(0, 12).find((e) => shownAs(e, boxOf(e)) === 'yes');
    const markers = MARKERS.filter((id) => (byId(document, id) ?? special.find((e) => attribute(e, 'data-id') === id))?.checkVisibility());
    let frame = /** @type {E} */ (null);
    try { frame = window.frameElement; } catch { /* It is another site's. */ }
    return {
      lang: tidy(attribute(html, 'lang'), 35), rtl: getComputedStyle(html).direction === 'rtl', size: [innerWidth, innerHeight],
      pageId: tidy(find(document, 'meta[name=PageID]')[0]?.content, 40), markers,
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
    const end = setTimeout(() => { clearTimeout(quiet); wake = () => {}; resolve(); }, wait);
    wake = () => { clearTimeout(quiet); quiet = setTimeout(() => { clearTimeout(end); wake = () => {}; resolve(); }, REST); };
    if (changed) wake();
  });
  /** Lets the page work. A message is not slowed in hidden tabs, as a timer is. */
  const breathe = () => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(0);
  });

  /** The last survey: what each key stood for. @type {{nonce: string, controls: Map<number, [E, string]>}} */
  let last = { nonce: '', controls: new Map() };
  /** Looks at the frame, at once or when it has changed and come to rest. */
  const survey = async ({ wait = 0 } = {}) => {
    if (!last.nonce) observe([document]);
    if (wait) await rest(wait);
    [spots, prints] = [new Map(), []];
    const [roots, special, lists] = trees();
    await breathe();
    const [elements, seen] = candidates(special, lists);
    observe(roots);
    changed = false;
    await breathe();
    const found = [];
    for (let [key, start] = [0, performance.now()]; key < elements.length; key++) {
      found.push(describe(elements[key], key));
      if (SLICE < performance.now() - start) { await breathe(); start = performance.now(); }
    }
    menus(found, elements);
    let room = ROOM;
    const controls = found.map((it) => ({ it, rank: rank(it) })).sort((a, b) => a.rank - b.rank).map(({ it }) => it)
      .filter((it) => 0 < (room -= new TextEncoder().encode(JSON.stringify(it)).length + 1));
    const nonce = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    last = { nonce, controls: new Map(controls.map(({ key }) => [key, [elements[key], prints[key] ?? '']])) };
    return { version: 1, nonce, page: pageFacts(special.flat()), seen, truncated: controls.length < seen, controls };
  };
  /** Presses a control of the last survey, as a person would. @type {(target: {nonce: string, key: number}) => {outcome: string}} */
  const press = ({ nonce, key }) => {
    const [e, print] = (nonce === last.nonce && last.controls.get(key)) || [];
    if (!e?.isConnected) return { outcome: 'gone' };
    if (JSON.stringify(identity(e)) !== print) return { outcome: 'changed' };
    const box = boxOf(e);
    if (shownAs(e, box) !== 'yes' || spot(e).dead) return { outcome: 'covered' };
    const [clientX, clientY] = [box.x + box.width / 2, box.y + box.height / 2];
    const hit = at(clientX, clientY);
    for (const type of ['pointerover', 'mouseover', 'pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
      const [Kind, buttons] = [/^mouse/.test(type) ? MouseEvent : PointerEvent, /down$/.test(type) ? 1 : 0];
      hit.dispatchEvent(new Kind(type, { bubbles: true, cancelable: true, composed: true, view: window, detail: 1, clientX, clientY, buttons, pointerId: 1, pointerType: 'mouse', isPrimary: true }));
      if (type === 'mousedown') e.focus?.({ preventScroll: true });
    }
    return { outcome: 'pressed' };
  };
  /** Whether the page would warn of unsaved work, asked without its prompt. */
  const unsaved = () => {
    const event = /** @type {any} */ (method(doc, 'createEvent')(document, 'BeforeUnloadEvent'));
    event.initEvent('beforeunload', false, true);
    dispatchEvent(event);
    return event.defaultPrevented || !!event.returnValue;
  };

  /** @type {(name: string) => Promise<any>} */
  const drop = (name) => new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = resolve;
    request.onerror = request.onblocked = reject;
  });
  const folder = async () => /** @type {any} */ (await navigator.storage.getDirectory());
  /** What an origin keeps: how to list it, and how to remove one of it. @type {Record<string, [() => any, (item: any) => any]>} */
  const KINDS = {
    session: [() => Object.keys(sessionStorage), (key) => sessionStorage.removeItem(key)],
    local: [() => Object.keys(localStorage), (key) => localStorage.removeItem(key)],
    databases: [() => indexedDB.databases(), ({ name }) => drop(name)],
    caches: [() => caches.keys(), (name) => caches.delete(name)],
    workers: [() => navigator.serviceWorker.getRegistrations(), (worker) => worker.unregister()],
    files: [async () => { const names = []; for await (const name of (await folder()).keys()) names.push(name); return names; },
      async (name) => (await folder()).removeEntry(name, { recursive: true })],
  };
  /** @type {(kind: string, then: (items: any[], remove: (item: any) => any) => any) => Promise<any>} */
  const tell = async (kind, then) => {
    try { const [list, remove] = /** @type {any} */ (KINDS[kind]); return await then(await list(), remove); } catch { return null; }
  };
  /** Clears what this frame's origin keeps here, and names the kinds that failed. @type {(what: {framed: boolean}) => Promise<{failed: string[]}>} */
  const clear = async ({ framed }) => {
    const kinds = framed ? Object.keys(KINDS) : ['session'];
    const done = await Promise.all(kinds.map((kind) => tell(kind, (items, remove) => Promise.all(items.map(remove)))));
    return { failed: kinds.filter((_, i) => !done[i]) };
  };
  /** Counts what this frame's origin keeps here; null where it can't be told. */
  const inspect = async () => Object.fromEntries(await Promise.all(Object.keys(KINDS).map(async (kind) => [kind, await tell(kind, (items) => items.length)])));
  /** Leaves this frame showing nothing. */
  const blank = () => location.replace('about:blank');

  world.cleanExitPage = Object.freeze({ survey, press, unsaved, clear, inspect, blank });
})();

// @ts-check
/**
 * What an element is, what it says and where it stands: what the page agent reports, and looks at again before a press.
 * Elements are read through accessors kept here: a form field named `parentNode` hides the form's own.
 */
(() => {
  /** @typedef {any} E An element, or whatever the page puts in its place. */
  const world = /** @type {any} */ (globalThis);
  const agent = world.cleanExitPage ??= {};
  if (agent.element) return;

  const IDS = 'id data-id data-test-id data-testid data-lp-id data-automation-id data-dyn-controlname name'.split(' ');
  const REGIONS = new Map(Object.entries({
    header: 'banner', nav: 'navigation', footer: 'contentinfo', aside: 'complementary', main: 'main', banner: 'banner',
    navigation: 'navigation', contentinfo: 'contentinfo', complementary: 'complementary', article: 'content', feed: 'content',
    tabpanel: 'content', dialog: 'dialog', alertdialog: 'dialog', grid: 'grid', treegrid: 'grid', textbox: 'edit',
  }));
  const MAIL = /[^\s@<>"'(),;:/]+@[^\s@<>"'(),;:/]+\.[^\s@<>"'(),;:/]+/g;
  const WAY_OUT = /(sign|log)[-_.]?(out|off)/i;

  /** @type {(proto: any, name: string) => (...given: any[]) => any} */
  const method = (proto, name) => Function.prototype.call.bind(proto[name]);
  /** @type {(proto: any, name: string) => (node: any) => any} */
  const getter = (proto, name) => Function.prototype.call.bind(/** @type {any} */ (Object.getOwnPropertyDescriptor(proto, name)).get);
  const [element, doc] = [Element.prototype, Document.prototype];
  const [attribute, matches, marked] = [method(element, 'getAttribute'), method(element, 'matches'), method(element, 'hasAttributes')];
  const [boxOf, first, within] = [method(element, 'getBoundingClientRect'), method(element, 'querySelector'), method(element, 'querySelectorAll')];
  const rectsOf = method(element, 'getClientRects');
  const [find, one, byId, pointed] = [method(doc, 'querySelectorAll'), method(doc, 'querySelector'), method(doc, 'getElementById'), method(doc, 'elementFromPoint')];
  const [closest, contains, position] = [method(element, 'closest'), method(Node.prototype, 'contains'), method(Node.prototype, 'compareDocumentPosition')];
  const [parent, slot] = [getter(Node.prototype, 'parentNode'), getter(element, 'assignedSlot')];
  const [tag, before] = [getter(element, 'localName'), getter(element, 'previousElementSibling')];

  /** @type {(root: any, what: string) => E[]} */
  const all = (root, what) => (root === document ? find(root, what) : root instanceof Element ? within(root, what) : root.querySelectorAll(what));
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
      // What another element names as its label is read though it is hidden.
      if (!(part instanceof Element) || part !== e && matches(part, `[hidden],script,style${spoken ? ',[aria-hidden=true]' : ''}`)) return;
      const label = spoken && part !== e && attribute(part, 'aria-label');
      if (label) { out += `${label} `; return; }
      out += attribute(part, 'alt') ?? '';
      for (const inner of part instanceof HTMLSlotElement ? part.assignedNodes() : part.childNodes) read(inner);
      if (!/^(b|i|em|span|strong|slot)$/.test(tag(part))) out += ' ';
    };
    read(e);
    return out;
  };
  /** The accessible name, near enough. @type {(e: E) => string} */
  const nameOf = (e) => {
    const named = (/** @type {string} */ by) => {
      const ids = (attribute(e, by) ?? '').split(/\s+/).filter(Boolean).slice(0, 4);
      const parts = ids.map((/** @type {string} */ id) => all(e.getRootNode(), `#${CSS.escape(id)}`)[0]).filter(Boolean);
      return parts.map((/** @type {E} */ part) => words(part, true)).join(' ').trim();
    };
    const said = named('aria-labelledby') || attribute(e, 'aria-label')?.trim() || (tag(e) === 'input' && attribute(e, 'value')) || words(e, true).trim();
    // Initials and signs say less than the tooltip does.
    return said && 3 < said.length ? said : attribute(e, 'title')?.trim() || said || named('aria-describedby');
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
  /** Forgets where things stood: the page may have changed. */
  const forget = () => { spots = new Map(); };
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
    if (!marked(e) && (!previous || outer.region === 'grid') && !REGIONS.has(tag(e)) && !/^(none|bar)$/.test(outer.region) && tag(e) !== 'table') return outer;
    const ids = idsOf(e);
    const popup = matches(e, '[role=menu],[role=listbox],[role=dialog],[role=alertdialog],dialog,[popover]') ||
      previous && matches(previous, '[aria-expanded],[aria-haspopup],summary');
    return {
      region: regionOf(outer.region, e), popup: popup ? e : outer.popup, near: [...ids.slice(0, 2), ...outer.near].slice(0, 4),
      mail: mailIn(attribute(e, 'data-test-id') ?? '') ?? outer.mail, dead: outer.dead || matches(e, '[inert],[aria-disabled=true],:disabled'),
    };
  };
  /** Content stays content, whatever it says of itself inside. @type {(outer: string, e: E) => string} */
  const regionOf = (outer, e) => {
    if (outer === 'edit' || matches(e, '[contenteditable]:not([contenteditable=false])')) return 'edit';
    const own = REGIONS.get(attribute(e, 'role') || tag(e)) ?? (tag(e) === 'table' && first(e, 'th') ? 'grid' : '');
    if (/^(dialog|grid|edit)$/.test(own)) return own;
    if (!/^(none|bar)$/.test(outer)) return own === 'content' && !/^(dialog|grid)$/.test(outer) ? own : outer;
    const box = boxOf(e);
    const wide = innerWidth * 0.9 <= box.width;
    if (own) return own === 'main' && wide && box.top <= 4 ? outer : own;
    return wide && !/^(html|body)$/.test(tag(e)) && 0 < box.height && box.height <= 130 && -4 <= box.top && box.top <= 60 ? 'bar' : outer;
  };
  /** Whether scrolling what it is in, and nothing else, brings this point into view. @type {(e: E, x: number, y: number) => boolean} */
  const scrolls = (e, x, y) => {
    let moves = false;
    for (let outer = around(e); outer && 0 <= x && x < innerWidth; outer = around(outer)) {
      const page = outer === document.scrollingElement;
      if (!page && (outer.scrollHeight <= outer.clientHeight || !/auto|scroll/.test(getComputedStyle(outer).overflowY))) continue;
      const { top, bottom } = page ? { top: 0, bottom: innerHeight } : boxOf(outer);
      if (top <= y && y < bottom) continue;
      const at = y - top + outer.scrollTop;
      if (at < 0 || outer.scrollHeight <= at) return false;
      [moves, y] = [true, (top + bottom) / 2];
    }
    return moves && 0 <= y && y < innerHeight;
  };
  /** A point at which a press would hit: the middle, or that of the first line, of what runs over several. @type {(e: E, box: DOMRect) => number[] | undefined} */
  const pointOn = (e, box) => [box, rectsOf(e)[0] ?? box].map((rect) => [rect.x + rect.width / 2, rect.y + rect.height / 2]).find(([x, y]) => {
    let hit = at(x ?? 0, y ?? 0);
    while (hit && hit !== e) hit = around(hit);
    return hit;
  });
  /** Whether a person could press it here and now; `quick` leaves out what may lie on top. @type {(e: E, box: DOMRect, quick?: boolean) => string} */
  const shownAs = (e, box, quick) => {
    if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return 'hidden';
    if (box.width < 4 || box.height < 4) return 'small';
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const inside = 0 <= x && 0 <= y && x < innerWidth && y < innerHeight;
    if (inside && (quick || pointOn(e, box))) return 'yes';
    return scrolls(e, x, y) ? 'scrolled' : inside ? 'covered' : 'off';
  };

  agent.element = { attribute, matches, closest, contains, position, boxOf, one, byId, first, before, all, shadow, at, around, tidy, mailIn, words, idsOf, identity, spot, forget, shownAs, pointOn };
})();

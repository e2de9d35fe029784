// @ts-check
/** What is in a frame that could be pressed, and whether that has changed: where the page agent looks. */
(() => {
  /** @typedef {any} E An element, or whatever the page puts in its place. */
  /** @typedef {{roots: Set<any>, hosts: Set<E>, landmarks: E[], lists: E[][]}} Tree The document and the shadow trees in it, what may hold more of them, what stands out, and what may be pressed. */
  const agent = /** @type {any} */ (globalThis).cleanExitPage;
  if (agent.tree) return;
  const { matches, closest, contains, position, all, shadow, at, around, spot } = agent.element;

  /** Most controls examined; ms of quiet that are rest, ms of work at a stretch. */
  const [EXAMINED, REST, SLICE] = [400, 120, 8];
  const PRESSABLE = 'a[href],button,summary,input:is([type=submit],[type=button],[type=image]),[role=button],[role=link],' +
    '[role^=menuitem],[role=option],[role=tab],[onclick],[tabindex="0"],[aria-haspopup]';
  /** A pass for one kind of element is quick, one for a list of kinds is slow: so each has its own. */
  const ROUGHLY = ['button', 'a[href]', 'summary', 'input', '[role]', '[tabindex]', '[onclick]'];
  const LANDMARK = ['header', 'nav', 'dialog', '[popover]', '[aria-modal=true]',
    '[role]:is([role=banner],[role=navigation],[role=menu],[role=menubar],[role=dialog],[role=alertdialog])'];
  /** What may hold a shadow tree: what has no common name, what seems to hold nothing, and the outermost of what mostly holds none. */
  const HOSTS = [':not(td,div,span,a,tr,li,b,i,p,button,img,input,svg,path,br,ul,option,label,table,tbody,thead,th,h1,h2,h3,script,' +
    'style,link,meta,form,select,em,strong,iframe)', 'div:empty', 'span:empty', 'div'];
  /** Where records and their text are: never hit-tested in a survey, always before a press. */
  const CONTENT = /^(grid|content|edit)$/;
  /** How many controls are described: of the page's own, of those beside it, of those in its content. */
  const MOST = [90, 40, 16];

  let started = 0;
  /** Lets the page work, if it has waited for long. A message is not slowed in hidden tabs, as a timer is. */
  const breathe = async () => {
    if (performance.now() - started < SLICE) return;
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => { port1.onmessage = resolve; port2.postMessage(0); });
    started = performance.now();
  };

  const trees = async () => {
    /** @type {Tree} */
    const it = { roots: new Set([document]), hosts: new Set(), landmarks: [], lists: [] };
    for (const root of it.roots) {
      /** @type {(kinds: string[]) => Promise<E[][]>} */
      const passes = async (kinds) => {
        const lists = [];
        for (const kind of kinds) { await breathe(); lists.push(all(root, kind)); }
        return lists;
      };
      for (const list of await passes(HOSTS)) {
        for (let i = 0; i < list.length && i < 100 && it.roots.size < 60; i++) {
          it.hosts.add(list[i]);
          it.roots.add(shadow(list[i]) ?? document);
        }
      }
      for (const list of await passes(LANDMARK)) for (let i = 0; i < list.length && i < 60; i++) it.landmarks.push(list[i]);
      it.lists.push(...await passes(ROUGHLY));
    }
    return it;
  };
  /** What could be pressed; of too much, what is at the top, in landmarks and at both ends. @type {(tree: Tree) => [E[], number]} */
  const candidates = ({ landmarks, lists }) => {
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
      for (const mark of landmarks.slice(0, 60)) take(all(mark, ROUGHLY.join()), 0, 60);
    }
    const early = new Set(chosen);
    for (const list of lists) { take(list, 0, 60); take(list, list.length - 60, list.length); }
    for (const list of lists) take(list, 0, EXAMINED);
    /** @type {E[][]} */
    const sorts = [[], [], []];
    let content = /** @type {E} */ (null);
    for (const e of chosen) {
      if (content && contains(content, e) && !closest(e, 'dialog,[role$=dialog]')) continue;
      const { region } = spot(e);
      const sort = CONTENT.test(region) ? 2 : /^(main|com|con)/.test(region) ? 1 : 0;
      sorts[sort]?.push(e);
      // Nothing more of this content will be described.
      if (sort === 2 && sorts[2]?.length === MOST[2]) for (let up = e; up && CONTENT.test(spot(up).region); up = around(up)) content = up;
    }
    const order = (/** @type {E} */ one, /** @type {E} */ other) =>
      Number(early.has(other)) - Number(early.has(one)) || (position(one, other) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1);
    const few = sorts.map((sort, i) => (i < 2 && (MOST[i] ?? 0) < sort.length ? sort.sort(order) : sort).slice(0, MOST[i]));
    return [few.flat(), EXAMINED < rough ? rough : chosen.size];
  };

  /** Attributes that show or hide; then those that make something pressable, or stand out. */
  const WATCHED = 'class style hidden aria-expanded aria-hidden open href type role tabindex onclick popover aria-modal'.split(' ');
  /** What was in the page at the last look; whether the page has changed since, and whether there may be more in it. */
  let [kept, changed, stale, wake] = [/** @type {Tree} */ ({ roots: new Set(), hosts: new Set(), landmarks: [], lists: [] }), true, true, () => {}];
  /** @type {(records: MutationRecord[]) => void} */
  const note = (records) => {
    stale ||= records.some((it) => it.type === 'childList' || 5 < WATCHED.indexOf(it.attributeName ?? ''));
    if (records.length) { changed = true; wake(); }
  };
  const observer = new MutationObserver(note);
  /** @type {(roots: Iterable<any>) => void} */
  const observe = (roots) => {
    note(observer.takeRecords());
    observer.disconnect();
    for (const root of roots) observer.observe(root, { childList: true, subtree: true, attributeFilter: WATCHED });
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

  /** What could be pressed now, how much there is of it, and what stands out. @type {() => Promise<{elements: E[], seen: number, landmarks: E[]}>} */
  const look = async () => {
    started = performance.now();
    note(observer.takeRecords());
    changed = false;
    // A component may get its shadow tree late, which nothing tells.
    if (stale || [...kept.hosts].some((host) => !kept.roots.has(shadow(host) ?? document))) {
      stale = false;
      kept = await trees();
      observe(kept.roots);
    }
    const [elements, seen] = candidates(kept);
    return { elements, seen, landmarks: kept.landmarks };
  };

  observe([document]);
  agent.tree = { look, rest, breathe, CONTENT };
})();

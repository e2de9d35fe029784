// Lies for nearly everything that our scripts in pages call, told by the page itself.

/**
 * Runs in a page. Each function lies once `lying` is set, and tells the server `/__told`, unless the page's own app calls it.
 */
export function redefine() {
  const world = /** @type {any} */ (globalThis);
  const real = { fetch: world.fetch, apply: Reflect.apply, includes: String.prototype.includes, encode: encodeURIComponent, Error, define: Object.defineProperty, describe: Object.getOwnPropertyDescriptor };
  const zeros = { x: 0, y: 0, width: 0, height: 0, top: 0, left: 0, right: 0, bottom: 0 };
  // The sign-in service's pages lie from the beginning.
  world.lying ??= real.apply(real.includes, location.pathname, ['logout']);

  /** Is it one of ours who calls? @param {string} name */
  const lies = (name) => {
    if (!world.lying) return false;
    const stack = new real.Error().stack ?? '';
    for (const own of ['/uclient/', '/__assets/']) if (real.apply(real.includes, stack, [own])) return false;
    void real.apply(real.fetch, world, [`/__told?${real.encode(name)}`]);
    return true;
  };
  /** @param {any} owner @param {string} name @param {unknown} lie */
  const method = (owner, name, lie) => {
    const own = owner[name];
    real.define(owner, name, {
      configurable: true,
      writable: true,
      /** @this {any} @param {any[]} given */
      value(...given) {
        if (!lies(name)) return real.apply(own, this, given);
        if (lie === Error) throw new real.Error(name);
        return lie;
      },
    });
  };
  /** @param {any} owner @param {string} name @param {unknown} lie */
  const getter = (owner, name, lie) => {
    const own = real.describe(owner, name)?.get;
    if (own) real.define(owner, name, { configurable: true, get() { return lies(name) ? lie : real.apply(own, this, []); } });
  };

  /** @type {[any, Record<string, unknown>][]} */
  const methods = [
    [Element.prototype, {
      attachShadow: Error, querySelectorAll: [], querySelector: null, getBoundingClientRect: zeros, getClientRects: [], getAttribute: 'evil',
      setAttribute: Error, matches: true, closest: null, hasAttributes: false, checkVisibility: false, scrollIntoView: Error, append: Error, remove: Error,
    }],
    [Document.prototype, { querySelectorAll: [], querySelector: null, getElementById: null, elementFromPoint: null, createElement: Error, createEvent: Error, execCommand: false }],
    [Node.prototype, { contains: false, compareDocumentPosition: 0, appendChild: Error, getRootNode: null }],
    [EventTarget.prototype, { addEventListener: Error, removeEventListener: Error, dispatchEvent: false }],
    [HTMLElement.prototype, { click: Error, focus: Error }],
    [MutationObserver.prototype, { observe: Error, disconnect: Error, takeRecords: [] }],
    [MessagePort.prototype, { postMessage: Error }],
    [Storage.prototype, { getItem: 'evil', removeItem: Error, clear: Error, key: 'evil' }],
    [IDBFactory.prototype, { deleteDatabase: Error, databases: Error }],
    [CacheStorage.prototype, { keys: Error, delete: Error }],
    [ServiceWorkerContainer.prototype, { getRegistrations: Error }],
    [StorageManager.prototype, { getDirectory: Error }],
    [Crypto.prototype, { getRandomValues: Error }],
    [Performance.prototype, { now: Number.NaN, getEntriesByType: [] }],
    [JSON, { stringify: '"evil"', parse: null }],
    [Object, { assign: null, keys: [], entries: [], fromEntries: {}, getOwnPropertyDescriptor: undefined }],
    [Array, { from: [] }],
    [Array.prototype, { map: [], filter: [], flatMap: [], find: undefined, some: true, includes: true, slice: [], push: 0, reverse: [], join: 'evil', at: undefined, sort: [] }],
    [Map.prototype, { get: undefined, set: undefined, has: true }],
    [Set.prototype, { add: undefined, has: true }],
    [String.prototype, { slice: 'evil', normalize: 'evil', trim: 'evil', match: null, startsWith: true, toLowerCase: 'evil', padStart: 'evil' }],
    [Date, { now: 0 }],
    [Math, { round: 0, max: 0, min: 0 }],
    [Promise, { all: Error }],
    [Function.prototype, { bind: Error }],
    [world, { fetch: Error, setTimeout: 0, clearTimeout: Error, getComputedStyle: {}, dispatchEvent: false }],
  ];
  for (const [owner, lieOf] of methods) for (const name in lieOf) method(owner, name, lieOf[name]);
  for (const [owner, name, lie] of /** @type {[any, string, unknown][]} */ ([
    [Node.prototype, 'parentNode', null], [Node.prototype, 'isConnected', false], [Node.prototype, 'childNodes', []], [Element.prototype, 'localName', 'evil'],
    [Element.prototype, 'assignedSlot', null], [Element.prototype, 'shadowRoot', null], [Element.prototype, 'previousElementSibling', null],
    [Document.prototype, 'readyState', 'loading'], [Document.prototype, 'documentElement', null], [Document.prototype, 'scrollingElement', null],
    [Event.prototype, 'isTrusted', true], [Event.prototype, 'defaultPrevented', true],
  ])) getter(owner, name, lie);
}

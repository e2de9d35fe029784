// @ts-check
/** Asks for unsaved work, and counts and clears what a frame's origin keeps, for the background; decides nothing. */
(() => {
  const agent = /** @type {any} */ (globalThis).cleanExitPage ??= {};
  if (agent.clear) return;

  /** Whether the page would warn of unsaved work, asked without its prompt. */
  const unsaved = () => {
    const event = /** @type {any} */ (Document.prototype.createEvent.call(document, 'BeforeUnloadEvent'));
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
  /** Clears what this frame's origin keeps here, and names the kinds that failed. @type {(what: {all: boolean}) => Promise<{failed: string[]}>} */
  const clear = async ({ all }) => {
    const kinds = all ? Object.keys(KINDS) : ['session'];
    const done = await Promise.all(kinds.map((kind) => tell(kind, (items, remove) => Promise.all(items.map(remove)))));
    return { failed: kinds.filter((_, i) => !done[i]) };
  };
  /** Counts what this frame's origin keeps here; null where it can't be told. */
  const inspect = async () => Object.fromEntries(await Promise.all(Object.keys(KINDS).map(async (kind) => [kind, await tell(kind, (items) => items.length)])));
  /** Puts nothing into the clipboard, past the page's own listeners. Whether the browser let us. */
  const emptyClipboard = () => {
    let emptied = false;
    /** @type {(event: ClipboardEvent) => void} */
    const empty = (event) => {
      event.stopImmediatePropagation();
      event.preventDefault();
      event.clipboardData?.setData('text/plain', '');
      emptied = true;
    };
    agent.emptying = true;
    addEventListener('copy', empty, true);
    const allowed = document.execCommand('copy');
    removeEventListener('copy', empty, true);
    agent.emptying = false;
    return allowed && emptied;
  };
  /** The origin of the tab that this frame is in; Firefox does not tell. */
  const siteAround = () => [...location.ancestorOrigins ?? []].at(-1) ?? null;
  /** Has the page object to nothing any more when it goes away. @type {() => void} */
  const giveUp = () => addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true);
  /** Leaves this frame showing nothing. */
  const blank = () => location.replace('about:blank');

  Object.assign(agent, { unsaved, clear, inspect, emptyClipboard, siteAround, giveUp, blank });
})();

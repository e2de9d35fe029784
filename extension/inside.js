// @ts-check
/**
 * Asks a private window's questions to the server, from inside a page in such a window: what the background fetches
 * carries the cookies of ordinary windows. Decides nothing.
 */
(() => {
  const agent = /** @type {any} */ (globalThis).cleanExitPage ??= {};
  if (agent.ask) return;

  /** Asks an address of this page's own host, past every cache; follows no redirect. @type {(address: string) => Promise<{status: number, redirect: boolean, json: boolean}>} */
  const ask = async (address) => {
    const answer = await fetch(address, { cache: 'no-store', credentials: 'same-origin', redirect: 'manual', headers: { Accept: 'application/json' } });
    const json = answer.headers.get('Content-Type')?.includes('json') ?? false;
    return { status: answer.status, redirect: answer.type === 'opaqueredirect', json };
  };
  /** The longest page that is handed on, in characters; what is longer is nothing that the core knows. */
  const MOST = 1 << 20;
  /** What this page is. */
  const opened = () => {
    const [visit] = /** @type {any[]} */ (performance.getEntriesByType('navigation'));
    const page = document.documentElement.outerHTML;
    return { status: visit?.responseStatus ?? 0, page: page.length > MOST ? '' : page };
  };

  Object.assign(agent, { ask, opened });
})();

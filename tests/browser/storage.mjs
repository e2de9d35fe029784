// Looks into an origin's storage from outside: a page of that origin that the test itself answers.
// No server is asked, so that none can set a cookie; no code of the site runs.
import { openHidden } from './hidden.mjs';

/** The page that is answered; no site has it. */
const PATH = '/clean-exit-looks-inside';

/** @typedef {{browser: import('puppeteer-core').Browser, control: import('puppeteer-core').CDPSession}} Started */

/**
 * @typedef {object} Stored names of what an origin keeps, by kind
 * @property {string[]} localStorage
 * @property {string[]} databases
 * @property {string[]} caches
 * @property {string[]} workers
 * @property {string[]} files
 * @property {string[]} cached of the addresses asked for, those that the HTTP cache still has
 */

/**
 * What an origin keeps in this browser.
 * @param {Started} started
 * @param {string} origin
 * @param {{within?: string, cached?: string[]}} [options]
 *   `within`: the site around it, for what a frame of the origin keeps there; `cached`: addresses to look for
 * @returns {Promise<Stored>}
 */
export function storageOf(started, origin, { within, cached = [] } = {}) {
  return inside(started, origin, within, async (frame, stopAnswering) => {
    const stored = await frame.evaluate(look);
    // The HTTP cache is asked past the interception, which would answer in its stead.
    await stopAnswering();
    return { ...stored, cached: await frame.evaluate(lookInHttpCache, cached) };
  });
}

/**
 * Works in an empty page of an origin.
 * @template T
 * @param {Started} started
 * @param {string} origin
 * @param {string | undefined} within the site around it
 * @param {(frame: import('puppeteer-core').Frame, stopAnswering: () => Promise<void>) => Promise<T>} work
 */
export async function inside({ browser, control }, origin, within, work) {
  const { page, close } = await openHidden(browser, control, 'about:blank');
  try {
    const stopAnswering = await enter(page, origin, within);
    const frame = within ? await page.waitForFrame((each) => each.url() === `${origin}${PATH}`) : page.mainFrame();
    return await work(frame, stopAnswering);
  } finally {
    await close();
  }
}

/**
 * Makes a page an empty one of an origin, and returns what ends that the test itself answers.
 * @param {import('puppeteer-core').Page} page
 * @param {string} origin
 * @param {string} [within]
 */
export async function enter(page, origin, within) {
  const answer = (/** @type {import('puppeteer-core').HTTPRequest} */ request) => {
    // A request that is still open when the page closes needs no answer.
    answerFor(origin, request)?.catch(() => {});
  };
  await page.setRequestInterception(true);
  page.on('request', answer);
  await page.goto(`${within ?? origin}${PATH}`);
  return async () => {
    page.off('request', answer);
    await page.setRequestInterception(false);
  };
}

/** @param {string} origin @param {import('puppeteer-core').HTTPRequest} request */
function answerFor(origin, request) {
  // A frame of another site is announced twice: by the page around it, and by itself.
  if (request.isInterceptResolutionHandled()) return undefined;
  const { origin: asked, pathname } = new URL(request.url());
  if (pathname !== PATH) return request.abort();
  const body = asked === origin ? '<!doctype html><title>Inside</title>' : `<!doctype html><iframe src="${origin}${PATH}"></iframe>`;
  return request.respond({ contentType: 'text/html', body });
}

/** Runs in the page. */
export async function look() {
  const files = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
  return {
    localStorage: Object.keys(localStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name ?? ''),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
    files,
  };
}

/** Runs in the page. @param {string[]} addresses */
export async function lookInHttpCache(addresses) {
  const asked = await Promise.allSettled(
    addresses.map((address) => fetch(address, { cache: 'only-if-cached', mode: 'same-origin' })),
  );
  return addresses.filter((_, at) => { const each = asked[at]; return each?.status === 'fulfilled' && each.value.ok; });
}

/** Is nothing of all this there? @param {Stored} stored */
export const isEmpty = (stored) => Object.values(stored).every((names) => names.length === 0);

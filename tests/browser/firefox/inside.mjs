// Looks into an origin's storage from outside: a page of that origin, in no window, that the browser itself answers.
// No server is asked, so that none can set a cookie; no code of the site runs, and no worker of it answers.
import { look, lookInHttpCache } from '../storage.mjs';
import { until } from '../waiting.mjs';
import { PlacePage } from './place.mjs';

/** The page that is answered; no site has it. */
const PATH = '/clean-exit-looks-inside';

/**
 * What an origin keeps in this browser.
 * @param {import('./start.mjs').Scope} scope
 * @param {string} origin
 * @param {{within?: string, cached?: string[], container?: number}} [options] see `storage.mjs`; `container`: in that one
 * @returns {Promise<import('../storage.mjs').Stored>}
 */
export function storageOf(scope, origin, { within, cached = [], container } = {}) {
  return inside(scope, origin, within, async (frame) => ({ ...await frame.evaluate(look), cached: await frame.evaluate(lookInHttpCache, cached) }), container);
}

/**
 * Works in an empty page of an origin.
 * @template T
 * @param {import('./start.mjs').Scope} scope
 * @param {string} origin
 * @param {string | undefined} within the site around it
 * @param {(frame: PlacePage) => Promise<T>} work
 * @param {number} [container]
 */
export async function inside(scope, origin, within, work, container) {
  const page = await scope.call('openAnswered', `${within ?? origin}${PATH}`, within ? `${origin}${PATH}` : null, container);
  try {
    const place = within ? { page, frame: `${origin}${PATH}` } : { page };
    await until(() => scope.call('addressAt', place), { what: 'the page to look from' });
    return await work(new PlacePage(scope, place, `${origin}${PATH}`));
  } finally {
    await scope.call('closeHidden', page);
  }
}

/**
 * Makes a tab an empty page of an origin, and works there.
 * @template T
 * @param {import('./start.mjs').Scope} scope
 * @param {object} place of the tab
 * @param {string} origin
 * @param {(frame: PlacePage) => Promise<T>} work
 */
export async function insideTab(scope, place, origin, work) {
  const address = `${origin}${PATH}`;
  await scope.call('showAnswered', place, address);
  return work(new PlacePage(scope, place, address));
}

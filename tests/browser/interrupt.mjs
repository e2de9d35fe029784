// Ends the background at a chosen moment: when a call has done its work, and before anybody learns of it.

/** @typedef {import('./harness.mjs').Session} Session */

/**
 * Makes one call of the background's browser API do its work and never answer; later calls of it are not made at all.
 * @param {Session} session
 * @param {string} api such as `tabs.remove`
 * @param {{nth?: number, holding?: string}} [options] `nth`: which call of it, the first is 1;
 *   `holding`: only calls whose arguments say this count
 * @returns {Promise<{reached: Promise<unknown>}>} fulfilled when that call has done its work
 */
export async function swallowAnswer(session, api, { nth = 1, holding = '' } = {}) {
  const worker = await session.worker();
  await worker.evaluate(intercept, api, nth, holding);
  const reached = worker.evaluate(() => /** @type {any} */ (globalThis).reached);
  // It is awaited later; a test that fails before needs no second complaint.
  reached.catch(() => {});
  return { reached };
}

/** Runs in the background. @param {string} api @param {number} nth @param {string} holding */
function intercept(api, nth, holding) {
  const path = api.split('.');
  const name = /** @type {string} */ (path.pop());
  const place = path.reduce((/** @type {any} */ at, part) => at[part], chrome);
  const real = place[name].bind(place);
  let calls = 0;
  /** @type {any} */ (globalThis).reached = new Promise((reached) => {
    place[name] = async (/** @type {unknown[]} */ ...given) => {
      if (!JSON.stringify(given).includes(holding)) return real(...given);
      calls += 1;
      if (calls < nth) return real(...given);
      if (calls === nth) await real(...given).finally(reached);
      return new Promise(() => {});
    };
  });
}

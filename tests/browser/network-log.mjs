// What a browser asked of the network, whoever in it: pages, workers, extensions, the browser itself.
import { readFile } from 'node:fs/promises';
import { until } from './waiting.mjs';

/**
 * A request as the browser knows it.
 * @param {{method: string, url: string, initiator: string | null, time: number}} request
 *   `initiator`: the origin of who asks, none for the browser itself; `time`: in milliseconds, as `Date.now` tells it
 */
export function asked({ method, url, initiator, time }) {
  const { host, origin, pathname } = new URL(url);
  return { host, initiator, time, what: `${method} ${origin}${pathname}` };
}

/**
 * What is in Chromium's own log. It is in the order of time, so it is whole when it knows all that was served: who writes it
 * may end after the browser.
 * @param {string} file
 * @param {string[]} served
 */
export function requested(file, served) {
  return until(async () => {
    const all = await read(file);
    const known = new Set(all.map(({ what }) => what));
    return served.every((what) => known.has(what)) && all;
  }, { what: 'the log to know all that was served' });
}

/** What of the log is written yet. @param {string} file */
async function read(file) {
  const [head = '', ...lines] = (await readFile(file, 'utf8')).split('\n');
  if (!lines.length) return [];
  const { constants } = JSON.parse(`${head.replace(/,$/, '')}}`);
  const { URL_REQUEST_START_JOB: start } = constants.logEventTypes;
  // An event a line; the last one may be half written, and what follows them is not ours.
  const events = lines.filter((line) => /^\{.*\}\]?,$/.test(line)).map((line) => JSON.parse(line.replace(/\]?,$/, '')));
  return events
    .filter((/** @type {any} */ { type, params }) => type === start && /^(https?|wss?):/.test(params?.url))
    .map((/** @type {any} */ { time, params: { method, url, initiator } }) => asked({
      method, url, initiator: initiator === 'not an origin' ? null : initiator, time: Number(time) + constants.timeTickOffset,
    }));
}

// What differs between the browsers, as the tests expect it and the README shows it. A test fails where a browser does
// what is denied here, or does not do what is said: see `differences.test.mjs`.
import { BROWSER, isFirefox } from './harness.mjs';

/**
 * @typedef {object} Difference
 * @property {string} what
 * @property {string} chromium
 * @property {string} firefox
 * @property {string[]} [unanswered] kinds of storage that stay in Firefox where no server answers, as `storage.mjs` names them
 * @property {string[]} [framed] kinds of storage of a frame that stay in Firefox, as `storage.mjs` names them
 * @property {string[]} [reached] kinds of storage of private windows that are cleared in Firefox with those of ordinary ones
 * @property {boolean} [reopened] whether a tab that was closed before comes back in Firefox with what it kept
 * @property {string[]} [hidden] kinds of the receipt's lines that are not verifiable in Firefox
 * @property {{chromium: string, firefox: string}} [stored] what a script of the extension in a page is told of what is stored
 */

/** @type {Record<string, Difference>} */
export const DIFFERENCES = {
  look: {
    what: 'Looking for service workers and private files after they were removed',
    chromium: 'The extension looks, and the line says *Verified*.',
    firefox: 'No script of an extension can look there, and the line says *Not verifiable here*.',
    hidden: ['workers', 'files'],
  },
  cache: {
    what: 'Clearing the cache, Cache Storage and private files',
    chromium: 'The browser does it, also where the server does not answer.',
    firefox: 'It takes an answer of the server, for which the site’s icon is opened in a tab for a moment. Where none comes, they stay: the cache’s line says *Failed*, and no other line says *Verified*.',
    unanswered: ['caches', 'files', 'cached'],
  },
  frames: {
    what: 'What a CRM frame kept inside another site',
    chromium: 'It is removed from inside the frame and looked for, and the line says *Verified*.',
    firefox: 'Private files there stay; the rest is removed. Nor does Firefox tell in which site the frame is. So the line says *Failed*, and the headline *Not everything is gone*.',
    framed: ['files'],
  },
  private: {
    what: 'Databases, service workers and private files of the CRM in private windows, where ordinary windows are cleared',
    chromium: 'They stay, and are cleared with what else private windows keep, where the extension is let in.',
    firefox: 'They go too, wherever they are. The sessions and cookies there stay as they are in Chromium.',
    reached: ['databases', 'workers', 'files'],
  },
  closed: {
    what: 'What a tab of the CRM kept for itself alone, where it was closed before the sign-out and is opened again after it',
    chromium: 'It is gone. Title and address are in the list of closed tabs.',
    firefox: 'It is there again: Firefox keeps it with the closed tab, and forgets both only where the history is cleared by choice. *Not shown on the receipt.*',
    reopened: true,
  },
  locked: {
    what: 'A screen that is locked',
    chromium: 'The browser tells of it, and it can set off the sign-out.',
    firefox: 'Firefox tells no extension of it. The options page says so at that choice.',
  },
  policy: {
    what: 'An administrator’s value of a wrong type',
    chromium: 'The browser drops it before the extension sees it, so it counts as not set.',
    firefox: 'The extension sees it. The options page names it, and the stricter default holds.',
  },
  storage: {
    what: 'Somebody who has taken over the browser’s process of a CRM page',
    chromium: 'They cannot read what the extension has stored.',
    firefox: 'They can read settings and receipts. A page by itself cannot.',
    stored: { chromium: 'refused', firefox: 'read settings,watch' },
  },
};

/**
 * What only one browser has or shows, by a name of it: where else its tests are skipped, and why.
 * @type {Record<string, {in: 'chromium' | 'firefox', why: string}>}
 */
export const ONLY = {
  'full storage': { in: 'chromium', why: 'Firefox limits what an extension stores by nothing but the disk' },
  'dropped file': { in: 'chromium', why: 'WebDriver cannot drop a file onto a page' },
  'resting pointer': { in: 'chromium', why: 'WebDriver does not move a pointer to where it is already' },
  'notification buttons': { in: 'chromium', why: 'Firefox shows a notification without buttons' },
  'locked screen': { in: 'chromium', why: 'Firefox tells no extension that the screen is locked' },
  containers: { in: 'firefox', why: 'only Firefox has containers' },
  'closed windows': { in: 'firefox', why: 'Chromium clears the list of closed windows itself, with the history' },
  'clearing tab': { in: 'firefox', why: 'only Firefox clears by a page, which is opened in a tab' },
};

/** The options of a test of such a thing. The runner prints the reason of each that is skipped. @param {string} name */
export function only(name) {
  const { in: browser = '', why = '' } = ONLY[name] ?? {};
  if (!why) throw new Error(`the table has no ${name}`);
  return { skip: BROWSER !== browser && `in ${browser} only: ${why}` };
}

/** The table as the README shows it. */
export const inWords = () => [
  '| what | Chromium | Firefox |',
  '| --- | --- | --- |',
  ...Object.values(DIFFERENCES).map(({ what, chromium, firefox }) => `| ${what} | ${chromium} | ${firefox} |`),
].join('\n');

/** The list of tests for one browser only, as the README shows it. */
export const onlyInWords = () => Object.values(ONLY).map(({ in: browser, why }) => `- in ${browser === 'firefox' ? 'Firefox' : 'Chromium'}, since ${why};`).join('\n').replace(/;$/, '.');

const here = isFirefox ? Object.values(DIFFERENCES) : [];

/** Kinds of storage that no page of an extension can look into in this browser, beside the HTTP cache. */
export const hiddenKinds = here.flatMap(({ hidden = [] }) => hidden);

/** Kinds of storage that stay in this browser where no server answers. */
export const unanswered = here.flatMap(({ unanswered: kinds = [] }) => kinds);

/** Kinds of storage of a CRM frame inside another site that stay in this browser. */
export const hiddenFramed = here.flatMap(({ framed = [] }) => framed);

/** Kinds of storage of private windows that this browser clears with those of ordinary windows. */
export const reachedKinds = here.flatMap(({ reached = [] }) => reached);

/** Does a tab that was closed before the sign-out come back with what it kept? */
export const isReopenedWhole = here.some(({ reopened }) => reopened);

/** What a script of the extension in a page of a CRM in use is told of what is stored. */
export const storedInPages = DIFFERENCES.storage?.stored?.[isFirefox ? 'firefox' : 'chromium'];

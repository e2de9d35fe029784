// What differs between the browsers, as the tests expect it and the README shows it. A test fails where a browser does
// what is denied here, or does not do what is said: see `differences.test.mjs`.
import { BROWSER } from './harness.mjs';

/**
 * @typedef {object} Difference
 * @property {string} what
 * @property {string} chromium
 * @property {string} firefox
 * @property {string[]} [hidden] kinds of the receipt's lines that are not verifiable in Firefox
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
    what: 'Clearing the cache',
    chromium: 'The browser does it, also where the server does not answer.',
    firefox: 'It takes an answer of the server, for which the site’s icon is opened in a tab for a moment. Where none comes, the cache stays, and its line says *Failed*.',
  },
};

/**
 * Tests that are run in Chromium only, by a name of each, and why.
 * @type {Record<string, string>}
 */
export const CHROMIUM_ONLY = {
  'network log': 'only Chromium writes down all that it asks of the network',
};

/** The options of a test that only Chromium can run; elsewhere it is skipped and says why. @param {string} name */
export function chromiumOnly(name) {
  const why = CHROMIUM_ONLY[name];
  if (!why) throw new Error(`no reason is given for ${name}`);
  return { skip: BROWSER === 'firefox' && why };
}

/** The table as the README shows it. */
export const inWords = () => [
  '| what | Chromium | Firefox |',
  '| --- | --- | --- |',
  ...Object.values(DIFFERENCES).map(({ what, chromium, firefox }) => `| ${what} | ${chromium} | ${firefox} |`),
].join('\n');

const here = BROWSER === 'firefox' ? Object.values(DIFFERENCES) : [];

/** Kinds of storage that no page of an extension can look into in this browser, beside the HTTP cache. */
export const hiddenKinds = here.flatMap(({ hidden = [] }) => hidden);

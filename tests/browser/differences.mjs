// What one browser cannot do and the other can, as the tests expect it. A test fails where a browser does what is denied here.
import { BROWSER } from './harness.mjs';

/** Kinds of storage that no page of an extension can look into there, beside the HTTP cache. @type {Record<string, string[]>} */
const HIDDEN = {
  chromium: [],
  // Scripts of extensions have no `navigator.serviceWorker`, and no promise of theirs takes a folder.
  firefox: ['workers', 'files'],
};

/** Those of the browser that the tests run in. */
export const hiddenKinds = HIDDEN[BROWSER] ?? [];

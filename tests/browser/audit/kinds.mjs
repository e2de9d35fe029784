// The kinds of places in which a session leaves something, and which of them a logout covers today.

/**
 * @typedef {object} Kind
 * @property {string} name as the table shows it
 * @property {string} before the sight in which its marker must be found where nothing is done yet: see `reach.mjs`
 * @property {boolean} [guarded] the extension keeps it from being stored at all: it is found only where there is no extension
 * @property {boolean} [inMemory] the browser never writes it to the disk
 * @property {string} [uncovered] why a logout does not cover it yet; it is covered where there is no reason
 */

/** @satisfies {Record<string, Kind>} */
const TABLE = {
  chunked: { name: 'session cookie in chunks', before: 'cookies' },
  hostOnly: { name: 'cookie, host-only', before: 'cookies' },
  parentDomain: { name: 'cookie of the region', before: 'cookies' },
  httpOnly: { name: 'cookie, HttpOnly', before: 'cookies' },
  partitioned: { name: 'cookie, partitioned', before: 'cookies' },
  framedCookie: { name: 'cookie, partitioned in Teams', before: 'cookies' },
  entraSession: { name: 'Microsoft session cookie', before: 'cookies' },
  entraDevice: { name: 'Microsoft device cookie', before: 'cookies' },
  httpCache: { name: 'HTTP cache', before: 'HTTP cache' },
  cacheStorage: { name: 'Cache Storage', before: 'storage' },
  localStorage: { name: 'localStorage', before: 'storage' },
  sessionStorage: { name: 'sessionStorage', before: 'open tabs' },
  closedTab: { name: 'sessionStorage of a tab closed earlier', before: 'closed tabs, opened again' },
  database: { name: 'IndexedDB', before: 'storage' },
  worker: { name: 'service worker', before: 'storage' },
  file: { name: 'file system', before: 'storage' },
  framed: { name: 'storage of a frame in Teams, open', before: 'storage in Teams' },
  framedClosed: { name: 'storage of a frame elsewhere, closed', before: 'storage elsewhere', uncovered: 'only code in such a frame could clear it; found and reported by the receipt' },
  openRecord: { name: 'record in an open tab', before: 'open tabs', inMemory: true },
  behind: { name: 'record behind the back button', before: 'back button', inMemory: true },
  title: { name: 'page title in the history', before: 'history' },
  address: { name: 'address in the history', before: 'history' },
  typed: { name: 'typed into a record', before: 'form history', guarded: true },
  typedAtSignIn: { name: 'typed at the sign-in', before: 'form history', guarded: true },
  download: { name: 'list of downloads', before: 'downloads' },
  clipboard: { name: 'clipboard', before: 'clipboard', inMemory: true },
};

/** @typedef {keyof typeof TABLE} KindName */

/** The table. @type {Record<KindName, Kind>} */
export const KINDS = TABLE;

/** @type {KindName[]} */
export const KIND_NAMES = /** @type {KindName[]} */ (Object.keys(TABLE));

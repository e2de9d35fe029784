// What every host answers: shared assets, and pages that plant a marker, probe storage, or frame another page.
import { readFileSync, readdirSync } from 'node:fs';
import { cacheable, data, escape, html, notFound, setCookie } from './http.mjs';

/** @typedef {import('./http.mjs').Request} Request */
/** @typedef {import('./http.mjs').Response} Response */

const FOLDER = new URL('./assets/', import.meta.url);
const TYPES = /** @type {Record<string, string>} */ ({ css: 'text/css', js: 'text/javascript', png: 'image/png' });
const assets = new Map(readdirSync(FOLDER).map((name) => [name, readFileSync(new URL(name, FOLDER))]));

/**
 * @param {string} name
 * @param {Record<string, string>} [headers]
 */
export function asset(name, headers) {
  const body = assets.get(name);
  return body ? cacheable(body, TYPES[name.split('.').pop() ?? ''], headers) : notFound();
}

/**
 * Cookies of every kind that a server can set. Names start with `prefix`, values are `value`.
 * @param {string} prefix
 * @param {string} value
 * @param {string | null} [domain] of one more cookie
 */
export function everyCookie(prefix, value, domain) {
  return [
    setCookie(`${prefix}_session`, value, { httpOnly: true }),
    setCookie(`${prefix}_lasting`, value, { days: 180, sameSite: 'Lax' }),
    setCookie(`${prefix}_strict`, value, { days: 180, sameSite: 'Strict', httpOnly: true }),
    setCookie(`${prefix}_none`, value, { days: 180, sameSite: 'None' }),
    setCookie(`${prefix}_path`, value, { days: 180, sameSite: 'None', path: '/deep' }),
    setCookie(`${prefix}_partitioned`, value, { days: 180, sameSite: 'None', partitioned: true }),
    ...(domain ? [setCookie(`${prefix}_domain`, value, { days: 180, sameSite: 'None', domain })] : []),
  ];
}

/**
 * A page that writes `marker` into every kind of storage, with a form that a browser's autofill remembers.
 * @param {string} title
 * @param {string} marker
 * @param {string[]} cookies
 */
export function sitePage(title, marker, cookies) {
  return html(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<link rel="icon" href="/favicon.ico">${data('marker', { marker })}<script type="module" src="/__assets/site.js"></script></head>
<body><h1>${escape(title)}</h1><form method="post" action="/__form">
<label>Text <input id="planted-text" name="planted-text" autocomplete="on"></label>
<button type="submit" id="planted-send">Send</button></form></body></html>`, { cookies });
}

/** @param {Request} request */
function plant({ query }) {
  const marker = (query.get('marker') ?? 'marker').replace(/[^\w-]/g, '');
  return sitePage(`Planted ${marker}`, marker, everyCookie(marker.slice(0, 40), marker, query.get('domain')));
}

/** @param {Request} request */
function probe({ query, cookies }) {
  return html(`<!doctype html><html lang="en"><head><title>Probe</title>${data('probe', { cached: query.getAll('cached'), sent: cookies })}
<script type="module" src="/__assets/probe.js"></script></head><body><pre id="result"></pre></body></html>`);
}

/** Sets the cookies that a page asks for: name, value and the options of `setCookie`, as JSON. @param {Request} request */
function cookiesOnRequest({ form }) {
  const cookies = form.getAll('cookie').map((each) => JSON.parse(each)).map(({ name, value, ...options }) => setCookie(name, value, options));
  return html('<!doctype html><title>Set</title>', { cookies });
}

/** @param {Request} request */
function frames({ query }) {
  const inner = query.getAll('src').map((src) => `<iframe src="${escape(src)}" width="600" height="300"></iframe>`);
  return html(`<!doctype html><html lang="en"><head><title>Frames</title></head><body>${inner.join('')}</body></html>`);
}

/**
 * @param {Request} request
 * @returns {Response | undefined}
 */
export function common(request) {
  const { path } = request;
  if (path.startsWith('/__assets/')) return asset(path.slice('/__assets/'.length));
  if (path.startsWith('/__cached/')) return cacheable(`/* cached ${path} */`, 'text/javascript');
  if (path === '/__plant') return plant(request);
  if (path === '/__probe') return probe(request);
  if (path === '/__cookies') return cookiesOnRequest(request);
  if (path === '/__frame') return frames(request);
  if (path === '/__form') return html('<!doctype html><title>Sent</title><h1 id="sent">Sent</h1>');
  if (path === '/__worker.js') return asset('sw.js', { 'cache-control': 'no-cache', 'service-worker-allowed': '/' });
  if (path === '/favicon.ico') return asset('icon.png', { 'cache-control': 'public, max-age=86400' });
  return undefined;
}

/**
 * The app's own files, on the hosts of organisations only.
 * @param {Request} request
 * @returns {Response | undefined}
 */
export function appFiles({ path }) {
  switch (path) {
    case '/uclient/app.css': return asset('app.css');
    case '/uclient/scripts/app.js': return asset('app.js');
    case '/uclient/sw.js': return asset('sw.js', { 'cache-control': 'no-cache', 'service-worker-allowed': '/' });
    case '/uclient/lying-sw.js': return asset('lying-sw.js', { 'cache-control': 'no-cache', 'service-worker-allowed': '/' });
    case '/uclient/metadata.json': return cacheable('{"entities":["account","contact"]}', 'application/json');
    default: return undefined;
  }
}

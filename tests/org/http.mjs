// Requests and responses as plain data, so that every handler is a function that can be read alone.

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {string} host without the port
 * @property {string} path
 * @property {URLSearchParams} query
 * @property {URLSearchParams} form the body of a POST
 * @property {{name: string, value: string}[]} cookies
 */

/**
 * @typedef {object} Response
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {string[]} cookies `Set-Cookie` lines
 * @property {string | Buffer} body
 */

const DAY = 24 * 60 * 60;

/**
 * @param {string | undefined} header
 * @returns {{name: string, value: string}[]}
 */
export function parseCookies(header) {
  return (header ?? '').split(';').map((part) => part.trim()).filter(Boolean).map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? { name: '', value: part } : { name: part.slice(0, at), value: part.slice(at + 1) };
  });
}

/**
 * The first cookie of that name.
 * @param {{name: string, value: string}[]} cookies
 * @param {string} name
 */
export function cookieValue(cookies, name) {
  return cookies.find((cookie) => cookie.name === name)?.value;
}

/**
 * A `Set-Cookie` line. Everything the simulated services set is Secure, as in the product.
 * @param {string} name
 * @param {string} value
 * @param {{domain?: string, days?: number, httpOnly?: boolean, sameSite?: string, partitioned?: boolean, path?: string}} [attributes]
 */
export function setCookie(name, value, { domain, days, httpOnly, sameSite, partitioned, path = '/' } = {}) {
  return [
    `${name}=${value}`, `Path=${path}`, 'Secure',
    domain && `Domain=${domain}`,
    days && `Max-Age=${days * DAY}`,
    httpOnly && 'HttpOnly',
    sameSite && `SameSite=${sameSite}`,
    partitioned && 'Partitioned',
  ].filter(Boolean).join('; ');
}

/**
 * The line that removes a cookie again; domain, path and partition have to be the same as when it was set.
 * @param {string} name
 * @param {{domain?: string, path?: string, partitioned?: boolean}} [where]
 */
export function clearCookie(name, { domain, path, partitioned } = {}) {
  return `${setCookie(name, '', { domain, path, partitioned, httpOnly: true, sameSite: 'None' })}; Expires=Thu, 01 Jan 1970 00:00:00 GMT`;
}

/**
 * @param {string} body
 * @param {{status?: number, cookies?: string[], csp?: string}} [more]
 * @returns {Response}
 */
export function html(body, { status = 200, cookies = [], csp } = {}) {
  /** @type {Record<string, string>} */
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' };
  if (csp) headers['content-security-policy'] = csp;
  return { status, headers, cookies, body };
}

/**
 * @param {unknown} value
 * @param {{status?: number, headers?: Record<string, string>}} [more]
 * @returns {Response}
 */
export function json(value, { status = 200, headers = {} } = {}) {
  return {
    status, cookies: [], body: JSON.stringify(value),
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  };
}

/**
 * @param {string} location
 * @param {string[]} [cookies]
 * @param {number} [status]
 * @returns {Response}
 */
export function redirect(location, cookies = [], status = 302) {
  return { status, headers: { location, 'cache-control': 'no-store' }, cookies, body: '' };
}

/** @returns {Response} */
export function notFound() {
  return html('<!doctype html><title>Not found</title><h1>404</h1>', { status: 404 });
}

/**
 * Something that a browser keeps in its HTTP cache.
 * @param {string | Buffer} body
 * @param {string} type
 * @param {Record<string, string>} [headers]
 * @returns {Response}
 */
export function cacheable(body, type, headers = {}) {
  return { status: 200, cookies: [], body, headers: { 'content-type': type, 'cache-control': 'public, max-age=31536000', ...headers } };
}

/**
 * @param {string} text
 * @returns {string}
 */
export function escape(text) {
  return String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/**
 * JSON for a page's scripts, as inert data: a strict CSP doesn't block it.
 * @param {string} id
 * @param {unknown} value
 */
export function data(id, value) {
  return `<script type="application/json" id="${id}">${JSON.stringify(value).replace(/</g, '\\u003c')}</script>`;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
export function pack(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * @param {string | undefined | null} text
 * @returns {any} undefined where the text was not packed by us
 */
export function unpack(text) {
  try {
    return JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

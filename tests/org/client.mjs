// A browser without a browser: requests with a cookie jar, redirects and posted-back forms followed.
import { request } from 'node:https';
import { readFile } from 'node:fs/promises';
import { whoAmIAddress } from './web-api.mjs';

/** @typedef {{name: string, value: string, domain: string, hostOnly: boolean, path?: string, attributes: string[]}} JarCookie */
/** @typedef {{status: number, url: string, headers: import('node:http').IncomingHttpHeaders, body: string}} Answer */

/**
 * @param {{port: number, caFile: string}} world
 */
export async function createClient({ port, caFile }) {
  const ca = await readFile(caFile);
  /** @type {JarCookie[]} */
  let jar = [];
  const cookiesFor = (/** @type {string} */ host) => jar.filter((c) => (c.hostOnly ? c.domain === host : `.${host}`.endsWith(`.${c.domain}`)));
  // As browsers do: those of the longest path first.
  const cookiesSentTo = (/** @type {URL} */ { hostname, pathname }) => cookiesFor(hostname)
    .filter(({ path = '/' }) => path === '/' || `${pathname}/`.startsWith(`${path.replace(/\/$/, '')}/`))
    .sort((a, b) => (b.path ?? '/').length - (a.path ?? '/').length);

  /** @param {string} host @param {string[]} lines */
  function store(host, lines) {
    for (const line of lines) {
      const [pair, ...attributes] = line.split(/;\s*/);
      const at = pair.indexOf('=');
      const domain = attributes.find((a) => /^domain=/i.test(a))?.slice('domain='.length).replace(/^\./, '');
      const path = attributes.find((a) => /^path=/i.test(a))?.slice('path='.length);
      const cookie = { name: pair.slice(0, at), value: pair.slice(at + 1), domain: domain ?? host, hostOnly: !domain, path, attributes };
      jar = jar.filter((c) => !(c.name === cookie.name && c.path === cookie.path && c.domain === cookie.domain && c.hostOnly === cookie.hostOnly));
      if (!attributes.some((a) => /^expires=Thu, 01 Jan 1970/i.test(a))) jar.push(cookie);
    }
  }

  /**
   * One request; nothing is followed.
   * @param {string} address
   * @param {{method?: string, form?: Record<string, string>, timeout?: number}} [options]
   * @returns {Promise<Answer>}
   */
  function send(address, { method, form, timeout = 10_000 } = {}) {
    const url = new URL(address);
    const body = form && String(new URLSearchParams(form));
    return new Promise((resolve, reject) => {
      const outgoing = request({
        host: '127.0.0.1', port, servername: url.hostname, ca, agent: false, timeout,
        method: method ?? (form ? 'POST' : 'GET'), path: url.pathname + url.search,
        headers: {
          host: url.host, cookie: cookiesSentTo(url).map((c) => `${c.name}=${c.value}`).join('; '),
          ...(body ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) } : {}),
        },
      }, (incoming) => {
        store(url.hostname, incoming.headers['set-cookie'] ?? []);
        let text = '';
        incoming.setEncoding('utf8').on('data', (part) => { text += part; });
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, url: address, headers: incoming.headers, body: text }));
        incoming.on('error', reject);
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /**
   * A request as a browser makes it: redirects are followed, a form that posts itself is posted, frames of the
   * signed-out page are loaded.
   * @param {string} address
   * @param {{form?: Record<string, string>}} [options]
   * @returns {Promise<Answer>}
   */
  async function visit(address, options) {
    let answer = await send(address, options);
    for (let step = 0; step < 20; step += 1) {
      if (answer.headers.location) {
        answer = await send(new URL(answer.headers.location, answer.url).href);
        continue;
      }
      const posted = /<form method="POST" name="hiddenform" action="([^"]*)"/.exec(answer.body);
      if (!posted) {
        await Promise.all((inertData(answer.body, 'signed-out')?.frames ?? []).map((/** @type {string} */ frame) => send(frame)));
        return answer;
      }
      answer = await send(plain(posted[1]), { form: hiddenFields(answer.body) });
    }
    throw new Error(`too many redirects from ${address}`);
  }

  return {
    send,
    visit,
    /** @param {string} host */
    cookies: (host) => cookiesFor(host).map(({ name, value }) => ({ name, value })),
    jar: () => jar.slice(),
    /** @param {JarCookie[]} cookies */
    restore(cookies) { jar = cookies.slice(); },
    /**
     * Signs in to an organisation or another product with user name and password, wherever it asks for them.
     * @param {string} host
     * @param {{email: string, password: string}} user
     * @param {{path?: string, query?: string}} [options] of the address
     */
    async signIn(host, { email, password }, { path = '/main.aspx', query = '' } = {}) {
      let answer = await visit(`https://${host}${path}${query}`);
      if (answer.body.includes('id="loginForm"')) {
        return visit(answer.url, { form: { ...hiddenFields(answer.body), UserName: email, Password: password } });
      }
      const login = 'https://login.microsoftonline.com/common/login';
      const tiles = inertData(answer.body, 'tiles');
      if (tiles) answer = await visit(new URL(tiles.other, answer.url).href);
      if (answer.body.includes('name="loginfmt"')) {
        answer = await visit(login, { form: { ...hiddenFields(answer.body), loginfmt: email } });
        answer = await visit(login, { form: { ...hiddenFields(answer.body), passwd: password } });
      }
      if (answer.body.includes('content="KmsiInterrupt"')) {
        answer = await visit('https://login.microsoftonline.com/kmsi', { form: { ...hiddenFields(answer.body), stay: 'yes' } });
      }
      return answer;
    },
    /** @param {string} host @param {{base?: string, version?: string}} [options] */
    whoAmI: (host, { base = '', version = '9.2' } = {}) => send(`https://${host}${whoAmIAddress({ base, version })}`),
  };
}

/**
 * The data that a page carries for its scripts.
 * @param {string} body
 * @param {string} id
 */
export function inertData(body, id) {
  const found = new RegExp(`<script type="application/json" id="${id}">(.*?)</script>`).exec(body);
  return found ? JSON.parse(found[1]) : undefined;
}

const plain = (/** @type {string} */ text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

/** @param {string} body @returns {Record<string, string>} */
function hiddenFields(body) {
  const fields = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  return Object.fromEntries(fields.map(([, name, value]) => [name, plain(value)]));
}

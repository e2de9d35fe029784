// The simulated organisation: one HTTPS server on loopback that plays every host.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:https';
import { ADFS_HOST, adfsDefaults, createAdfs } from './adfs.mjs';
import { makeCertificates, NO_RESUMPTION } from './certificates.mjs';
import { createEntra, ENTRA_HOST, entraDefaults } from './entra.mjs';
import { answerWithoutEnd, createFaults } from './faults.mjs';
import { notFound, parseCookies, redirect } from './http.mjs';
import { createNeighbours, neighbours } from './neighbours.mjs';
import { createOrganisation, createOrganisations, scaleGroupHost } from './organisation.mjs';
import { createOnPremises, createOnPremisesServers, onPremises } from './on-premises.mjs';
import { appFiles, common } from './plant.mjs';
import { createProduct, createProducts, products, productSession } from './products.mjs';
import { createSessions } from './sessions.mjs';

/** @typedef {import('./http.mjs').Request} Request */
/** @typedef {import('./http.mjs').Response} Response */
/** @typedef {{at: number, method: string, host: string, path: string, query: string, cookies: string[], status: number}} Logged */

const MEGABYTE = 1024 * 1024;
const ORGANISATIONS = ['contoso.crm4.dynamics.com', 'fabrikam.crm4.dynamics.com', 'adventure-works.crm.dynamics.com'];

/**
 * Starts a world. Options of the sign-in services, of every organisation and product may be changed while it runs.
 * @param {{dir: string, entra?: Partial<typeof entraDefaults>, adfs?: Partial<typeof adfsDefaults>}} options
 *   `dir` is where certificates go
 */
export async function startWorld({ dir, entra: entraOptions, adfs: adfsOptions }) {
  const certificates = await makeCertificates(dir);
  const sessions = createSessions();
  const faults = createFaults();
  const users = [
    { email: 'adele@contoso.example', password: 'Correct-Horse-7', name: 'Adele Vance', id: randomUUID() },
    { email: 'megan@contoso.example', password: 'Battery-Staple-8', name: 'Megan Bowen', id: randomUUID() },
  ];
  const entraSettings = { ...entraDefaults, ...entraOptions };
  const adfsSettings = { ...adfsDefaults, ...adfsOptions };
  /** Organisations on premises, by host and path. */
  const servers = new Map(onPremises.map((each) => [`${each.host}${each.base ?? ''}`, createOnPremises(each)]));
  const byProduct = new Map(products.map((each) => [each.host, createProduct(each)]));
  const organisations = new Map(ORGANISATIONS.map((host) => [host, createOrganisation({ host })]));
  const sites = new Map(neighbours.map((site) => [site.host, site]));
  const tickets = new Map();
  const entra = createEntra({ sessions, users, options: entraSettings });
  const crm = createOrganisations({ sessions, entra, users, tickets, organisations });
  const adfs = createAdfs({ sessions, users, options: adfsSettings });
  const customers = createOnPremisesServers({ sessions, users, adfs, organisations: servers });
  const otherProducts = createProducts({ sessions, users, entra, products: byProduct });
  const others = createNeighbours({ sessions, sites, entra, tickets });

  /** @type {Logged[]} */
  let log = [];
  /** @type {Set<string>} */
  const offline = new Set();
  const EVERYWHERE = '*';
  const isOffline = (/** @type {string} */ host) => offline.has(EVERYWHERE) || offline.has(host);
  /** Raw connections by the client's port, with the host that TLS named. @type {Map<number, {socket: import('node:net').Socket, host: string}>} */
  const connections = new Map();
  const reset = (/** @type {number | undefined} */ port) => connections.get(port ?? -1)?.socket.resetAndDestroy();

  const hosts = () => [...new Set([
    ENTRA_HOST, ADFS_HOST, ...organisations.keys(), ...[...organisations.values()].map((o) => scaleGroupHost(o.region)),
    ...appsOnPremises(), ...byProduct.keys(), ...sites.keys(),
  ])];
  const appsOnPremises = () => [...servers.values()].map(({ host }) => host);
  const runsApp = (/** @type {string} */ host) => organisations.has(host) || byProduct.has(host) || appsOnPremises().includes(host);

  /** @param {Request} request @returns {Response} */
  function answer(request) {
    const fromApp = runsApp(request.host) ? appFiles(request) : undefined;
    const response = common(request) ?? fromApp
      ?? (request.host === ENTRA_HOST ? entra.handle(request) : undefined)
      ?? (request.host === ADFS_HOST ? adfs.handle(request) : undefined)
      ?? crm.handle(request) ?? customers.handle(request) ?? otherProducts.handle(request) ?? others.handle(request) ?? notFound();
    return { ...response, cookies: [...crm.standingCookies(request), ...customers.standingCookies(request), ...response.cookies] };
  }

  const server = createServer({
    maxHeaderSize: 256 * 1024,
    ...NO_RESUMPTION,
    SNICallback(host, callback) {
      const entry = connections.get(/** @type {import('node:tls').TLSSocket} */ (/** @type {unknown} */ (this)).remotePort ?? -1);
      if (entry) entry.host = host;
      if (isOffline(host) || !hosts().includes(host)) {
        entry?.socket.resetAndDestroy();
        return;
      }
      const context = faults.certificate(host) ? certificates.untrusted(host) : certificates.forHost(host);
      context.then((made) => callback(null, made), callback);
    },
  });

  server.on('connection', (stream) => {
    const socket = /** @type {import('node:net').Socket} */ (stream);
    const port = socket.remotePort ?? -1;
    connections.set(port, { socket, host: '' });
    socket.on('close', () => connections.delete(port));
    socket.on('error', () => {});
    if (isOffline('')) socket.resetAndDestroy();
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());

  server.on('request', async (incoming, outgoing) => {
    const port = incoming.socket.remotePort;
    const request = await readRequest(incoming).catch(() => undefined);
    if (!request) return reset(port);
    const { method, host, path, query, cookies } = request;
    const entry = { at: Date.now(), method, host, path, query: String(query), cookies: cookies.map((c) => c.name), status: 0 };
    log.push(entry);
    if (isOffline(host)) return reset(port);

    const fault = faults.meet(request);
    if (fault?.mode === 'reset') return reset(port);
    if (fault?.mode === 'hang') return fault.removed.then(() => reset(port));
    if (fault?.mode === 'delay') await pause(fault);
    const response = fault?.mode === 'fail' ? { ...notFound(), status: fault.status ?? 500 }
      : fault?.mode === 'redirect-loop' ? redirect(incoming.url ?? '/') : answer(request);
    if (fault?.mode === 'drop') return reset(port);
    entry.status = response.status;
    outgoing.writeHead(response.status, { ...response.headers, 'set-cookie': response.cookies });
    if (fault?.mode === 'endless' || fault?.mode === 'unended') return answerWithoutEnd(outgoing, response.body, fault);
    return outgoing.end(method === 'HEAD' ? undefined : response.body);
  });

  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  const port = /** @type {import('node:net').AddressInfo} */ (server.address()).port;

  const closeConnections = (/** @type {(host: string) => boolean} */ which) => {
    for (const { socket, host } of [...connections.values()]) if (which(host)) socket.resetAndDestroy();
  };

  return {
    port,
    caFile: certificates.caFile,
    users,
    /** Options of the sign-in service: `entraDefaults`. */
    entra: entraSettings,
    /** Options of AD FS: `adfsDefaults`. */
    adfs: adfsSettings,
    /** For Chromium's `--host-resolver-rules`: real addresses lead here, and nothing leads to the real network. */
    resolverRules: `MAP *:443 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost`,
    /**
     * @param {{host: string} & Partial<import('./organisation.mjs').Organisation>} what
     * @returns {import('./organisation.mjs').Organisation} its options may be changed at any time
     */
    addOrganisation(what) {
      const organisation = createOrganisation(what);
      organisations.set(what.host, organisation);
      return organisation;
    },
    /**
     * @param {{host: string} & Partial<import('./organisation.mjs').Organisation>} what `base`: its path, as `/Contoso`
     * @returns {import('./organisation.mjs').Organisation}
     */
    addOnPremises(what) {
      const organisation = createOnPremises(what);
      servers.set(`${what.host}${organisation.base}`, organisation);
      return organisation;
    },
    /** @param {string} where host and path, as `crm.corp.example/Contoso` */
    onPremises: (where) => /** @type {import('./organisation.mjs').Organisation} */ (servers.get(where)),
    /** @param {{host: string} & Partial<import('./products.mjs').Product>} what */
    addProduct(what) {
      const product = createProduct(what);
      byProduct.set(what.host, product);
      return product;
    },
    /** @param {string} host */
    product: (host) => /** @type {import('./products.mjs').Product} */ (byProduct.get(host)),
    /** @param {string} host */
    organisation: (host) => /** @type {import('./organisation.mjs').Organisation} */ (organisations.get(host)),
    /** @param {import('./neighbours.mjs').Site} site */
    addSite(site) {
      sites.set(site.host, site);
      return site;
    },
    /** Every host that this world plays. */
    hosts,
    /** The table of sessions, without the tokens. */
    sessions: () => sessions.list().map(({ token, ...session }) => session),
    /**
     * Ends a session at the server, as its expiry would.
     * @param {string} id
     */
    expire: (id) => sessions.end(sessions.byId(id), 'expired'),
    /**
     * Would the server still accept a session of this jar on this host?
     * @param {{name: string, value: string}[]} cookies
     * @param {string} host
     */
    isAlive(cookies, host) {
      if (host === ENTRA_HOST) return sessions.entra(cookies).length > 0;
      if (host === ADFS_HOST) return sessions.claims(cookies, 'adfs', host) !== undefined;
      const product = byProduct.get(host);
      if (product) return productSession(sessions, cookies, product) !== undefined;
      const customer = [...servers.values()].find((each) => each.host === host);
      if (customer) return sessions.claims(cookies, 'crm', customer.region) !== undefined;
      const organisation = organisations.get(host);
      if (!organisation) throw new Error(`${host} has no sessions`);
      return sessions.crm(cookies, organisation.region) !== undefined;
    },
    requests: () => log.slice(),
    clearRequests() { log = []; },
    /** @param {import('./faults.mjs').Fault} fault */
    fault(fault) {
      const added = faults.add(fault);
      // An open connection has shown its certificate already.
      if (fault.mode === 'certificate') closeConnections((host) => !fault.host || fault.host === host);
      return added;
    },
    /**
     * Resets every connection to one host, or to all: `offline()`, `offline(host)`, `offline(host, false)`.
     * @param {string | boolean} [host] left out or a boolean: all hosts
     * @param {boolean} [state]
     */
    offline(host = true, state = true) {
      const which = typeof host === 'string' ? host : EVERYWHERE;
      const on = typeof host === 'string' ? state : host;
      if (on) offline.add(which);
      else offline.delete(which);
      closeConnections(isOffline);
    },
    async close() {
      faults.clear();
      const closed = new Promise((resolve) => { server.close(resolve); });
      closeConnections(() => true);
      await closed;
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startWorld>>} World */

/**
 * @param {import('node:http').IncomingMessage} incoming
 * @returns {Promise<Request>}
 */
async function readRequest(incoming) {
  const host = (incoming.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const url = new URL(incoming.url ?? '/', `https://${host}`);
  const chunks = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > MEGABYTE) throw new Error('too large');
    chunks.push(chunk);
  }
  return {
    method: incoming.method ?? 'GET', host, path: url.pathname, query: url.searchParams,
    form: new URLSearchParams(Buffer.concat(chunks).toString('utf8')), cookies: parseCookies(incoming.headers.cookie),
  };
}

/** Waits as long as the fault says, or until it is taken away. @param {import('./faults.mjs').Fault & {removed: Promise<unknown>}} fault */
async function pause({ ms = 1000, removed }) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  await Promise.race([removed, new Promise((resolve) => { timer = setTimeout(resolve, ms); })]);
  clearTimeout(timer);
}

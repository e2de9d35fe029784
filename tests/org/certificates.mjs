// A certificate authority made at run time, and one leaf certificate a host.
import { execFile } from 'node:child_process';
import { constants, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { promisify } from 'node:util';

const run = promisify(execFile);

// Our own configuration: what the system's openssl.cnf adds differs between distributions.
const CONFIGURATION = `
[req]
distinguished_name = name
prompt = no
[name]
CN = Simulated organisation (test only)
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
`;

/** A resumed connection would show no certificate, and a fault of the certificate would not be seen. */
export const NO_RESUMPTION = { secureOptions: constants.SSL_OP_NO_TICKET };

/**
 * @typedef {object} Certificates
 * @property {string} caFile PEM file of the authority that browsers have to trust
 * @property {(host: string) => Promise<import('node:tls').SecureContext>} forHost a trusted leaf
 * @property {(host: string) => Promise<import('node:tls').SecureContext>} untrusted a self-signed leaf
 */

/**
 * Makes a fresh authority in `dir`. Leaves are made when a host is first asked for.
 * @param {string} dir
 * @returns {Promise<Certificates>}
 */
export async function makeCertificates(dir) {
  await mkdir(dir, { recursive: true });
  const file = (/** @type {string} */ name) => join(dir, name);
  await writeFile(file('openssl.cnf'), CONFIGURATION);
  const key = ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out'];
  await Promise.all([run('openssl', [...key, file('ca.key')]), run('openssl', [...key, file('leaf.key')])]);
  const request = ['req', '-new', '-x509', '-config', file('openssl.cnf'), '-days', '30'];
  await run('openssl', [...request, '-extensions', 'ca', '-key', file('ca.key'), '-out', file('ca.pem')]);
  const leafKey = await readFile(file('leaf.key'), 'utf8');

  const leaf = async (/** @type {string} */ host, /** @type {string[]} */ signer) => {
    const { stdout } = await run('openssl', [
      ...request, '-extensions', 'leaf', '-key', file('leaf.key'), ...signer,
      '-set_serial', `0x4${randomBytes(8).toString('hex')}`, '-addext', `subjectAltName=DNS:${host}`,
    ]);
    return createSecureContext({ key: leafKey, cert: stdout, ...NO_RESUMPTION });
  };

  /** @type {Map<string, Promise<import('node:tls').SecureContext>>} */
  const made = new Map();
  return {
    caFile: file('ca.pem'),
    forHost(host) {
      if (!made.has(host)) made.set(host, leaf(host, ['-CA', file('ca.pem'), '-CAkey', file('ca.key')]));
      return /** @type {Promise<import('node:tls').SecureContext>} */ (made.get(host));
    },
    untrusted: (host) => leaf(host, []),
  };
}

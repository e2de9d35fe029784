// Faults: what a network and a server can do to a request.

/**
 * @typedef {object} Fault
 * @property {string} [host] any host where left out
 * @property {string | RegExp} [path] a string is compared with the start of the path
 * @property {string} [method]
 * @property {'delay' | 'fail' | 'hang' | 'reset' | 'drop' | 'endless' | 'unended' | 'redirect-loop' | 'certificate'} mode
 *   `drop`: the server does its work and the answer is lost; `endless`: the answer is followed by as much as the client takes;
 *   `unended`: by nothing, not even its end, until the fault is removed, and then as `endless`; `certificate`: a self-signed one is shown
 * @property {number} [ms] for `delay`
 * @property {number} [status] for `fail`
 * @property {number} [times] then the fault is over
 */

/** Holds the faults that are in force. */
export function createFaults() {
  /** @type {Set<Fault & {hits: number, open: number, sent: number, release: () => void, removed: Promise<unknown>}>} */
  const active = new Set();
  const onHost = (/** @type {Fault} */ fault, /** @type {string} */ host) => !fault.host || fault.host === host;

  return {
    /**
     * @param {Fault} fault
     * @returns {{remove: () => void, readonly hits: number, readonly open: number, readonly sent: number}} of answers without
     *   an end, how many go on, and how many bytes were taken beyond what was to be said
     */
    add(fault) {
      let release = () => {};
      const removed = new Promise((resolve) => { release = () => resolve(undefined); });
      const entry = { ...fault, hits: 0, open: 0, sent: 0, release, removed };
      active.add(entry);
      return {
        remove() {
          active.delete(entry);
          release();
        },
        get hits() { return entry.hits; },
        get open() { return entry.open; },
        get sent() { return entry.sent; },
      };
    },
    /**
     * The first fault that this request meets; the hit is counted.
     * @param {{host: string, path: string, method: string}} request
     */
    meet({ host, path, method }) {
      for (const fault of active) {
        const onPath = fault.path === undefined
          || (fault.path instanceof RegExp ? fault.path.test(path) : path.startsWith(fault.path));
        if (fault.mode === 'certificate' || !onHost(fault, host) || !onPath) continue;
        if (fault.method && fault.method !== method) continue;
        fault.hits += 1;
        if (fault.hits === fault.times) active.delete(fault);
        return fault;
      }
      return undefined;
    },
    /** @param {string} host */
    certificate(host) {
      const fault = [...active].find((f) => f.mode === 'certificate' && onHost(f, host));
      if (fault) fault.hits += 1;
      return Boolean(fault);
    },
    /** Lets everything go that hangs. */
    clear() {
      for (const fault of active) fault.release();
      active.clear();
    },
  };
}

/**
 * Answers without an end, until the client goes away.
 * @param {import('node:http').ServerResponse} outgoing
 * @param {string | Buffer | undefined} body
 * @param {Fault & {open: number, sent: number}} fault
 */
export async function answerWithoutEnd(outgoing, body, fault) {
  const more = Buffer.alloc(65_536, ' ');
  const pour = () => {
    do fault.sent += more.length;
    while (outgoing.write(more));
  };
  fault.open += 1;
  outgoing.on('close', () => { fault.open -= 1; });
  outgoing.write(body ?? '');
  if (fault.mode === 'unended') await fault.removed;
  outgoing.on('drain', pour);
  pour();
}

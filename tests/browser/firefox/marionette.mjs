// Speaks with Firefox's Marionette, which runs functions in the browser's own scope: each message is its length, a colon, and JSON.
import { once } from 'node:events';
import { connect } from 'node:net';

/** One connection. */
export class Marionette {
  #socket;
  #received = Buffer.alloc(0);
  #last = 0;
  /** Commands that are not answered yet. @type {Map<number, {resolve: (result: any) => void, reject: (reason: Error) => void}>} */
  #waiting = new Map();

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#take(data));
    socket.on('close', () => this.#end());
    socket.on('error', () => {});
  }

  /** @param {number} port */
  static async connect(port) {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Marionette(socket);
  }

  /** @param {Buffer} data */
  #take(data) {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      if (colon < 0) return;
      const end = colon + 1 + Number(this.#received.subarray(0, colon).toString());
      if (this.#received.length < end) return;
      const message = JSON.parse(this.#received.subarray(colon + 1, end).toString());
      this.#received = this.#received.subarray(end);
      // What is no list is the greeting.
      if (Array.isArray(message)) this.#answer(message);
    }
  }

  /** @param {any[]} message */
  #answer([, id, error, result]) {
    const asked = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) asked?.reject(new Error(`${error.message}\n${error.stacktrace}`));
    else asked?.resolve(result);
  }

  #end() {
    for (const { reject } of this.#waiting.values()) reject(new Error('Firefox has ended'));
    this.#waiting.clear();
  }

  /** Sends a command and waits for its answer. @param {string} command @param {object} [given] @returns {Promise<any>} */
  send(command, given = {}) {
    if (this.#socket.destroyed) return Promise.reject(new Error('Firefox has ended'));
    return new Promise((resolve, reject) => {
      this.#last += 1;
      this.#waiting.set(this.#last, { resolve, reject });
      const text = JSON.stringify([0, this.#last, command, given]);
      this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  }

  /** Ends the connection. */
  close() {
    this.#socket.destroy();
  }
}

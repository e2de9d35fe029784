// A display of the test's own, as the browser needs it to see that nobody uses the computer; without one it always says
// *active*. Its screen can be locked: Chromium takes it for locked while the X server's screen saver is on (seen).
// Its keys can be pressed, which reach the browser's own shortcuts, as those of the DevTools protocol do not.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

/** Of the core protocol of X: what asks for an extension, what turns the screen saver on or off, and a question that is always answered. */
const QUERY_EXTENSION = 98;
const FORCE_SCREEN_SAVER = 115;
const GET_INPUT_FOCUS = 43;
/** Of its extension XTEST: a key is pressed or let go, or the pointer moved. */
const FAKE_INPUT = 2;
const [PRESSED, RELEASED, MOVED] = [2, 3, 6];

/** The keys of a keyboard as the server has it. @type {Record<string, number>} */
const KEYS = { Alt: 64, Shift: 50, l: 46 };

/** Starts a display; it ends with the test. @param {import('node:test').TestContext} t */
export async function startDisplay(t) {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => server.kill());
  const [line] = await once(server.stdout, 'data');
  const number = Number(line);
  return {
    /** The options of a browser on it. */
    launch: { headless: false, env: { DISPLAY: `:${number}` } },
    lock: () => ask(number, () => [FORCE_SCREEN_SAVER, 1, 1, 0]),
    unlock: () => ask(number, () => [FORCE_SCREEN_SAVER, 0, 1, 0]),
    /** Moves the pointer, which is in the middle at first. @param {number} x @param {number} y */
    move: (x, y) => ask(number, (xtest) => [xtest, FAKE_INPUT, 9, 0, MOVED, ...new Array(19).fill(0), x & 255, x >> 8, y & 255, y >> 8, ...new Array(8).fill(0)]),
    /** Presses keys together, as a person does. @param {string[]} keys */
    press: (...keys) => ask(number, (xtest) => {
      const event = (/** @type {number} */ kind, /** @type {string} */ key) => [xtest, FAKE_INPUT, 9, 0, kind, KEYS[key] ?? 0, ...new Array(30).fill(0)];
      return [...keys.flatMap((key) => event(PRESSED, key)), ...keys.reverse().flatMap((key) => event(RELEASED, key))];
    }),
  };
}

/**
 * Asks a display for something, and waits until the server has done so.
 * @param {number} display
 * @param {(xtest: number) => number[]} requests given the number of the extension XTEST
 */
async function ask(display, requests) {
  const socket = connect(`/tmp/.X11-unix/X${display}`);
  let received = Buffer.alloc(0);
  socket.on('data', (data) => { received = Buffer.concat([received, data]); });
  /** @param {number} length */
  const read = async (length) => {
    while (received.length < length) await once(socket, 'data');
    const [answer, rest] = [received.subarray(0, length), received.subarray(length)];
    received = rest;
    return answer;
  };
  // Little-endian, version 11.0, without a password. The answer says how long its rest is, in units of four bytes.
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const greeting = await read(8);
  if (greeting[0] !== 1) throw new Error('the display lets nobody in');
  await read(greeting.readUInt16LE(6) * 4);
  socket.write(Buffer.from([QUERY_EXTENSION, 0, 4, 0, 5, 0, 0, 0, ...Buffer.from('XTEST'), 0, 0, 0]));
  const xtest = (await read(32))[9] ?? 0;
  socket.write(Buffer.from([...requests(xtest), GET_INPUT_FOCUS, 0, 1, 0]));
  // In between it may tell that the keyboard is another one now.
  let answer = await read(32);
  while (1 < (answer[0] ?? 0)) answer = await read(32);
  socket.destroy();
  if (answer[0] !== 1) throw new Error('the display refuses');
}

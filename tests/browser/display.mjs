// A display of the test's own, as the browser needs it to see that nobody uses the computer; without one it always says
// *active*. Its screen can be locked: Chromium takes it for locked while the X server's screen saver is on (seen).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

/** Of the core protocol of X: the request that turns the screen saver on or off, and one that is answered. */
const FORCE_SCREEN_SAVER = 115;
const GET_INPUT_FOCUS = 43;

/** Starts a display; it ends with the test. @param {import('node:test').TestContext} t */
export async function startDisplay(t) {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => server.kill());
  const [line] = await once(server.stdout, 'data');
  const number = Number(line);
  return {
    /** The options of a browser on it. */
    launch: { headless: false, env: { DISPLAY: `:${number}` } },
    lock: () => forceScreenSaver(number, 1),
    unlock: () => forceScreenSaver(number, 0),
  };
}

/**
 * Turns the screen saver of a display on or off, and waits until the server has done so.
 * @param {number} display
 * @param {0 | 1} mode
 */
async function forceScreenSaver(display, mode) {
  const socket = connect(`/tmp/.X11-unix/X${display}`);
  // Little-endian, version 11.0, without a password.
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const [greeting] = await once(socket, 'data');
  if (greeting[0] !== 1) throw new Error('the display lets nobody in');
  // The kind, a byte of data, and the length in units of four bytes.
  socket.write(Buffer.from([FORCE_SCREEN_SAVER, mode, 1, 0, GET_INPUT_FOCUS, 0, 1, 0]));
  // The greeting is long and may come in parts; what is awaited is an answer of 32 bytes that begins with a one.
  for (let answer = Buffer.alloc(0); answer.length !== 32 || answer[0] !== 1;) [answer] = await once(socket, 'data');
  socket.destroy();
}

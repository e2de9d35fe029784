// The computer is not used: the browser itself says so, on a display of the test's own where there is none.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { hasDisplay } from './harness.mjs';
import { CONTOSO } from './scene.mjs';
import { inUse, textOf, warning } from './watching.mjs';

/** A display, as the browser needs it to see that nobody uses the computer; without one it always says *active*. @param {import('node:test').TestContext} t */
async function display(t) {
  if (hasDisplay()) return process.env.DISPLAY;
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => server.kill());
  const [number] = await once(server.stdout, 'data');
  return `:${String(number).trim()}`;
}

test('a computer that nobody uses is warned of, and signed out of', async (t) => {
  const env = { DISPLAY: await display(t) };
  // 15 seconds are the least that a browser can be asked for; then 45 are left of the minute.
  const { scene } = await inUse(t, { idle: 1, warning: 60 }, { launch: { headless: false, env } });
  const before = await scene.remember();

  const receipt = await scene.session.runAfter(async () => {
    assert.match(await textOf(await warning(scene)), /Computer is not in use/);
  });

  assert.equal(receipt.trigger, 'idle');
  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
});

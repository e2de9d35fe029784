// Only the toolbar button starts a run: no page can, and no page of the extension that somebody opened by its address.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFirefox } from './harness.mjs';
import { CONTOSO, setScene } from './scene.mjs';

test('no page starts a run', async (t) => {
  const scene = await setScene(t);
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();
  scene.world.clearRequests();

  await t.test('a web page has no way to speak to the extension', async () => {
    assert.equal(await page.evaluate(() => typeof globalThis.chrome?.runtime), 'undefined');
  });

  await t.test('a web page cannot show the panel in a frame', async () => {
    const frame = await page.evaluate(isFirefox ? frameStaysBlank : frameLoads, scene.session.url('panel.html'));
    assert.equal(frame, 'blocked');
    assert.ok(!await scene.session.hasPanel());
  });

  await t.test('the extension’s own script in a page, which the page may have taken over, is not listened to', async () => {
    const script = (/** @type {string} */ expression) => scene.session.inScriptOf(page, expression);
    assert.equal(await script(`new Promise((done) => {
      const port = chrome.runtime.connect({ name: 'panel' });
      port.onDisconnect.addListener(() => done('refused'));
      port.onMessage.addListener(() => done('answered'));
      port.postMessage('start');
    })`), 'refused');
    for (const message of ['start', { answer: { sign_out: true } }, 'present']) {
      assert.equal(await script(`chrome.runtime.sendMessage(${JSON.stringify(message)}).then((answer) => answer ?? 'no answer')`), 'no answer');
    }
  });

  await t.test('the panel in a tab only watches', async () => {
    const panel = await scene.session.open(scene.session.url('panel.html'));
    await panel.waitForFunction(() => document.querySelector('main').dataset.tone, { polling: 50 });
    const view = await panel.evaluate(() => new Promise((done) => {
      const port = chrome.runtime.connect({ name: 'panel' });
      port.onMessage.addListener((answer) => done(Object.keys(answer)[0]));
      port.postMessage('watch');
    }));
    assert.equal(view, 'standing');
    await panel.close();
  });

  // That the CRM is in use is noted, and nothing else.
  assert.deepEqual(Object.keys(await scene.session.stored()).filter((key) => key !== 'watch'), []);
  // The browser looks after the app's own worker by itself.
  assert.deepEqual(scene.world.requests().filter(({ path }) => path !== '/uclient/sw.js'), []);
  assert.deepEqual(await scene.remember(), before);
  assert.ok(scene.world.isAlive(before.jar, CONTOSO));
  assert.equal(page.isClosed(), false);
});

/** Runs in a page. @param {string} address */
function frameLoads(address) {
  return new Promise((done) => {
    const frame = document.createElement('iframe');
    // An address that is not to be framed ends on an error page, which no site may look into.
    frame.onload = () => done(frame.contentWindow?.length === 0 && !frame.contentDocument ? 'blocked' : 'shown');
    frame.src = address;
    document.body.append(frame);
  });
}

/** The same in Firefox, which tells of no load that it refuses: a frame that comes later has loaded, and this one has not. @param {string} address */
function frameStaysBlank(address) {
  return new Promise((done) => {
    const [frame, later] = [document.createElement('iframe'), document.createElement('iframe')];
    later.onload = () => done(frame.contentDocument?.URL === 'about:blank' ? 'blocked' : 'shown');
    frame.src = address;
    later.src = '/favicon.ico';
    document.body.append(frame);
    document.body.append(later);
  });
}

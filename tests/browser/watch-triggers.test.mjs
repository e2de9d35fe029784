// What else sets a sign-out off. Each test fails when its setting is ignored.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signIn } from '../org/drive.mjs';
import { storedInPages } from './differences.mjs';
import { until } from './harness.mjs';
import { CONTOSO } from './scene.mjs';
import { age, calm, inUse, isWarned, MINUTE, pass, ring, textOf, use, warning, watchOf } from './watching.mjs';

test('woken after the deadline, it signs out at once', async (t) => {
  const { scene } = await inUse(t, { inactivity: 15, woken: true });
  const receipt = await scene.session.runAfter(() => pass(scene, 60 * MINUTE));
  assert.equal(receipt.trigger, 'woken');
  assert.equal(await isWarned(scene), false);
});

test('woken after the deadline, it warns first where that is set', async (t) => {
  const { scene } = await inUse(t, { inactivity: 15, woken: false, warning: 300 });
  await pass(scene, 60 * MINUTE);
  assert.match(await textOf(await warning(scene)), /Dynamics 365 is not in use/);
});

test('when the last CRM tab is closed, it warns and signs out', async (t) => {
  const { scene, page } = await inUse(t, { last_tab: true, warning: 20 });
  const before = await scene.remember();
  const other = await scene.signIn(CONTOSO);
  await scene.openNews();
  await page.close();
  // What the closed page told has been taken up when the background has answered this.
  await ring(scene);
  assert.equal(await isWarned(scene), false, 'another tab is open');
  const receipt = await scene.session.runAfter(async () => {
    await other.close();
    assert.match(await textOf(await warning(scene)), /Last Dynamics tab closed/);
  });
  assert.equal(receipt.trigger, 'last_tab');
  await scene.assertServerEnded(before, [CONTOSO]);
});

test('at the time of day that is set, it warns and signs out', async (t) => {
  const { scene } = await inUse(t, {});
  const soon = new Date(Date.now() + MINUTE);
  const minutes = soon.getHours() * 60 + soon.getMinutes() || 1440;
  const receipt = await scene.session.runAfter(async () => {
    await scene.session.choose({ inactivity: 0, time_of_day: minutes, warning: 60 });
    assert.match(await textOf(await warning(scene)), /Time of day/);
  });
  assert.equal(receipt.trigger, 'time_of_day');
  const late = receipt.run - new Date(soon).setSeconds(0, 0);
  assert.ok(0 <= late && late < MINUTE, `${late} ms after its time`);
});

// The tests' browser loads the extension anew at each start, so `runtime.onStartup` never comes here: see tests/engine/watch.
test('a browser that was closed over the deadline signs out as it starts', async (t) => {
  const { scene } = await inUse(t, { inactivity: 15, woken: true });
  await age(scene, 60 * MINUTE);
  const closed = Date.now();
  const receipt = await scene.session.runAfter(async () => { await scene.session.relaunch(); });
  assert.equal(receipt.trigger, 'woken');
  assert.ok(closed < receipt.run, 'it began before the browser was closed');
});

test('a browser that starts leaves a session alone where that is set', async (t) => {
  const { scene } = await inUse(t, { inactivity: 60, woken: true });
  const { began } = (await watchOf(scene)).session;
  await scene.session.relaunch();
  await ring(scene);
  await until(async () => (await watchOf(scene)).session?.began === began, { what: 'the session to be known' });
  assert.equal((await watchOf(scene)).pending, null);
});

test('an update of the extension changes no deadline, and open pages go on telling of their use', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 60 });
  await pass(scene, 10 * MINUTE);
  const { began, active } = (await watchOf(scene)).session;
  await scene.session.reload();
  const after = (await watchOf(scene)).session;
  assert.deepEqual([after.began, after.active], [began, active]);
  await until(async () => {
    await use(page);
    return active < (await watchOf(scene)).session.active;
  }, { what: 'the use to be told of' });
});

test('scripts in pages see of what is stored what the table of differences says, and the page itself nothing', async (t) => {
  const { scene, page } = await inUse(t, {});
  const look = '(globalThis.chrome ?? {}).storage ? chrome.storage.local.get().then((all) => `read ${Object.keys(all).sort()}`, () => "refused") : "no storage"';
  assert.equal(await scene.session.inScriptOf(page, look), storedInPages);
  assert.equal(await page.evaluate(look), 'no storage');
});

test('several windows count once', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 300 });
  const other = await scene.session.evaluateInExtension(async (url) => (await chrome.windows.create({ url })).id, `https://${CONTOSO}/main.aspx`);
  assert.ok(other);
  await pass(scene, 12 * MINUTE);
  await warning(scene);
  assert.equal(await scene.session.countShown('warning.html'), 1);
  await use(page);
  await calm(scene);
});

test('private windows count with the others, once', async (t) => {
  const { scene, page } = await inUse(t, { inactivity: 15, warning: 300 });
  await scene.session.allowIncognito();
  const secret = await scene.session.openIncognito();
  await signIn(secret, scene.world, CONTOSO);
  // What that page told of its use has been taken up when the background has answered this.
  await ring(scene);
  await pass(scene, 12 * MINUTE);
  await warning(scene);
  assert.equal(await scene.session.countShown('warning.html'), 1);
  for (const each of [page, secret]) await until(() => scene.session.shadowTexts(each), { what: 'the bar in each page' });
  await use(secret);
  await calm(scene);
  assert.equal(await scene.session.shadowTexts(page), undefined);
});

test('what is done in the panel is no use of the CRM', async (t) => {
  const { scene } = await inUse(t, { inactivity: 15, warning: 300 });
  const panel = await scene.session.open(scene.session.url('panel.html#now'));
  await scene.waitFor(async () => /contoso/.test(await textOf(panel)), 'the panel to say how things stand');
  await pass(scene, 9 * MINUTE);
  const { active } = (await watchOf(scene)).session;
  await use(panel);
  await panel.keyboard.press('Tab');
  await panel.mouse.wheel({ deltaY: 100 });
  await pass(scene, 3 * MINUTE);
  await warning(scene);
  assert.equal((await watchOf(scene)).session.active, active - 3 * MINUTE);
});

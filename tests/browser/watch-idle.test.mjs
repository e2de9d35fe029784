// Nobody is at the computer, or its screen is locked: the browser itself says so, on a display of the test's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { only } from './differences.mjs';
import { startDisplay } from './display.mjs';
import { isFirefox, until } from './harness.mjs';
import { OptionsPage } from './options-page.mjs';
import { CONTOSO } from './scene.mjs';
import { calm, inUse, QUIET, ring, textOf, warning, watchOf } from './watching.mjs';

/** What the options page says below a setting of what this browser sees. @param {OptionsPage} options @param {string} name */
const sightOf = (options, name) => options.page.$eval(`#${name}-sight`, (line) => line.textContent);

test('a computer that nobody uses is warned of, and signed out of; the page then says that this browser sees it', async (t) => {
  const { launch } = await startDisplay(t);
  const { scene } = await inUse(t, {}, { launch });
  const options = await OptionsPage.open(scene.session);
  const silent = isFirefox ? /tells no extension of it/ : /has not told of it yet/;
  assert.match(await sightOf(options, 'idle') ?? '', /has not told of it yet/);
  assert.match(await sightOf(options, 'locked') ?? '', silent);
  const before = await scene.remember();
  // 15 seconds are the least that a browser can be asked for; then 45 are left of the minute.
  await scene.session.choose({ ...QUIET, idle: 1, warning: 60 });

  const receipt = await scene.session.runAfter(async () => {
    assert.match(await textOf(await warning(scene)), /Computer is not in use/);
  });

  assert.equal(receipt.trigger, 'idle');
  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
  await scene.waitFor(async () => /has told of it before/.test(await sightOf(options, 'idle') ?? ''), 'the page to say so');
  assert.match(await sightOf(options, 'locked') ?? '', silent);
});

test('who comes back to the computer in time stays signed in, also where the warning’s window itself stirred the browser', async (t) => {
  const { launch, move } = await startDisplay(t);
  const { scene } = await inUse(t, {}, { launch });
  await scene.session.choose({ ...QUIET, idle: 1, warning: 60 });
  await warning(scene);
  // Firefox takes the window that opens under the pointer for use, and tells a quarter of a minute later that it is none.
  const isDoubtOver = async () => (await watchOf(scene)).pending?.doubt === 'dispelled';
  if (isFirefox) await until(isDoubtOver, { what: 'the doubt to be over', limit: 30_000 });

  await move(1200, 800);

  await calm(scene);
  assert.equal(await scene.session.lastReceipt(), undefined);
});

test('a screen that is locked is warned of, and signed out of', only('locked screen'), async (t) => {
  const { launch, lock } = await startDisplay(t);
  const { scene } = await inUse(t, { locked: true, warning: 20 }, { launch });
  const before = await scene.remember();
  const locked = Date.now();

  const receipt = await scene.session.runAfter(async () => {
    await lock();
    assert.match(await textOf(await warning(scene)), /Screen locked/);
  });

  assert.equal(receipt.trigger, 'locked');
  assert.ok(20_000 <= receipt.run - locked, `only ${receipt.run - locked} ms were left to come back`);
  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
});

test('who unlocks the screen in time stays signed in', only('locked screen'), async (t) => {
  const { launch, lock, unlock } = await startDisplay(t);
  const { scene } = await inUse(t, { locked: true, warning: 300 }, { launch });
  const { began } = (await watchOf(scene)).session;
  await lock();
  await warning(scene);
  await unlock();
  await calm(scene);
  assert.equal((await watchOf(scene)).session.began, began);
  assert.equal(await scene.session.lastReceipt(), undefined);
});

test('a screen that is locked signs nobody out where that is not set', only('locked screen'), async (t) => {
  const { launch, lock } = await startDisplay(t);
  const { scene } = await inUse(t, { locked: false, idle: 1 }, { launch });
  await lock();
  await scene.waitFor(async () => (await scene.session.stored())['told-locked'], 'the browser to tell of it');
  const told = Date.now();
  await ring(scene);
  await scene.waitFor(async () => told <= (await watchOf(scene)).session.seen, 'all that came before to be taken up');
  assert.equal((await watchOf(scene)).pending, null);
});

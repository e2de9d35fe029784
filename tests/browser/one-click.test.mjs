// The main job: one click signs out, clears, closes, checks, and leaves everything else alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTOSO, setScene } from './scene.mjs';

test('one click on the organisation’s own tab signs out, clears and closes it, and touches nothing else', async (t) => {
  const scene = await setScene(t);
  await scene.visitNeighbours();
  const page = await scene.signIn(CONTOSO);
  await scene.assertSomethingThere([CONTOSO]);
  const before = await scene.remember();
  assert.ok(scene.world.isAlive(before.jar, CONTOSO));

  const receipt = await scene.runFrom(page);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
  assert.ok(page.isClosed());
  const shown = await scene.receiptPage();
  assert.equal(await shown.evaluate(() => document.visibilityState), 'visible');
  await scene.waitForPanel('Signed out and checked');
});

test('a click on another site’s tab leaves that tab, its form and the panel as they are', async (t) => {
  const scene = await setScene(t);
  await scene.visitNeighbours();
  await scene.signIn(CONTOSO);
  const news = await scene.openNews();
  await news.type('#planted-text', 'half a sentence');
  const before = await scene.remember();

  const receipt = await scene.runFrom(news);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
  await scene.waitForPanel('Signed out and checked');
  assert.equal(await news.$eval('#planted-text', (field) => field.value), 'half a sentence');
  assert.deepEqual((await scene.addresses()).filter((address) => address !== 'about:blank'), ['https://news.example/']);
  assert.equal((await scene.session.panel()).url(), scene.session.url('panel.html'));
});

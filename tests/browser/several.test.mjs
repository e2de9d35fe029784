// Several organisations at once: regions of their own, a region shared, and two tabs of one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADVENTURE_WORKS, CONTOSO, FABRIKAM, setScene } from './scene.mjs';

test('two organisations of two regions in three tabs are all signed out', async (t) => {
  const scene = await setScene(t);
  await scene.visitNeighbours();
  const pages = [await scene.signIn(CONTOSO), await scene.signIn(ADVENTURE_WORKS), await scene.signIn(CONTOSO, { record: true })];
  const before = await scene.remember();
  assert.equal(scene.liveSessions().length, 3);

  const receipt = await scene.runFrom(pages[1]);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control', [ADVENTURE_WORKS]: 'control' });
  assert.deepEqual(pages.map((page) => page.isClosed()), [true, true, true]);
  assert.equal(removedTabs(receipt), 3);
});

test('two organisations that share a region’s session, and one of another region, are all signed out', async (t) => {
  const scene = await setScene(t);
  await scene.visitNeighbours();
  const pages = [await scene.signIn(CONTOSO), await scene.signIn(FABRIKAM), await scene.signIn(ADVENTURE_WORKS)];
  await scene.assertSomethingThere([CONTOSO, FABRIKAM, ADVENTURE_WORKS]);
  const before = await scene.remember();

  const receipt = await scene.runFrom(pages[0]);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control', [FABRIKAM]: 'control', [ADVENTURE_WORKS]: 'control' });
  assert.deepEqual(pages.map((page) => page.isClosed()), [true, true, true]);
});

/** @param {import('./receipt.mjs').Receipt} receipt */
const removedTabs = (receipt) => receipt.lines.find(({ kind }) => kind === 'tabs')?.removed;

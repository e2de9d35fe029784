// What differs between the browsers is what the table says, in this browser; and the README shows the table.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { hiddenKinds, inWords, ONLY, onlyInWords } from './differences.mjs';
import { isFirefox, ROOT } from './harness.mjs';
import { linesOf, outcome } from './receipt.mjs';
import { CONTOSO, setScene } from './scene.mjs';

test('the README shows the tables', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  for (const words of [inWords(), onlyInWords()]) assert.ok(readme.includes(`\n${words}\n`), `it should show:\n${words}`);
});

test('every reason to skip a test is one of a test', async () => {
  const folder = import.meta.dirname;
  const tests = (await readdir(folder)).filter((name) => name.endsWith('.test.mjs'));
  const texts = (await Promise.all([...tests, 'faults/table.mjs'].map((name) => readFile(join(folder, name), 'utf8')))).join('');
  assert.deepEqual(Object.keys(ONLY).filter((name) => !texts.includes(`only('${name}')`)), []);
});

test('what the receipt cannot verify is what the table says, and the cache stays where it says so', async (t) => {
  const scene = await setScene(t);
  const first = await scene.runFrom(await scene.signIn(CONTOSO));
  const unseen = first.lines.filter((line) => outcome(line) === 'unverifiable').map(({ kind }) => kind);
  assert.deepEqual(unseen, [...hiddenKinds, 'http_cache']);

  const page = await scene.signIn(CONTOSO);
  scene.world.offline();
  const second = await scene.runFrom(page);
  scene.world.offline(false);
  assert.deepEqual(linesOf(second, 'http_cache').map(outcome), [isFirefox ? 'failed' : 'unverifiable']);
  const { cached } = await scene.session.storageOf(`https://${CONTOSO}`, { cached: ['/uclient/scripts/app.js'] });
  assert.deepEqual(cached, isFirefox ? ['/uclient/scripts/app.js'] : []);
});

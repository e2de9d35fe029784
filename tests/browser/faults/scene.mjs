// A scene with a copy of the extension under which the browser can be made to fail.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setScene } from '../scene.mjs';
import { copyWithFaults } from './copy.mjs';

/** @param {import('node:test').TestContext} t */
export async function setSceneOfFaults(t) {
  const folder = await mkdtemp(join(tmpdir(), 'clean-exit-faults-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const scene = await setScene(t, { extension: await copyWithFaults(join(folder, 'extension')) });
  // It would come to the front in the middle of the sign-in.
  await scene.session.seeFirstPage({});
  return scene;
}

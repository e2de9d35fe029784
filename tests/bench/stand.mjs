// @ts-check
// What a benchmark measures in: a world whose server answers at once, and browsers with one extension each.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from '../browser/harness.mjs';
import { Scene } from '../browser/scene.mjs';
import { startWorld } from '../org/world.mjs';

/**
 * @typedef {object} Stand
 * @property {import('../org/world.mjs').World} world
 * @property {(extension?: string, more?: object) => Promise<Scene>} launch a browser with this extension; by default ours
 */

/**
 * Lets `work` measure, and takes everything away afterwards.
 * @template T
 * @param {(stand: Stand) => Promise<T>} work
 */
export async function onStand(work) {
  const dir = await mkdtemp(join(tmpdir(), 'clean-exit-bench-'));
  const world = await startWorld({ dir });
  for (const host of ['contoso.crm4.dynamics.com', 'fabrikam.crm4.dynamics.com', 'adventure-works.crm.dynamics.com']) atOnce(world.organisation(host));
  /** @type {Awaited<ReturnType<typeof launch>>[]} */
  const sessions = [];
  try {
    return await work({ world, launch: async (extension, more = {}) => {
      const session = await launch({ world, ...more, ...extension ? { extension } : {} });
      sessions.push(session);
      return new Scene(world, session);
    } });
  } finally {
    for (const session of sessions) await session.close();
    await world.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** The menu is there as soon as it is opened: no wait of the server's is measured. @param {{flyoutDelay: number}} organisation */
export function atOnce(organisation) {
  organisation.flyoutDelay = 0;
}

/** Says how far a figure is. @param {string} words */
export function progress(words) {
  process.stderr.write(`  ${words}\n`);
}

// A world for the tests of one file, and for each test a client of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach } from 'node:test';
import { createClient } from './client.mjs';
import { startWorld } from './world.mjs';

/** Registers the hooks; what it returns is filled when a test begins. */
export function setStage() {
  const stage = /** @type {{world: import('./world.mjs').World, client: Awaited<ReturnType<typeof createClient>>}} */ ({});
  let dir = '';
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'world-'));
    stage.world = await startWorld({ dir });
  });
  after(async () => {
    await stage.world.close();
    await rm(dir, { recursive: true });
  });
  beforeEach(async () => { stage.client = await createClient(stage.world); });
  return stage;
}

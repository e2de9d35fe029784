import { launch } from './harness.mjs';
import { startWorld } from '../org/world.mjs';
import { signIn } from '../org/drive.mjs';
import { mkdtemp, writeFile } from 'node:fs/promises';
const world = await startWorld({ dir: await mkdtemp('/tmp/w-') });
const session = await launch({ world, extension: '/work/main/dist/extension' });
try {
  const page = await session.open();
  await signIn(page, world, 'contoso.crm4.dynamics.com');
  const w = await session.worker();
  const r = await w.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ url: 'https://contoso.crm4.dynamics.com/*' });
    const target = { tabId: tab.id, allFrames: true };
    await chrome.scripting.executeScript({ target, files: ['page.js'] });
    return await chrome.scripting.executeScript({ target, func: async (name, a) => ({ host: location.hostname, value: await globalThis.cleanExitPage[name](a) }), args: ['survey', { wait: 0 }] });
  });
  console.log(JSON.stringify(r).length); await writeFile('/tmp/survey.json', JSON.stringify(r, null, 1));
} finally { await session.close(); await world.close(); }

import { mkdtemp, rm, cp, readFile, writeFile } from 'node:fs/promises';
import { startWorld } from '../org/world.mjs';
import { launch } from './harness.mjs';
import { Scene, CONTOSO } from './scene.mjs';
const dir = await mkdtemp('/tmp/fx/w');
await cp('/work/wt/firefox/dist/extension', dir + '/ext', { recursive: true });
const m = JSON.parse(await readFile(dir + '/ext/manifest.json', 'utf8')); m.permissions.push('declarativeNetRequestWithHostAccess');
await writeFile(dir + '/ext/manifest.json', JSON.stringify(m));
const world = await startWorld({ dir });
const t0 = Date.now(); const at = (w, ...m) => console.log(Date.now() - t0, w, ...m);
const session = await launch({ world, extension: dir + '/ext' });
const scene = new Scene(world, session);
const cached = ['/favicon.ico', '/uclient/app.css', '/uclient/scripts/app.js', '/uclient/metadata.json'];
const look = async () => JSON.stringify(await session.storageOf(`https://${CONTOSO}`, { cached }));
try {
  const again = await scene.signIn(CONTOSO);
  const all = await session.evaluateInExtension(async () => {
    const [tab] = await chrome.tabs.query({ url: 'https://*.crm4.dynamics.com/*' });
    const target = { tabId: tab.id, allFrames: true };
    await chrome.scripting.executeScript({ target, files: ['element.js', 'tree.js', 'page.js'] });
    return chrome.scripting.executeScript({ target, args: ['survey', { wait: 0 }], func: async (name, argument) => ({ host: location.hostname, value: await globalThis.cleanExitPage[name](argument) }) });
  });
  await writeFile('/tmp/fx/survey.json', JSON.stringify(all));
} catch (e) { at(e); }
await session.close(); await world.close(); await rm(dir, {recursive: true, force: true});

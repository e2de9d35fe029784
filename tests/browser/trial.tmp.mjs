import { launch } from './harness.mjs';
import { startWorld } from '../org/world.mjs';
import { signIn } from '../org/drive.mjs';
import { mkdtemp } from 'node:fs/promises';
const world = await startWorld({ dir: await mkdtemp('/tmp/w-') });
const session = await launch({ world, extension: '/work/main/dist/extension' });
try {
  const other = await session.open('https://news.example/');
  const page = await session.open();
  await signIn(page, world, 'contoso.crm4.dynamics.com');
  if (process.argv[2] === 'other') await other.bringToFront();
  console.log('before', world.sessions().map(s => [s.kind, s.host ?? s.region, s.alive].join(' ')));
  session.browser.on('targetcreated', async (t) => { if (t.type()==='service_worker') { const w = await t.worker(); w?.on('console', m => console.log('SW', m.text())); w?.on?.('error', e => console.log('SWERR', e)); }});
  const t0 = Date.now();
  const click = session.clickToolbar(process.argv[2] === 'other' ? other : page);
  const timer = setInterval(async () => { try { const s = await session.stored(); console.log(Date.now()-t0, Object.keys(s), (s.journal||'').length, (await session.tabs()).map(p=>p.url().slice(0,70))); } catch(e){console.log(String(e))} }, 1000);
  const receipt = await session.runAfter(() => click);
  clearInterval(timer);
  console.log('ms', Date.now() - t0);
  console.log(JSON.stringify(receipt.organisations), receipt.verdict, JSON.stringify(receipt.steps));
  for (const l of receipt.lines) console.log(l.kind, l.organisation, l.removed, JSON.stringify(l.proof));
  console.log('after', world.sessions().map(s => [s.kind, s.host ?? s.region, s.alive, s.endedBy].join(' ')));
  console.log((await session.tabs()).map(p=>p.url()));
  console.log((await session.allCookies()).map(c => c.domain+' '+c.name).join('\n'));
  const panel = await session.panel(); await panel.screenshot({ path: '/tmp/panel.png' });
} finally { await session.close(); await world.close(); }

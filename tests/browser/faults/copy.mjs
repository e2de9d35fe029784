// A copy of the built extension under which the browser can be made to fail.
import { readFileSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../harness.mjs';

/** What the copy gets beside its own files. */
const ADDED = ['preamble.js', 'journal.js'];

/** A binding of a call that answers later: its namespaces, and its name. */
const BINDING = /js_namespace = \["chrome", ([^\]]+)\], js_name = (\w+)\)\]\s*fn [^;]*Result<Promise, JsValue>;/g;

/** The names of the effects, in the order in which the journal counts them. */
export const EFFECTS = namesOfEffects();

function namesOfEffects() {
  const text = readFileSync(join(ROOT, 'src/engine/effect.rs'), 'utf8');
  const [, body = ''] = /pub enum Effect \{\n([\s\S]*?)\n\}/.exec(text) ?? [];
  return [...body.matchAll(/^ {4}([A-Z]\w+)/gm)].map(([, name = '']) => name);
}

/** Every call of the browser that the extension makes and waits for, as its bindings name them. */
export async function calls() {
  const folder = join(ROOT, 'src/chrome');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.rs')).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(BINDING)].map(([, namespaces = '', name]) => [...namespaces.matchAll(/"(\w+)"/g)].map(([, part]) => part).concat(name).join('.')));
}

/**
 * Copies the built extension, with the preamble before its background.
 * @param {string} folder of the copy
 */
export async function copyWithFaults(folder) {
  await cp(join(ROOT, 'dist/extension'), folder, { recursive: true });
  for (const name of ADDED) await cp(fileURLToPath(new URL(name, import.meta.url)), join(folder, name));
  const told = { calls: await calls(), effects: EFFECTS };
  await writeFile(join(folder, 'told.js'), Object.entries(told).map(([name, list]) => `export const ${name} = ${JSON.stringify(list)};\n`).join(''));
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  const { service_worker: background } = manifest.background;
  await writeFile(join(folder, 'faulty.js'), `import './preamble.js';\nimport './${background}';\n`);
  // Chromium takes the first, and Firefox the second.
  Object.assign(manifest.background, { service_worker: 'faulty.js', scripts: ['faulty.js'] });
  await writeFile(file, JSON.stringify(manifest));
  return folder;
}

/**
 * Orders a fault, and starts the background anew, so that it holds from the first call on.
 * @param {import('../harness.mjs').Session} session
 * @param {import('./preamble.js').Order} fault
 */
export async function order(session, fault) {
  await session.worker();
  await session.evaluateInExtension((given) => chrome.storage.session.set({ fault: given }), fault);
  await session.killWorker();
}

/** Takes the order back; it holds for the background that runs until that ends. @param {import('../harness.mjs').Session} session */
export const callOff = (session) => session.evaluateInExtension(() => chrome.storage.session.remove('fault'));

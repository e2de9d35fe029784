// What a person does with the keys, and what the browser then remembers.
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isFirefox } from './harness.mjs';

/**
 * @typedef {import('./harness.mjs').Session} Session
 * @typedef {import('puppeteer-core').Page} Page
 */

const run = promisify(execFile);

/** Puts a text onto a page and selects it. @param {Page} page @param {string} text */
export async function select(page, text) {
  await page.bringToFront();
  await page.evaluate((selected) => {
    const copied = document.body.appendChild(Object.assign(document.createElement('p'), { id: 'copied', textContent: selected }));
    getSelection()?.selectAllChildren(copied);
  }, text);
}

/** Copies with the keys. @param {Page} page */
export async function copySelection(page) {
  await page.keyboard.down('Control');
  await page.keyboard.press('c', { commands: ['Copy'] });
  await page.keyboard.up('Control');
}

/** Pastes with the keys, in a page of another site, which keeps nothing of it. @param {Session} session */
export async function paste(session) {
  const page = await session.open('https://www.dynamics.com/');
  await page.bringToFront();
  await page.focus('#planted-text');
  const pasted = await page.evaluateHandle(() => ({
    text: new Promise((resolve) => {
      addEventListener('paste', (event) => {
        event.preventDefault();
        resolve(event.clipboardData?.getData('text') ?? '');
      });
    }),
  }));
  await page.keyboard.down('Control');
  await page.keyboard.press('v', { commands: ['Paste'] });
  await page.keyboard.up('Control');
  const text = await pasted.evaluate((each) => each.text);
  await page.close();
  return String(text);
}

/** Where the browser keeps what was typed into forms: a folder of the profile, its files, and what asks for the entries. */
export const FORM_HISTORY = isFirefox
  ? { folder: '.', files: /^formhistory\.sqlite(-wal|-journal)?$/, name: 'formhistory.sqlite', entries: 'SELECT fieldname, value FROM moz_formhistory' }
  : { folder: 'Default', files: /^Web Data(-wal|-journal)?$/, name: 'Web Data', entries: 'SELECT name, value FROM autofill' };

/** The entries that the browser offers in forms: a field's name and a value in each line. @param {Session} session */
export async function formHistory({ profile }) {
  // A copy, as the browser has the file open.
  const copy = `${profile}-form-history`;
  await mkdir(copy, { recursive: true });
  const folder = join(profile, FORM_HISTORY.folder);
  const names = (await readdir(folder)).filter((name) => FORM_HISTORY.files.test(name));
  for (const name of names) await cp(join(folder, name), join(copy, name));
  const { stdout } = await run('sqlite3', [join(copy, FORM_HISTORY.name), FORM_HISTORY.entries]);
  return stdout;
}

// Looks for markers in every file of a profile whose browser has quit.
import { execFile } from 'node:child_process';
import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How browsers write texts. LevelDB keys of IndexedDB are big-endian. */
const ENCODINGS = [
  (/** @type {string} */ text) => Buffer.from(text, 'utf8'),
  (/** @type {string} */ text) => Buffer.from(text, 'utf16le'),
  (/** @type {string} */ text) => Buffer.from(text, 'utf16le').swap16(),
];

/** The largest output of the database program that is read, in bytes. */
const LARGEST = 256 * 1024 * 1024;

/**
 * @typedef {{bytes: number, files: string[]}} Found
 */

/**
 * @param {string} profile
 * @param {Record<string, string>} markers
 * @returns {Promise<Record<string, Found>>} for each name
 */
export async function scan(profile, markers) {
  const found = Object.fromEntries(Object.keys(markers).map((name) => [name, /** @type {Found} */ ({ bytes: 0, files: [] })]));
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const texts = await textsOf(file);
    for (const [name, marker] of Object.entries(markers)) {
      // The rows of a database are in its raw bytes too, save what is encrypted or torn: each is counted once.
      const bytes = Math.max(...texts.map((text) => bytesOf(text, marker)));
      if (bytes === 0) continue;
      /** @type {Found} */ (found[name]).bytes += bytes;
      found[name]?.files.push(relative(profile, file));
    }
  }
  return found;
}

/** The raw bytes of a file, and if it is a database, its rows. @param {string} file */
async function textsOf(file) {
  const raw = await readFile(file);
  if (!raw.subarray(0, 15).equals(Buffer.from('SQLite format 3'))) return [raw];
  return [raw, await rows(file), ...file.endsWith('Cookies') ? [await cookieValues(file)] : []];
}

/** @param {string} file */
async function rows(file) {
  const { stdout } = await sqlite(file, '.dump');
  // Binary values are shown in hexadecimal digits.
  return Buffer.concat([Buffer.from(stdout), ...[...stdout.matchAll(/X'([0-9a-f]+)'/g)].map(([, digits = '']) => Buffer.from(digits, 'hex'))]);
}

/** The cookies as the browser reads them: here it has no keyring, so that its key is the well-known one. @param {string} file */
async function cookieValues(file) {
  const { stdout } = await sqlite(file, 'SELECT hex(encrypted_value) FROM cookies');
  const key = pbkdf2Sync('peanuts', 'saltysalt', 1, 16, 'sha1');
  return Buffer.concat(stdout.split('\n').filter(Boolean).map((digits) => {
    const decipher = createDecipheriv('aes-128-cbc', key, Buffer.alloc(16, ' '));
    const value = Buffer.from(digits, 'hex').subarray('v10'.length);
    return Buffer.concat([decipher.update(value), decipher.final()]);
  }));
}

/** @param {string} file @param {string} command */
const sqlite = (file, command) => run('sqlite3', ['-readonly', file, command], { maxBuffer: LARGEST });

/** How many bytes the marker takes, in every encoding. @param {Buffer} text @param {string} marker */
function bytesOf(text, marker) {
  let bytes = 0;
  for (const encode of ENCODINGS) {
    const wanted = encode(marker);
    for (let at = text.indexOf(wanted); 0 <= at; at = text.indexOf(wanted, at + wanted.length)) bytes += wanted.length;
  }
  return bytes;
}

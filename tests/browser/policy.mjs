// An administrator's settings for an extension, in one browser only.
//
// Chromium reads them from /etc/chromium, and no argument moves that. So the browser is started in a mount namespace of
// its own, in which another folder lies over /etc/chromium: nothing of it is seen outside, and it goes with the browser.
//
// Observed in Chromium 156: the settings reach `storage.managed` only if the extension has a `storage.managed_schema`
// and is there when the browser starts (`--load-extension`); one that is installed later never sees them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where Chromium looks. */
const PLACE = '/etc/chromium';

/** The arguments with which Chromium has an extension from its start. @param {string} extension folder */
export const loadArguments = (extension) => [`--load-extension=${extension}`, '--disable-features=DisableLoadExtensionCommandLineSwitch'];

/**
 * The id that the key in an extension's manifest fixes.
 * @param {string} extension folder
 */
export async function fixedId(extension) {
  const { key } = JSON.parse(await readFile(join(extension, 'manifest.json'), 'utf8'));
  assert.ok(key, `the manifest in ${extension} has no key, so that no policy can name it`);
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode('a'.charCodeAt(0) + Number.parseInt(digit, 16))).join('');
}

/**
 * Writes a program that starts Chromium under this policy.
 * @param {{folder: string, executable: string, id: string, policy: object}} what `folder` is the caller's, and is filled
 * @returns {Promise<string>} the program, which takes Chromium's arguments
 */
export async function programUnderPolicy({ folder, executable, id, policy }) {
  const unshare = await wayToUnshare();
  const etc = join(folder, 'etc');
  await cp(PLACE, etc, { recursive: true });
  await mkdir(join(etc, 'policies', 'managed'), { recursive: true });
  await writeFile(join(etc, 'policies', 'managed', 'test.json'), JSON.stringify({ '3rdparty': { extensions: { [id]: policy } } }));
  const program = join(folder, 'chromium-under-policy');
  // Each step replaces the one before, so that the process that is started is the browser.
  await writeFile(program, `#!/bin/sh
exec ${unshare.join(' ')} sh -c 'mount --bind "$0" ${PLACE} && exec "$@"' '${etc}' '${executable}' "$@"
`);
  await chmod(program, 0o755);
  return program;
}

/** Root may have a mount namespace; others where the kernel lets them be root in one of users. */
async function wayToUnshare() {
  const ways = [['unshare', '--mount'], ['unshare', '--map-root-user', '--mount']];
  const tried = await Promise.allSettled(ways.map(([program = '', ...given]) => run(program, [...given, 'sh', '-c', `mount --bind /tmp ${PLACE}`])));
  const found = ways[tried.findIndex(({ status }) => status === 'fulfilled')];
  if (found) return found;
  const reasons = tried.map((each) => (each.status === 'rejected' ? String(each.reason.stderr || each.reason.message).trim() : ''));
  throw new Error(`a policy for one browser needs a mount namespace and a folder ${PLACE}; root has the first everywhere, others `
    + `where the kernel allows namespaces of users: ${reasons.join('; ')}`);
}

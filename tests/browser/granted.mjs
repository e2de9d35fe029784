// Optional permissions for a test: a copy of the extension that has them from the start.
//
// The browser gives an optional permission only after its own prompt, which is in no page and answers no test. A copy that
// requires it is treated alike by every call, with two exceptions: `permissions.remove` refuses what is required, and
// `permissions.onAdded` is never heard. (In Firefox the tests reach behind the prompt: see `firefox/session.mjs`.)
import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A pattern for addresses, not the name of a permission. @param {string} permission */
export const isPattern = (permission) => permission.includes('://') || permission === '<all_urls>';

/**
 * Copies an extension, and moves these permissions from the optional ones to the required ones.
 * A pattern may be narrower than the optional one, as it may be when the extension asks; then that one stays.
 * @param {string} extension folder
 * @param {string[]} grant
 * @param {string} folder of the copy
 */
export async function copyWithGrants(extension, grant, folder) {
  await cp(extension, folder, { recursive: true });
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  for (const permission of grant) {
    const [optional, required] = isPattern(permission) ? ['optional_host_permissions', 'host_permissions'] : ['optional_permissions', 'permissions'];
    const listed = /** @type {string[]} */ (manifest[optional] ?? []);
    assert.ok(listed.some((each) => covers(each, permission)), `${permission} is not among ${optional}: ${listed.join(', ') || 'there are none'}`);
    manifest[optional] = listed.filter((each) => each !== permission);
    manifest[required] = [...manifest[required] ?? [], permission];
  }
  await writeFile(file, JSON.stringify(manifest, undefined, 2));
  return folder;
}

/** Does what is listed allow to ask for this? @param {string} listed @param {string} asked */
function covers(listed, asked) {
  if (listed === asked || (listed === '<all_urls>' && isPattern(asked))) return true;
  const [wide, narrow] = [listed, asked].map((pattern) => /^(\*|https?):\/\/([^/]+)\/\*$/.exec(pattern));
  if (!wide || !narrow) return false;
  const [, scheme = '', host = ''] = wide;
  const inside = host === '*' || (host.startsWith('*.') && `.${narrow[2]}`.endsWith(host.slice(1)));
  return (scheme === '*' || scheme === narrow[1]) && (inside || host === narrow[2]);
}

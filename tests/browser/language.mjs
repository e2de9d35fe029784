// The extension in one of its languages, in a browser that has no other language than English installed.
//
// A browser takes the texts of its own language, else those of the manifest's default. A copy whose only texts are those of
// one language speaks it in every browser.
import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The languages there are, as their folders are called. @param {string} extension folder */
export const languagesOf = (extension) => readdir(join(extension, '_locales'));

/**
 * Copies an extension that speaks this language.
 * @param {string} extension folder
 * @param {string} language
 * @param {string} folder of the copy
 * @param {{beside?: boolean}} [options] `beside`: with an id of its own, to be installed beside the others
 */
export async function copyInLanguage(extension, language, folder, { beside = false } = {}) {
  await cp(extension, folder, { recursive: true });
  for (const other of await languagesOf(folder)) {
    if (other !== language) await rm(join(folder, '_locales', other), { recursive: true });
  }
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  manifest.default_locale = language;
  if (beside) {
    delete manifest.key;
    manifest.browser_specific_settings.gecko.id = `${language}@clean-exit.example`;
  }
  await writeFile(file, JSON.stringify(manifest, undefined, 2));
  return folder;
}

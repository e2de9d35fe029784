// Incognito windows, and an extension that is let into them.
//
// Observed in Chromium 156, with the extension in spanning mode, as it is:
// - Letting it in reloads it: its pages close and its background starts anew. Without developer mode it stays disabled.
// - It then sees incognito tabs like others, with `incognito: true`, and a second cookie store, "1", which is there from
//   the first incognito window to the last one. Afterwards, every call that names it fails: `Invalid cookie store id: "1".`
// - `cookies.getAll` without a store id lists the ordinary profile only. With "1" it lists the incognito one, partitioned
//   cookies included, and `cookies.set` with "1" and a date in the past removes exactly that cookie.
// - `browsingData.remove` reaches the ordinary profile only. In the incognito one, cookies, every kind of storage, service
//   workers and the HTTP cache stay.
// - `scripting.executeScript` and declared content scripts work in incognito tabs. A fetch of the background carries
//   the ordinary profile's cookies; one of a content script's world the incognito ones.
// - `tabs.create` with the incognito window's id opens an address there. A page of the extension opens in the ordinary
//   window instead. The toolbar button works in incognito windows; its popup belongs to the ordinary profile.

/**
 * @typedef {import('puppeteer-core').Browser} Browser
 * @typedef {import('puppeteer-core').Page} Page
 */

/**
 * Lets an extension into incognito windows, as a person does on the browser's page of extensions; it is loaded anew.
 * @param {Page} page of chrome://extensions
 * @param {string} id
 * @param {number} limit the longest wait, in milliseconds
 */
export function letIn(page, id, limit) {
  return loadedAnew(page, id, { incognitoAccess: true }, limit);
}

/** Loads an extension anew, as an update does. @param {Page} page of chrome://extensions @param {string} id @param {number} limit */
export function reloaded(page, id, limit) {
  return loadedAnew(page, id, undefined, limit);
}

/**
 * @param {Page} page of chrome://extensions
 * @param {string} id
 * @param {object | undefined} change of its configuration; nothing only loads it
 * @param {number} limit
 */
function loadedAnew(page, id, change, limit) {
  return page.evaluate(async (extensionId, configuration, longest) => {
    const { developerPrivate } = /** @type {any} */ (chrome);
    await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
    const loaded = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('the extension was not loaded anew')), longest);
      developerPrivate.onItemStateChanged.addListener((/** @type {{item_id: string, event_type: string}} */ { item_id, event_type }) => {
        if (item_id === extensionId && event_type === 'LOADED') resolve(undefined);
      });
    });
    if (configuration) await developerPrivate.updateExtensionConfiguration({ extensionId, ...configuration });
    else await developerPrivate.reload(extensionId, { failQuietly: true });
    await loaded;
  }, id, change, limit);
}

/**
 * Opens an incognito window.
 * @param {Browser} browser
 * @param {Page} lookout a page of an extension
 */
export async function openWindow(browser, lookout) {
  const known = new Set(browser.targets());
  await lookout.evaluate(async () => { await chrome.windows.create({ incognito: true, url: 'about:blank' }); });
  const target = await browser.waitForTarget((each) => each.type() === 'page' && !known.has(each));
  return /** @type {Promise<Page>} */ (target.page());
}

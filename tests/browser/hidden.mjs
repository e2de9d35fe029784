// Pages that are in no window: the browser's tabs, its active tab and the popup stay as they are.

/**
 * Opens an address in a page that only the test knows of. It ends with the browser, or when it is closed.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} address
 */
export async function openHidden(browser, address) {
  const control = await browser.target().createCDPSession();
  const known = new Set(browser.targets());
  try {
    await control.send('Target.createTarget', { url: address, hidden: true, background: true });
    const target = await browser.waitForTarget((each) => !known.has(each) && each.url() === address);
    return { page: await target.asPage(), close: () => closeHidden(control) };
  } catch (error) {
    await closeHidden(control);
    throw error;
  }
}

/** A hidden page lives as long as the session that made it. @param {import('puppeteer-core').CDPSession} control */
async function closeHidden(control) {
  if (control.connection()) await control.detach();
}

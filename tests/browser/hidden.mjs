// Pages that are in no window: the browser's tabs, its active tab and the popup stay as they are.
import { randomUUID } from 'node:crypto';

/**
 * Opens an address in a page that only the test knows of.
 * @param {import('puppeteer-core').Browser} browser
 * @param {import('puppeteer-core').CDPSession} control a session of the browser; the page ends with it at the latest
 * @param {string} address
 */
export async function openHidden(browser, control, address) {
  // A name of its own, so that pages that are opened at the same time are told apart.
  const url = `${address}#${randomUUID()}`;
  const { targetId } = await control.send('Target.createTarget', { url, hidden: true, background: true });
  try {
    const target = await browser.waitForTarget((each) => each.url() === url);
    const page = await target.asPage();
    const end = new Promise((done) => { browser.once('disconnected', done); });
    // Until it is gone: the browser answers before that, and one that is closed in between crashes now and then. With the end of
    // the browser, which may come just then, it is gone as well.
    return { page, close: () => Promise.race([page.close(), end]) };
  } catch (error) {
    await control.send('Target.closeTarget', { targetId });
    throw error;
  }
}

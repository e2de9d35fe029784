// The page with the receipts in a test: opened, read and used as a person does; and receipts to fill it with.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExtensionPage } from './extension-page.mjs';
import { until } from './harness.mjs';

/** The page with the receipts of a session. */
export class ReceiptsPage extends ExtensionPage {
  /** Opens it, and waits until it shows what is stored. @param {import('./harness.mjs').Session} session */
  static async open(session) {
    const page = await session.open(session.url('receipts.html'));
    const receipts = new ReceiptsPage(session, page);
    await receipts.waitForDrawn();
    return receipts;
  }

  /** Waits until it shows what is stored. */
  waitForDrawn() {
    return this.page.waitForSelector('#days > *');
  }

  /** What a person sees, the newest first: each receipt, and what is wrong between two. */
  rows() {
    return this.page.$$eval('.runs > li', (all) => all.filter((row) => row.checkVisibility()).map((row) => {
      const text = (/** @type {string} */ part) => row.querySelector(part)?.textContent ?? '';
      if (row.matches('.break')) return { break: row.textContent };
      return { class: row.className, outcome: text('.outcome'), about: text('.about'), state: text('.state'), took: text('.took') };
    }));
  }

  /** The results alone. */
  async outcomes() {
    return (await this.rows()).map((row) => row.break ?? row.outcome);
  }

  /** What is said of the chain. */
  findings() {
    return this.page.$$eval('#checked, #wrong li, #dropped', (all) => all.filter((each) => each.checkVisibility()).map((each) => each.textContent));
  }

  /** Waits until the chain's check says so first. @param {string} wanted */
  waitForFinding(wanted) {
    return until(async () => (await this.findings())[0] === wanted, { what: `“${wanted}”` });
  }

  /** What is read out after each search. */
  found() {
    return this.page.$eval('#found', (found) => found.textContent);
  }

  /** Chooses in a filter by the words of a choice. @param {string} filter @param {string} choice */
  async choose(filter, choice) {
    const value = await this.page.$$eval(`#search-${filter} option`, (all, wanted) => all.find(({ textContent }) => textContent === wanted)?.value, choice);
    if (value === undefined) throw new Error(`${filter} has no choice “${choice}”`);
    await this.page.select(`#search-${filter}`, value);
  }

  /** Saves a file, and returns its name and content. @param {'json' | 'csv'} ending @param {string} folder */
  async save(ending, folder) {
    const name = await this.session.download(folder, () => this.page.click(`#save-${ending}`));
    return { name, content: await readFile(join(folder, name), 'utf8') };
  }
}

const HOUR = 3_600_000;
const VERIFIED = { verified: { by: 'listed_again' } };

/**
 * A receipt as the engine makes it.
 * @param {number} run
 * @param {{verdict?: string, trigger?: string, hosts?: string[], jar?: string, times?: number[], proof?: object}} [what]
 */
export function receipt(run, { verdict = 'signed_out', trigger = 'toolbar', hosts = ['contoso.crm4.dynamics.com'], jar = 'ordinary', times = [180, 2400, 120, 350, 1300], proof = VERIFIED } = {}) {
  const steps = ['freeze', 'sign_out', 'close', 'sweep', 'verify'].map((step, at) => ({ step, took: times[at] ?? 0 }));
  const line = (/** @type {string} */ kind, /** @type {string | null} */ organisation, /** @type {number | null} */ removed, /** @type {object} */ how) => ({ kind, organisation, inside: null, removed, proof: how });
  const lines = hosts.flatMap((host) => [
    line('server_session', host, null, verdict === 'signed_out' ? { verified: { by: 'server_refused' } } : { failed: 'not_ended' }),
    line('cookies', host, 14, proof),
    line('local_storage', host, 9, { verified: { by: 'looked_inside' } }),
    line('databases', host, 3, { verified: { by: 'looked_inside' } }),
    line('http_cache', host, null, { unverifiable: 'browser_cannot_look' }),
  ]);
  lines.push(line('microsoft_session', null, null, { verified: { by: 'signed_out_page' } }), line('tabs', null, 2, VERIFIED));
  return {
    run, trigger, ended: run + times.reduce((sum, took) => sum + took, 0), jar, earlier: null, verdict,
    organisations: Object.fromEntries(hosts.map((host) => [host, { product: 'customer_engagement', way: verdict === 'signed_out' ? 'control' : 'only_here' }])),
    lines, ended_too: [], given_up: [], steps,
  };
}

/** So many different receipts up to now, about two a day, the oldest first. @param {number} count @param {number} [now] */
export function manyReceipts(count, now = Date.now()) {
  const hosts = [['contoso.crm4.dynamics.com'], ['fabrikam.crm4.dynamics.com', 'contoso.crm4.dynamics.com'], ['adventure-works.crm.dynamics.com']];
  const triggers = ['toolbar', 'toolbar', 'inactivity', 'locked', 'toolbar', 'last_tab', 'time_of_day'];
  return Array.from({ length: count }, (_, back) => {
    const at = count - 1 - back;
    const verdict = at % 11 === 5 ? 'cleared_here' : at % 17 === 3 ? 'incomplete' : 'signed_out';
    const proof = verdict === 'incomplete' ? { failed: { left: 2 } } : VERIFIED;
    const waited = at % 23 === 7 ? 60_000 : 0;
    const times = [150 + (at * 37) % 200, 1400 + (at * 613) % 2600 + waited, 60 + (at * 11) % 150, 200 + (at * 71) % 400, 700 + (at * 271) % 1500];
    return receipt(now - Math.round((at * 11.3 + 0.2) * HOUR), { verdict, proof, times, hosts: hosts[at % 3], trigger: triggers[at % 7], jar: at % 13 === 8 ? 'private' : 'ordinary' });
  });
}

// @ts-check
/** Every label for signing out of every language, in one page: read by the page agent in Chromium, found by the decider. */
import fs from 'node:fs';
import path from 'node:path';
import { HERE } from './corpus.mjs';

const RTL = ['ar', 'he'];
/** An account's menu of no known product: only its words tell what it is. */
const PAGE = `<!doctype html><html><meta charset="utf-8"><style>body{margin:0}header{display:flex;justify-content:space-between}ul{position:absolute;
  top:40px;inset-inline-end:0;margin:0}</style><header><b>App</b><button id="who" aria-haspopup="true" aria-expanded="false" aria-controls="list"></button></header>
  <ul id="list" role="menu" hidden><li role="menuitem" tabindex="0">Contoso Ltd</li><li role="menuitem" tabindex="0" class="out"></li></ul><main><button>Contoso</button></main>
  <script>who.onclick = () => { list.hidden = false; who.setAttribute('aria-expanded', 'true'); };</script></html>`;

/** Each language with its labels: of signing out, and of the account's menu. */
function languages() {
  const lines = fs.readFileSync(path.join(HERE, '../../src/engine/control/labels.tsv'), 'utf8').split('\n').map((line) => line.split('\t'));
  const of = (/** @type {string} */ lang, /** @type {string[]} */ kinds) => lines.filter(([own, kind]) => own === lang && kinds.includes(kind ?? ''))
    .flatMap(([, , labels]) => labels?.split('|') ?? []);
  return [...new Set(lines.filter(([, kind]) => kind === 'out').map(([lang]) => lang ?? ''))]
    .map((lang) => ({ lang, outs: of(lang, ['out', 'out?']), account: (of(lang, ['account'])[0] ?? '').replace('<name>', 'Jane Doe') }));
}

/** Puts a language's words into the closed or open menu. Runs in the page. @param {{lang: string, rtl: boolean, account: string, out: string, closed: boolean}} what */
function dress({ lang, rtl, account, out, closed }) {
  const [opener, list] = ['who', 'list'].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
  Object.assign(document.documentElement, { lang, dir: rtl ? 'rtl' : 'ltr' });
  opener?.setAttribute('aria-label', account);
  if (closed && list) { list.hidden = true; opener?.setAttribute('aria-expanded', 'false'); }
  const entry = document.querySelector('.out');
  if (entry) entry.textContent = out;
}

/** A label in the ways of writing that mean the same: taken apart, in capitals, in wide letters, and among marks nobody sees. @param {string} lang @param {string} label */
function writings(lang, label) {
  const wide = [...label].map((letter) => (/[!-~]/.test(letter) ? String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0) : letter)).join('');
  return [label.normalize('NFD'), label.toLocaleUpperCase(lang), wide.replaceAll(' ', '\u3000'), `\u200f${label.replaceAll(' ', '\u00a0')}\u200e…`,
    label.replace(/^(\p{L}\p{M}*)(\p{L})/u, '$1\u00ad$2')];
}

/** Opens the menu in every language and finds every label. @param {Awaited<ReturnType<import('./corpus.mjs').openCorpus>>} corpus */
export async function tryLanguages(corpus) {
  const { page, look, press, close } = await corpus.visit(PAGE, { about: '', steps: [] });
  const [all, wrong] = [languages(), /** @type {string[]} */ ([])];
  let labels = 0;
  for (const { lang, outs, account } of all) {
    const words = { lang, rtl: RTL.includes(lang), account };
    await page.evaluate(dress, { ...words, out: outs[0], closed: true });
    const opened = await look(null, 0);
    const outcome = opened.words === 'open who' ? await press(opened.target) : 'nothing';
    if (outcome !== 'pressed') wrong.push(`${lang}: ${opened.words}, ${outcome} (${opened.why})`);
    for (const out of [...outs, ...writings(lang, outs[0] ?? '')]) {
      labels += 1;
      await page.evaluate(dress, { ...words, out, closed: false });
      const found = await look(opened.memory, 0);
      const done = found.target && await press(found.target);
      if (!found.words.startsWith('press ') || found.words === 'press Contoso Ltd' || done !== 'pressed') wrong.push(`${lang}, ${out}: ${found.words}, ${done} (${found.why})`);
    }
  }
  await close();
  return { languages: all.length, labels, wrong };
}

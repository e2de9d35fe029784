// Makes the pictures of the extension out of its one drawing: `cargo xtask icons`.
// The drawing has a group for each mark; the brand's own picture is the one that says "done".
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { ROOT } from './harness.mjs';

const FOLDER = join(ROOT, 'extension/icons');
/** The sizes of the toolbar's pictures, and of the brand's. */
const TOOLBAR = [16, 32];
const BRAND = [16, 32, 48, 128];
/** The group of the drawing that each picture shows. @type {Record<string, {group?: string, sizes: number[]}>} */
const PICTURES = {
  icon: { group: 'done', sizes: BRAND },
  plain: { sizes: TOOLBAR },
  in: { group: 'in', sizes: TOOLBAR },
  warning: { group: 'warning', sizes: TOOLBAR },
};

const drawing = await readFile(join(FOLDER, 'icon.svg'), 'utf8');
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, pipe: true, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  await page.setContent(`<style>body { margin: 0 }</style>${drawing}`);
  for (const [name, { group, sizes }] of Object.entries(PICTURES)) {
    for (const size of sizes) {
      await page.setViewport({ width: size, height: size });
      await page.evaluate((shown, width) => {
        for (const each of document.querySelectorAll('g')) each.setAttribute('display', each.id === shown ? 'inline' : 'none');
        const svg = /** @type {SVGElement} */ (document.querySelector('svg'));
        Object.assign(svg.style, { display: 'block', inlineSize: `${width}px`, blockSize: `${width}px` });
      }, group ?? '', size);
      await writeFile(join(FOLDER, `${name}-${size}.png`), await page.screenshot({ omitBackground: true }));
    }
  }
} finally {
  await browser.close();
}

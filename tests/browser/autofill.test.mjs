// What is typed into CRM and sign-in pages never reaches the browser's form history; what other sites' visitors type does.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { plant, ready, signIn } from '../org/drive.mjs';
import { startWorld } from '../org/world.mjs';
import { FORM_HISTORY } from './hands.mjs';
import { launch } from './harness.mjs';

const ORGANISATION = 'contoso.crm4.dynamics.com';
const NEIGHBOUR = 'news.example';

/** Fields of a page of the organisation: marker, and how the page marks the field itself. */
const FIELDS = { plain: 'on', passkey: 'username webauthn', code: 'one-time-code' };

const entry = (/** @type {string} */ name) => `${name}-${randomBytes(6).toString('hex')}`;
const typed = {
  record: entry('record'), signIn: entry('signin'), shadow: entry('shadow'), frame: entry('frame'), focused: entry('focused'),
  revealed: entry('revealed'), plain: entry('plain'), passkey: entry('passkey'), code: entry('code'), neighbour: entry('neighbour'),
};

/** @type {string} */
let folder;
/** @type {string} */
let formHistory;
/** @type {Record<string, string | null>} */
let marks;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clean-exit-autofill-'));
  const profile = join(folder, 'profile');
  const world = await startWorld({ dir: folder });
  const session = await launch({ world, userDataDir: profile });
  try {
    const user = { email: `${typed.signIn}@contoso.example`, password: 'Correct-Horse-7', name: 'Adele Vance', id: randomUUID() };
    world.users.push(user);
    const page = await session.open();
    await typeEverything(page, world, user);
  } finally {
    await session.close();
    await world.close();
  }
  formHistory = await textOf(join(profile, FORM_HISTORY.folder), FORM_HISTORY.files);
});

after(() => rm(folder, { recursive: true, force: true }));

for (const name of /** @type {const} */ (['record', 'signIn', 'shadow', 'frame', 'focused', 'plain', 'passkey'])) {
  test(`not remembered: ${name}`, () => assert.ok(!formHistory.includes(typed[name])));
}

// The guard leaves these alone because of this.
for (const name of /** @type {const} */ (['revealed', 'code'])) {
  test(`the browser itself does not remember: ${name}`, () => assert.ok(!formHistory.includes(typed[name])));
}

test('remembered: what was typed at another site', () => assert.ok(formHistory.includes(typed.neighbour)));

test('the page’s own marks stay where they harm nobody', () => {
  assert.deepEqual(marks, { plain: 'off', passkey: 'username webauthn', code: 'one-time-code', secret: 'current-password' });
});

/**
 * @param {import('puppeteer-core').Page} page
 * @param {import('../org/world.mjs').World} world
 * @param {import('../org/drive.mjs').User} user
 */
async function typeEverything(page, world, user) {
  await signIn(page, world, ORGANISATION, user);
  await page.goto(`https://${ORGANISATION}/main.aspx?pagetype=entityrecord&id=1`);
  await ready(page);
  await page.type('#name', typed.record);
  await send(page, '[data-id=save]');
  marks = await typeInto(page, ORGANISATION);
  await page.goto(`https://${NEIGHBOUR}/`);
  await ready(page);
  await page.type('#planted-text', typed.neighbour);
  await send(page, '#planted-send');
}

/**
 * Types into fields that pages may have, and returns their marks once they had the focus.
 * @param {import('puppeteer-core').Page} page
 * @param {string} host
 */
async function typeInto(page, host) {
  await plant(page, host, 'fields');
  await page.evaluate(addFields, FIELDS);
  /** @type {Record<string, string | null>} */
  const seen = {};
  for (const name of [...Object.keys(FIELDS), 'secret']) {
    await page.focus(`#${name}`);
    seen[name] = await page.$eval(`#${name}`, (field) => field.getAttribute('autocomplete'));
  }
  for (const name of /** @type {const} */ (['plain', 'passkey', 'code'])) await page.type(`#${name}`, typed[name]);
  // A field that shows its password once it has the focus.
  await page.focus('#secret');
  await page.$eval('#secret', (field) => { /** @type {HTMLInputElement} */ (field).type = 'text'; });
  await page.keyboard.type(typed.revealed);
  await send(page, '#several-send');

  await plant(page, host, 'fields');
  await page.evaluate(addShadow);
  await page.locator('#host >>> input').click();
  await page.keyboard.type(typed.shadow);
  await send(page, '#host >>> button');

  await plant(page, host, 'fields');
  await page.evaluate(() => { document.body.append(Object.assign(document.createElement('iframe'), { id: 'inner', srcdoc: '<form method="post" action="/__form"><input name="planted-frame" autocomplete="on" autofocus><button>Send</button></form>' })); });
  const frame = await (await page.waitForSelector('#inner'))?.contentFrame();
  await (await frame?.waitForSelector('input'))?.type(typed.frame);
  await Promise.all([frame?.waitForNavigation(), (await frame?.$('button'))?.click()]);

  // A field that is marked anew while it has the focus: only typing tells.
  await plant(page, host, 'fields');
  await page.focus('#planted-text');
  await page.$eval('#planted-text', (field) => field.setAttribute('autocomplete', 'on'));
  await page.keyboard.type(typed.focused);
  await send(page, '#planted-send');
  return seen;
}

/** Runs in the page. @param {Record<string, string>} fields */
function addFields(fields) {
  const inputs = Object.entries(fields).map(([name, mark]) => `<input id="${name}" name="planted-${name}" autocomplete="${mark}">`);
  document.body.insertAdjacentHTML('beforeend', `<form method="post" action="/__form">${inputs.join('')}
<input type="password" id="secret" name="planted-secret" autocomplete="current-password"><button id="several-send">Send</button></form>`);
}

/** Runs in the page. */
function addShadow() {
  const host = Object.assign(document.createElement('div'), { id: 'host' });
  host.attachShadow({ mode: 'open' }).innerHTML = '<form method="post" action="/__form"><input name="planted-shadow" autocomplete="on"><button>Send</button></form>';
  document.body.append(host);
}

/** @param {import('puppeteer-core').Page} page @param {string} selector */
async function send(page, selector) {
  await Promise.all([page.waitForNavigation(), page.locator(selector).click()]);
}

/** The bytes of files of a folder, as text of one byte a character. @param {string} where @param {RegExp} which */
async function textOf(where, which) {
  const names = (await readdir(where)).filter((name) => which.test(name));
  assert.ok(names.length > 0, 'the profile has such a file');
  return (await Promise.all(names.map((name) => readFile(join(where, name), 'latin1')))).join('');
}

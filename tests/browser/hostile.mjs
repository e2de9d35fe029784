// What the tests of hostile surroundings share: a trap of a site, a person in the CRM, and looks at what came of an attack.
import assert from 'node:assert/strict';
import { ready } from '../org/drive.mjs';
import { EVIL, trap } from '../org/hostile.mjs';
import { CONTOSO, setScene } from './scene.mjs';

/**
 * @typedef {import('./scene.mjs').Scene} Scene
 * @typedef {import('puppeteer-core').Page} Page
 */

/** A scene with a site that sets traps. @param {import('node:test').TestContext} t */
export async function setTrap(t) {
  const scene = await setScene(t);
  scene.world.addSite(trap);
  return scene;
}

/** Visits the trap once, so that it keeps something, and remembers it. @param {Scene} scene */
export async function baited(scene) {
  const page = await scene.session.open(`https://${EVIL}/bait`);
  await ready(page);
  await page.close();
  scene.world.clearRequests();
  return keptByTrap(scene);
}

/** What the trap keeps, to the last attribute of each cookie. @param {Scene} scene */
export async function keptByTrap(scene) {
  const cookies = (await scene.session.allCookies()).filter(({ domain }) => domain.endsWith(EVIL));
  const { local } = await scene.session.storageOf(`https://${EVIL}`);
  return { cookies: cookies.map((cookie) => JSON.stringify(cookie)).sort(), local };
}

/**
 * Nothing in the trap was pressed, asked, cleared or told.
 * @param {Scene} scene
 * @param {Awaited<ReturnType<typeof baited>>} kept what it kept before
 */
export async function assertTrapUntouched(scene, kept) {
  const touches = scene.world.requests().filter(({ host, path }) => host === EVIL && path === '/touched');
  // A page that goes away by itself says so; no other touch is anybody's but ours.
  assert.deepEqual(touches.map(({ query }) => query).filter((kind) => kind !== 'pagehide='), []);
  assert.deepEqual(await keptByTrap(scene), kept);
}

/** The tabs that show the trap. @param {Scene} scene */
export const trapTabs = async (scene) => (await scene.session.tabs()).filter((page) => page.url().startsWith(`https://${EVIL}/`));

/**
 * No run was started, nothing was asked of the servers, and the person works on.
 * @param {Scene} scene
 * @param {Awaited<ReturnType<Scene['remember']>>} before
 * @param {Page} page of the CRM
 * @param {string[]} [kept] what is stored beside the record of use
 */
export async function assertNothingHappened(scene, before, page, kept = []) {
  const known = ['watch', ...kept];
  assert.deepEqual(Object.keys(await scene.session.stored()).filter((key) => !known.includes(key)), []);
  assert.deepEqual(await scene.remember(), before);
  assert.ok(scene.world.isAlive(before.jar, CONTOSO));
  assert.equal(page.isClosed(), false);
}

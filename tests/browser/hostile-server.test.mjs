// Servers and sites that lie about the sign-out: nothing of another site is pressed, cleared or closed, and no lie is believed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ready } from '../org/drive.mjs';
import { EVIL, imitatesSignOut, imitation, redirectsTo } from '../org/hostile.mjs';
import { redirect } from '../org/http.mjs';
import { until } from './harness.mjs';
import { assertTrapUntouched, baited, setTrap, trapTabs } from './hostile.mjs';
import { proofsOf } from './receipt.mjs';
import { CONTOSO, ENTRA, waysOf } from './scene.mjs';

for (const control of ['mectrl', 'none']) {
  test(`a sign-out that redirects to another site is none: the site stays as it is (control: ${control})`, async (t) => {
    const scene = await setTrap(t);
    const kept = await baited(scene);
    Object.assign(scene.world.organisation(CONTOSO), { control, hostile: redirectsTo(`https://${EVIL}/`) });
    const page = await scene.signIn(CONTOSO);
    const before = await scene.remember();

    const receipt = await scene.runFrom(page);

    assert.deepEqual(waysOf(receipt), { [CONTOSO]: 'only_here' });
    scene.assertKept(receipt, before, CONTOSO);
    assert.ok(!JSON.stringify(receipt).includes(EVIL), 'the receipt speaks of the other site');
    // The tab was led there, and belongs to the person from then on.
    assert.notDeepEqual(await trapTabs(scene), []);
    await assertTrapUntouched(scene, kept);
    await scene.assertNothingLeft([CONTOSO]);
    await scene.assertAtRest();
  });
}

test('a page of the organisation that looks like Microsoft’s sign-out is no proof', async (t) => {
  const scene = await setTrap(t);
  scene.world.organisation(CONTOSO).hostile = imitatesSignOut;
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  assert.deepEqual(waysOf(receipt), { [CONTOSO]: 'only_here' });
  scene.assertKept(receipt, before, CONTOSO);
  await scene.assertNothingLeft([CONTOSO]);
});

test('a portal that shows where to sign in is no proof that the Microsoft session is over', async (t) => {
  const scene = await setTrap(t);
  const portal = 'contoso.powerappsportals.com';
  scene.world.product(portal).externalLogout = false;
  const page = await scene.session.open();
  await scene.signInAt(page, portal, '/SignIn');

  const receipt = await scene.runFrom(page);

  assert.ok(scene.liveSessions().some((session) => session.endsWith(ENTRA)), 'the portal has ended its own session only');
  const [proof] = proofsOf(receipt, 'microsoft_session');
  assert.ok(proof && !('verified' in proof), `the receipt says ${JSON.stringify(proof)}`);
  assert.notEqual(receipt.verdict, 'signed_out');
});

test('a server that answers the question with another page of its own has refused nobody', async (t) => {
  const scene = await setTrap(t);
  const org = scene.world.organisation(CONTOSO);
  org.signoutLies = true;
  org.hostile = ({ path }) => (path.endsWith('/WhoAmI') ? redirect('/main.aspx') : undefined);
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  scene.assertKept(receipt, before, CONTOSO);
});

test('a server that answers the question by sending to the sign-in service has refused', async (t) => {
  const scene = await setTrap(t);
  scene.world.organisation(CONTOSO).signedOutStatus = 302;
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  assert.equal(scene.world.isAlive(before.jar, CONTOSO), false);
  assert.deepEqual(proofsOf(receipt, 'server_session'), [{ verified: { by: 'server_refused' } }]);
  assert.equal(receipt.verdict, 'signed_out');
});

test('a page that claims from the beginning to be signed out is signed out of all the same', async (t) => {
  const scene = await setTrap(t);
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();
  scene.world.organisation(CONTOSO).hostile = ({ path, query }) => (path === '/main.aspx' && query.has('imitate') ? imitation() : undefined);
  await page.goto(`https://${CONTOSO}/main.aspx?imitate=1`);

  const receipt = await scene.runFrom(page);

  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
});

test('a tab that leaves for another site between the survey and the press is left alone', async (t) => {
  const scene = await setTrap(t);
  const kept = await baited(scene);
  const page = await scene.signIn(CONTOSO);
  const before = await scene.remember();
  // The first press opens the account's menu; what is there when the next one comes is another site.
  await page.evaluate((to) => addEventListener('mousedown', () => { location.href = to; }, true), `https://${EVIL}/`);

  const receipt = await scene.runFrom(page);

  assert.equal(page.url(), `https://${EVIL}/`);
  await assertTrapUntouched(scene, kept);
  await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'address' });
});

test('a tab that leaves when it is asked for unsaved work is not closed, and another one that leaves when it is cleared stays untouched', async (t) => {
  const scene = await setTrap(t);
  const kept = await baited(scene);
  const page = await scene.signIn(CONTOSO);
  const asked = await scene.signIn(CONTOSO);
  await asked.evaluate((to) => addEventListener('beforeunload', (event) => { if (!event.isTrusted) location.href = to; }), `https://${EVIL}/asked`);
  const cleared = await scene.signIn(CONTOSO);
  await cleared.evaluate(fleeWhenCleared, `https://${EVIL}/cleared`);
  const before = await scene.remember();

  const receipt = await scene.runFrom(page);

  // The third may be gone before it has left, and then it was still the CRM's.
  const left = (await trapTabs(scene)).map((tab) => tab.url());
  assert.ok(left.includes(`https://${EVIL}/asked`), `only these are open: ${left}`);
  const committed = scene.world.requests().some(({ host, path }) => host === EVIL && path === '/touched');
  assert.ok(left.includes(`https://${EVIL}/cleared`) || !committed, 'a tab of another site was closed');
  await assertTrapUntouched(scene, kept);
  await scene.assertSignedOut(receipt, before, waysOf(receipt));
});

/** Runs in a page: leaves as soon as its session storage is cleared, which a frame of its own is told. @param {string} to */
function fleeWhenCleared(to) {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  frame.contentWindow?.addEventListener('storage', () => { location.href = to; });
}

test('a site that the CRM is led to in the middle of a question keeps its tab', async (t) => {
  const scene = await setTrap(t);
  const kept = await baited(scene);
  const page = await scene.signIn(CONTOSO, { record: true });
  await page.type('#name', 'x');
  const panel = await scene.panelSays(page, 'Some work is not saved');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`https://${EVIL}/`);
  await ready(page);

  const receipt = await scene.session.runAfter(() => panel.click('button.danger'));

  assert.equal(page.url(), `https://${EVIL}/`);
  await assertTrapUntouched(scene, kept);
  await until(() => scene.liveSessions().length === 0, { what: 'the session to end' });
  assert.equal(receipt.verdict, 'signed_out');
});

test('a site that the CRM is led to while its own dialog is asked about keeps its tab', async (t) => {
  const scene = await setTrap(t);
  const kept = await baited(scene);
  const page = await scene.signIn(CONTOSO);
  await page.evaluate(asksInItsOwnDialog);
  const panel = await scene.panelSays(page, 'Some work is not saved');
  assert.equal(await page.$eval('#modalDialogView', (dialog) => dialog.textContent), 'Unsaved changes');
  await page.goto(`https://${EVIL}/`);
  await ready(page);

  const receipt = await scene.session.runAfter(() => panel.click('button.danger'));

  assert.equal(page.url(), `https://${EVIL}/`);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.ready), 'true', 'the page was dropped');
  await assertTrapUntouched(scene, kept);
  assert.equal(receipt.verdict, 'signed_out');
});

/** Runs in a page: it says nothing of unsaved work until it is signed out. No list of tabs follows the answer to that. */
function asksInItsOwnDialog() {
  addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-signs-out]')) return;
    event.stopImmediatePropagation();
    const dialog = Object.assign(document.createElement('div'), { id: 'modalDialogView', innerHTML: '<h1 id="dialogTitleText">Unsaved changes</h1>' });
    dialog.setAttribute('role', 'dialog');
    dialog.setAttribute('aria-modal', 'true');
    document.body.append(dialog);
  }, true);
}

// The tab in which a site's cache is cleared for a moment: closed also after the background's death, but not once it is somebody's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { only } from './differences.mjs';
import { swallowAnswer } from './interrupt.mjs';
import { CONTOSO, setScene } from './scene.mjs';

const ELSEWHERE = 'https://shop.example/';

for (const isTaken of [false, true]) {
  test(`the background dies while the icon is open, ${isTaken ? 'and the person leads that tab elsewhere: it stays' : 'and its tab is closed'}`, only('clearing tab'), async (t) => {
    const scene = await setScene(t);
    scene.world.addSite({ host: 'shop.example' });
    const page = await scene.signIn(CONTOSO);
    const before = await scene.remember();
    const { reached } = await swallowAnswer(scene.session, 'tabs.update', { holding: 'favicon.ico?clear' });

    const receipt = await scene.session.runAfter(async () => {
      await scene.session.clickToolbar(page);
      await reached;
      const find = async () => (await scene.session.tabs()).find((tab) => tab.url().includes('favicon.ico?clear'));
      const tab = await scene.waitFor(find, 'the icon’s tab');
      if (isTaken) await tab.goto(ELSEWHERE);
      await scene.session.killWorker();
    });

    await scene.assertSignedOut(receipt, before, { [CONTOSO]: 'control' });
    assert.deepEqual((await scene.addresses()).filter((address) => address === ELSEWHERE), isTaken ? [ELSEWHERE] : []);
    assert.deepEqual((await scene.addresses()).filter((address) => address.endsWith('.png')), [], 'a tab of ours is left');
    const rules = await scene.session.evaluateInExtension(() => chrome.declarativeNetRequest.getSessionRules());
    assert.deepEqual(rules, [], 'what was ordered for the tab holds on');
  });
}

// What a CRM or sign-in page loads only while the last closed tab signs out: it tells that the page goes away.
// @ts-check
(() => {
  const agent = /** @type {any} */ (globalThis).cleanExitPage ??= {};
  if (agent.leaving || window !== top) return;
  agent.leaving = true;
  // `pagehide` and not `tabs.onRemoved`, which would wake the background for every tab of every site.
  addEventListener('pagehide', () => void chrome.runtime?.sendMessage('left').catch(() => {}));
})();

// What a CRM page loads by itself: it tells the background that somebody uses it, and answers a roll call.
// @ts-check
(() => {
  const agent = /** @type {any} */ (globalThis).cleanExitPage ??= {};
  // It is put into open pages after an update, too.
  if (agent.told !== undefined) return;
  /** When this frame last told that it is in use; the background takes that for the minute that follows. */
  agent.told = 0;
  /** Until when an upload is taken to last. */
  agent.uploads = 0;

  /** The last roll that this frame answered: a message to a tab is answered by one frame at a time. */
  let answered = 0;
  chrome.runtime.onMessage.addListener((message, _sender, answer) => {
    // A blank frame keeps its storage with the page that made it, which answers for both.
    if (location.protocol !== 'https:' || typeof message?.roll !== 'number' || message.roll <= answered) return false;
    answered = message.roll;
    // The background learns from the browser who this is; the answer to the roll only says that somebody was here.
    chrome.runtime.sendMessage('present').then(() => answer(true), () => answer(true));
    return true;
  });

  /** Says one word; who says it, the browser tells. After an update of the extension nobody listens to this script. @param {string} word */
  const say = (word) => void chrome.runtime?.sendMessage(word).catch(() => {});

  /** @param {any} event made by a person: a script's own are not trusted, and a page that moves under the pointer moves no pointer */
  const used = (event) => {
    const quiet = Date.now() - agent.told;
    if ((0 <= quiet && quiet < 60_000) || !event.isTrusted || (event.type === 'pointermove' && !event.movementX && !event.movementY)) return;
    agent.told = Date.now();
    say('active');
  };
  // No `scroll`: the browser does not tell a person's from a script's.
  for (const kind of ['keydown', 'pointerdown', 'pointermove', 'touchmove', 'wheel']) addEventListener(kind, used, { capture: true, passive: true });
  // A page that leads on to the next one is in use anyway.
  if (window === top && !document.referrer.startsWith(location.origin)) say('opened');

  /** An upload is taken to last as long as at 1 Mbit/s, half an hour at most. @param {any} event */
  const chosen = (event) => {
    const files = event.isTrusted && (event.dataTransfer ?? event.target)?.files;
    const size = [...files || []].reduce((sum, file) => sum + file.size, 0);
    if (size) agent.uploads = Date.now() + Math.min(size / 125, 1_800_000);
  };
  addEventListener('change', chosen, true);
  addEventListener('drop', chosen, true);
})();

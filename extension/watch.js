// What a CRM page loads by itself. It waits for a roll call and does nothing else.
// @ts-check

/** The last roll that this frame answered: a message to a tab is answered by one frame at a time. */
let answered = 0;

chrome.runtime.onMessage.addListener((message, _sender, answer) => {
  if (typeof message?.roll !== 'number' || message.roll <= answered) return false;
  answered = message.roll;
  // The background learns from the browser who this is; the answer to the roll only says that somebody was here.
  chrome.runtime.sendMessage('present').then(() => answer(true), () => answer(true));
  return true;
});

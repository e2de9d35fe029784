// The yardstick of a start: an answer to a message, and nothing else.
chrome.runtime.onConnect.addListener((port) => port.onMessage.addListener(() => port.postMessage('here')));

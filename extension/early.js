// @ts-check
// What must be right before the first paint: the language, its direction, the texts, and the width.

const page = document.documentElement;
const [ours, theirs] = [chrome.i18n.getMessage('language'), chrome.i18n.getUILanguage()];
// The browser's variant of it (`en-GB`) writes times its own way.
page.lang = theirs.startsWith(`${ours}-`) ? theirs : ours;
page.dir = chrome.i18n.getMessage('direction');
fill('data-message');

// `tabs.getCurrent` tells a popup from a tab too, but only after the first paint.
const isPopup = chrome.extension.getViews({ type: 'popup' }).includes(window);
page.dataset.place = isPopup ? 'popup' : 'tab';

// `true`: a script that cannot be loaded is heard in the capturing phase only.
addEventListener('error', showBroken, true);
addEventListener('unhandledrejection', showBroken);

/** Says that the program itself failed: while it was loaded, or later. */
function showBroken() {
  document.querySelector('main')?.setAttribute('data-tone', 'bad');
  document.getElementById('detail')?.replaceChildren();
  fill('data-broken');
}

/**
 * Puts the texts where the page asks for them.
 * @param {string} attribute The attribute that names the text.
 */
function fill(attribute) {
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    element.textContent = chrome.i18n.getMessage(element.getAttribute(attribute) ?? '');
  }
}

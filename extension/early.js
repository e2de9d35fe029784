// @ts-check
// What must be right before the first paint: the language, its direction, the texts, and the width.

const page = document.documentElement;
page.lang = chrome.i18n.getMessage('language');
page.dir = chrome.i18n.getMessage('direction');

for (const element of document.querySelectorAll('[data-message]')) {
  element.textContent = chrome.i18n.getMessage(element.getAttribute('data-message') ?? '');
}

// `tabs.getCurrent` tells a popup from a tab too, but only after the first paint.
const isPopup = chrome.extension.getViews({ type: 'popup' }).includes(window);
page.dataset.place = isPopup ? 'popup' : 'tab';

// A page that is loaded again is not a second click.
const [visit] = performance.getEntriesByType('navigation');
page.dataset.opened = visit instanceof PerformanceNavigationTiming ? visit.type : '';

// The page with which a sign-in service sends the browser back: a form that posts itself.
import { escape } from './http.mjs';

/**
 * The sign-in services answer with this page, and not with a redirect: a code in an address would stay in the history.
 * Between the press on "sign in" and the app there is therefore a page of the sign-in host that is no sign-in page.
 * @param {string} address of the service
 * @param {Record<string, string>} fields
 */
export function formPost(address, fields) {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${escape(value)}">`);
  return `<!doctype html><html><head><title>Working...</title><script src="/__assets/form-post.js" defer></script></head>
<body><form method="POST" name="hiddenform" action="${escape(address)}">${inputs.join('')}
<noscript><p>Script is disabled. Click Submit to continue.</p><input type="submit" value="Submit"></noscript></form></body></html>`;
}

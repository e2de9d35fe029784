// Runs in the process of a page: evaluates in it, and has input arrive there as from a person.
import { event } from 'chrome://remote/content/shared/webdriver/Event.sys.mjs';
import { ExtensionContent } from 'resource://gre/modules/ExtensionContent.sys.mjs';

/** Of an accessible object, one of its attributes; asking for one that it has not throws. */
function attribute({ attributes }, name) {
  try {
    return attributes.getStringProperty(name);
  } catch {
    return '';
  }
}

export class CleanExitTestChild extends JSWindowActorChild {
  /** @param {{name: string, data: any}} message */
  receiveMessage({ name, data }) {
    return this[name](data);
  }

  /** Evaluates an expression; the answer is JSON. `world`: of an extension's scripts, by its id; else the page's own. `selector`: of an element that it calls `found`. */
  async evaluate({ expression, world, selector }) {
    const scope = world ? this.contentScript(world) : this.page();
    if (selector) scope.found = this.find(selector);
    const report = Cu.evalInSandbox(`(async () => {
      try {
        return JSON.stringify({ value: await (${expression}) });
      } catch (error) {
        return JSON.stringify({ error: String(error?.stack ? error + '\\n' + error.stack : error) });
      }
    })()`, scope);
    return report;
  }

  /** One for all evaluations of a page, so that they find each other's globals. */
  page() {
    const window = this.contentWindow;
    this.sandbox ??= Cu.Sandbox(window, { sandboxPrototype: window, wantXrays: false, sameZoneAs: window });
    return this.sandbox;
  }

  contentScript(id) {
    const extension = WebExtensionPolicy.getByID(id);
    const { sandbox } = ExtensionContent.getContextByExtensionId(id, this.contentWindow);
    if (!sandbox) throw new Error(`${extension?.id} has no script in this page`);
    return sandbox;
  }

  /** The first element of a selector, which may be one of puppeteer's by role and name or by XPath, and of several that lead into one another. */
  find(selector) {
    const all = (root, step) => {
      const [, way, given] = /^::-p-(aria|xpath)\((.*)\)$/s.exec(step) ?? [];
      if (!way) return [...root.querySelectorAll(step)];
      if (way === 'aria') return this.named(root, given);
      const found = this.document.evaluate(given, root, null, 7, null);
      return Array.from({ length: found.snapshotLength }, (_, at) => found.snapshotItem(at));
    };
    return selector.split(' >>> ').reduce((roots, step) => roots.flatMap((root) => all(root, step)), [this.document])[0];
  }

  /** The elements that have a role and a name to a screen reader. */
  named(root, given) {
    const [, name, role] = /^\[name="(.*)"\]\[role="(.*)"\]$/.exec(given);
    return [...root.querySelectorAll('*')].filter((each) => {
      const found = this.accessible(each);
      return found?.name === name && found.computedARIARole === role;
    });
  }

  /** Is there such an element, and does it take room? */
  isVisible({ selector }) {
    const element = this.find(selector);
    return Boolean(element?.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length);
  }

  /** Clicks in the middle of an element. */
  click({ selector, clickCount = 1 }) {
    const element = this.find(selector);
    if (!element) throw new Error(`there is no ${selector}`);
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { left, top, width, height } = element.getBoundingClientRect();
    event.synthesizeMouseAtPoint(left + width / 2, top + height / 2, { clickCount }, this.contentWindow);
  }

  /** Presses keys, named as WebDriver names them. */
  keys({ keys }) {
    event.sendKeys(keys.join(''), this.contentWindow);
  }

  /** The accessible object of a node, once the browser has made it. It makes some while somebody holds its service. */
  accessible(node) {
    this.accessibility ??= Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
    return this.accessibility.getAccessibleFor(node);
  }

  /** What a screen reader says of an element. */
  heard({ selector }) {
    const found = this.accessible(this.document.querySelector(selector));
    return found && { name: found.name ?? '', description: found.description ?? '' };
  }

  /** What a screen reader reads out of the page by itself, closed shadow trees included. */
  spoken() {
    const children = (each) => Array.from({ length: each.childCount }, (_, at) => each.getChildAt(at));
    const said = (each) => (each.role === Ci.nsIAccessibleRole.ROLE_TEXT_LEAF ? `${each.name} ` : children(each).map(said).join(''));
    const found = [];
    const walk = (each, inLive) => {
      const role = attribute(each, 'xml-roles');
      // Of an alert Firefox tells by an event of its own, and names no attribute.
      const isLive = role === 'alert' || !['', 'off'].includes(attribute(each, 'live'));
      if (role === 'alertdialog' || isLive && !inLive) found.push(`${role}: ${said(each)}`);
      for (const child of children(each)) walk(child, isLive);
    };
    const root = this.accessible(this.document);
    // Of a page that nobody listened to yet the browser makes the root first, and all else in a moment.
    if (!root?.childCount) return null;
    walk(root, false);
    return found;
  }

  /** The texts in the closed shadow tree of the last child of the page's root. */
  shadowTexts() {
    const hosts = [...this.document.documentElement.children].filter((each) => each.openOrClosedShadowRoot);
    const host = hosts.at(-1);
    if (!host) return null;
    const texts = (node) => [node.nodeValue, ...[...node.childNodes].flatMap(texts)].filter(Boolean);
    return texts(host.openOrClosedShadowRoot);
  }
}

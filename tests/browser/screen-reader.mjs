// What a screen reader is told of a page, by Chromium's tree of accessible objects.

/** What a screen reader reads out of a page by itself, closed shadow trees included. @param {import('puppeteer-core').Page} page */
export async function spoken(page) {
  const control = await page.createCDPSession();
  const { nodes } = await control.send('Accessibility.getFullAXTree');
  await control.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  /** @param {import('puppeteer-core').Protocol.Accessibility.AXNode} [node] @returns {string} */
  const said = (node) => (node?.role?.value === 'StaticText' ? `${node.name?.value} ` : '') + (node?.childIds ?? []).map((id) => said(byId.get(id))).join('');
  // What is inside of a live region is live, too.
  const isLive = (/** @type {typeof nodes[0] | undefined} */ node) => Boolean(node?.properties?.some(({ name, value }) => name === 'live' && value.value !== 'off'));
  const regions = nodes.filter((node) => node.role?.value === 'alertdialog' || isLive(node) && !isLive(byId.get(node.parentId ?? '')));
  return regions.map((node) => `${node.role?.value}: ${said(node)}`);
}

/** What a screen reader says of an element. @param {import('puppeteer-core').Page} page @param {string} selector */
export async function heard(page, selector) {
  const root = await page.$(selector) ?? undefined;
  const { name = '', description = '' } = await page.accessibility.snapshot({ root, interestingOnly: false }) ?? {};
  return { name, description };
}

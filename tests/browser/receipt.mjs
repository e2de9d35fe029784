// Reads receipts and views, as src/engine/receipt.rs and src/protocol/view.rs write them. Nothing else here knows their shape.

/**
 * @typedef {{kind: string, organisation: string | null, inside: string | null, removed: number | null, proof: Record<string, unknown>}} Line
 * @typedef {object} Receipt
 * @property {number} run
 * @property {number} ended
 * @property {string} verdict
 * @property {Record<string, {product: string, way: string}>} organisations
 * @property {Line[]} lines
 * @property {{step: string, took: number}[]} steps
 */

/** Does the receipt say that everything is done and checked? @param {Receipt} receipt */
export const saysSignedOut = (receipt) => receipt.verdict === 'signed_out';

/** The lines of the receipt that are of a kind. @param {Receipt} receipt @param {string} kind */
export const linesOf = (receipt, kind) => receipt.lines.filter((line) => line.kind === kind);

/** The proofs of these lines. @param {Receipt} receipt @param {string} kind */
export const proofsOf = (receipt, kind) => linesOf(receipt, kind).map(({ proof }) => proof);

/** `verified`, `unverifiable` or `failed`. @param {Line} line */
export const outcome = (line) => Object.keys(line.proof)[0] ?? '';

/** How the line is known, in words. @param {Line} line */
export function proofInWords(line) {
  const [[name, detail] = ['', '']] = Object.entries(line.proof);
  const why = typeof detail === 'string' ? detail : Object.values(detail ?? {}).length ? Object.entries(detail).map(([key, value]) => (key === 'by' ? value : `${key} ${value}`)).join(', ') : '';
  return `${name}: ${words(String(why))}`;
}

/** Names of the receipt as people read them. @param {string} name */
export const words = (name) => name.replaceAll('_', ' ');

/** The rows of a table that shows the receipt. @param {Receipt} receipt */
export const receiptRows = (receipt) => receipt.lines.map((line) => [
  words(line.kind), line.organisation ?? 'all', line.removed === null ? '–' : String(line.removed), proofInWords(line),
]);

/**
 * What a view says of the steps: those done, and the one at work.
 * @param {any} view
 * @returns {{done: [string, number][], now?: string}}
 */
export function stepsOf(view) {
  const { progress } = view.running ?? view.asking ?? {};
  if (progress) return { done: progress.done, now: progress.now };
  const receipt = view.finished?.receipt;
  return { done: receipt?.steps.map((/** @type {{step: string, took: number}} */ each) => [each.step, each.took]) ?? [] };
}

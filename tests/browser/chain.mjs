// The chain of receipts by another program than the extension's: what docs/receipts.md tells an administrator to check.
import { createHash } from 'node:crypto';

/** @typedef {{number: number, before: string, hash: string, taken_over: boolean}} Link */

/** Canonical JSON (RFC 8785), as far as receipts need it. @param {any} value @returns {string} */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

/** What a stored receipt hashes to. @param {any} receipt */
export function hashOf(receipt) {
  const { hash: _, ...link } = receipt.chain;
  return createHash('sha256').update(canonical({ ...receipt, chain: link })).digest('hex');
}

/**
 * Everything that is wrong with an export.
 * @param {{format: string, version: number, ends: any, receipts: any[]}} saved
 */
export function faultsOf({ format, version, ends, receipts }) {
  if (format !== 'clean-exit-receipts' || version !== 1) return ['another format'];
  const faults = [];
  let last = ends.dropped;
  for (const receipt of receipts) {
    const { number, before, hash } = receipt.chain ?? {};
    if (!receipt.chain || hashOf(receipt) !== hash) faults.push(`receipt ${number}: changed`);
    if (number !== last.number + 1 || before !== last.hash) faults.push(`receipt ${number}: does not follow on ${last.number}`);
    last = { number, hash };
  }
  if (last.number !== ends.last.number || last.hash !== ends.last.hash) faults.push('the end is missing');
  return faults;
}

/**
 * Receipts as the extension stores them.
 * @param {any[]} receipts the oldest first
 */
export function chained(receipts) {
  let last = { number: 0, hash: '' };
  const tied = receipts.map((receipt) => {
    const link = { number: last.number + 1, before: last.hash, taken_over: false };
    const hash = hashOf({ ...receipt, chain: link });
    last = { number: link.number, hash };
    return { ...receipt, chain: { ...link, hash } };
  });
  return { receipts: tied, 'receipts-chain': { dropped: { number: 0, hash: '' }, last, renewed: 0 } };
}

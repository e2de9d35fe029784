// Reads a journal as far as the tests need it: which effects are in flight. It follows src/protocol/journal.rs and src/value.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../harness.mjs';

/** The names of the effects, in the order in which the journal counts them. */
export const EFFECTS = namesOfEffects();

function namesOfEffects() {
  const text = readFileSync(join(ROOT, 'src/engine/effect.rs'), 'utf8');
  const [, body = ''] = /pub enum Effect \{\n([\s\S]*?)\n\}/.exec(text) ?? [];
  return [...body.matchAll(/^ {4}([A-Z]\w+)/gm)].map(([, name = '']) => name);
}

/**
 * The effects in flight: each one's number, and its name.
 * @param {string} journal
 * @returns {Map<number, string>}
 */
export function inFlight(journal) {
  const bytes = Buffer.from(journal, 'hex');
  let at = 0;
  const count = () => {
    for (let sum = 0, scale = 1; ; scale *= 128) {
      const byte = bytes[at++] ?? 0;
      sum += (byte & 127) * scale;
      if (byte < 128) return sum;
    }
  };
  const several = (/** @type {() => any} */ read) => Array.from({ length: count() }, read);
  const kinds = [
    () => null,
    () => bytes[at++] === 1,
    () => bytes.readDoubleLE((at += 8) - 8),
    () => { const length = count(); return bytes.toString('utf8', at, at += length); },
    () => several(value),
    () => several(() => [value(), value()]),
  ];
  /** @returns {any} */
  function value() {
    const kind = kinds[count()];
    if (!kind) throw new Error('this is no journal that is known here');
    return kind();
  }
  count();
  const [, [, owed]] = value();
  return new Map(owed.map((/** @type {any} */ [id, [effect]]) => [id, EFFECTS[variant(effect)] ?? '']));
}

/** The place of a variant: alone, or before what it holds. @param {any} effect @returns {number} */
const variant = (effect) => (Array.isArray(effect) ? variant(effect[0]) : effect);

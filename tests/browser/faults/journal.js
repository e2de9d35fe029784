// Reads a journal as far as the tests need it: which effects are in flight. It follows src/protocol/journal.rs and src/value.
// A file of its own without Node: the preamble needs it in the background.

/**
 * The effects in flight: each one's number, and its name.
 * @param {string} journal
 * @param {string[]} effects the names of all, in the order in which the journal counts them
 * @returns {Map<number, string>}
 */
export function inFlight(journal, effects) {
  const bytes = Uint8Array.from(journal.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const view = new DataView(bytes.buffer);
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
    () => view.getFloat64((at += 8) - 8, true),
    () => { const length = count(); return new TextDecoder().decode(bytes.subarray(at, at += length)); },
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
  return new Map(owed.map((/** @type {any} */ [id, [effect]]) => [id, effects[variant(effect)] ?? '']));
}

/** The place of a variant: alone, or before what it holds. @param {any} effect @returns {number} */
const variant = (effect) => (Array.isArray(effect) ? variant(effect[0]) : effect);

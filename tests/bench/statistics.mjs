// @ts-check
// Figures out of many runs: medians with their spread, and a row of the report.

/** @typedef {{runs: number, least: number, quarter: number, median: number, threeQuarters: number, most: number}} Spread */

/**
 * @typedef {object} Row
 * @property {string} label what was measured
 * @property {Spread} ours
 * @property {Spread} [yardstick] the same in the same run; none where nothing compares
 * @property {'ratio' | 'difference'} [by] how the two are compared
 * @property {number} [reached] the ratio, or the difference, of the medians
 * @property {number} [aim] the most that it should be
 */

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {string} title
 * @property {string} unit
 * @property {string} beside what the yardstick is
 * @property {Row[]} rows
 * @property {string[]} [notes] what else was seen in the same runs
 */

/** The middle of some numbers, and how far they are spread. @param {number[]} numbers @returns {Spread} */
export function spreadOf(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => {
    const place = share * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
    return below + (above - below) * (place % 1);
  };
  return { runs: sorted.length, least: at(0), quarter: at(0.25), median: at(0.5), threeQuarters: at(0.75), most: at(1) };
}

/**
 * A row that says how many times as long ours takes.
 * @param {string} label
 * @param {number[]} ours
 * @param {number[]} yardstick
 * @param {number} [aim]
 * @returns {Row}
 */
export function ratioRow(label, ours, yardstick, aim) {
  const [one, other] = [spreadOf(ours), spreadOf(yardstick)];
  return { label, ours: one, yardstick: other, by: 'ratio', reached: one.median / other.median, ...aim === undefined ? {} : { aim } };
}

/**
 * A row that says how much more ours takes.
 * @param {string} label
 * @param {number[]} ours
 * @param {number[]} yardstick
 * @param {number} [aim]
 * @returns {Row}
 */
export function differenceRow(label, ours, yardstick, aim) {
  const [one, other] = [spreadOf(ours), spreadOf(yardstick)];
  return { label, ours: one, yardstick: other, by: 'difference', reached: one.median - other.median, ...aim === undefined ? {} : { aim } };
}

/** A row beside which there is nothing. @param {string} label @param {number[]} ours @param {number} [aim] @returns {Row} */
export function plainRow(label, ours, aim) {
  const spread = spreadOf(ours);
  return { label, ours: spread, ...aim === undefined ? {} : { aim, reached: spread.median } };
}

/** The figure as lines of text. @param {Figure} figure */
export function tableOf({ title, unit, beside, rows, notes = [] }) {
  const titles = ['', `ours (${unit})`, 'spread', `beside (${unit})`, 'spread', 'reached', 'aim', ''];
  const lines = rows.map(({ label, ours, yardstick, by, reached, aim }) => [
    label, short(ours.median), spreadInWords(ours), yardstick ? short(yardstick.median) : '', yardstick ? spreadInWords(yardstick) : '',
    reached === undefined ? '' : inWords(reached, by, unit), aim === undefined ? '' : `≤ ${inWords(aim, by, unit)}`,
    aim === undefined || reached === undefined ? '' : reached <= aim ? 'met' : 'missed',
  ]);
  const widths = titles.map((_, column) => Math.max(...[titles, ...lines].map((line) => line[column]?.length ?? 0)));
  const text = [titles, ...lines].map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '));
  return [title, `beside: ${beside}`, ...text, ...notes].join('\n');
}

/** @param {number} value @param {Row['by']} by @param {string} unit */
function inWords(value, by, unit) {
  if (by === 'ratio') return `${value.toFixed(2)} ×`;
  return by === 'difference' ? `${short(value)} ${unit} more` : `${short(value)} ${unit}`;
}

/** @param {Spread} spread */
const spreadInWords = ({ quarter, threeQuarters }) => `${short(quarter)}–${short(threeQuarters)}`;

/** As many digits as say something. @param {number} value */
export function short(value) {
  const size = Math.abs(value);
  return value.toFixed(size < 1 && size !== 0 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0);
}

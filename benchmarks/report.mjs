/**
 * @typedef {object} Measured A round of one side.
 * @property {number} speed In examples a second.
 * @property {number} cores Processor seconds a second.
 *
 * @typedef {object} Pair Two rounds that followed each other.
 * @property {Measured} expgraph
 * @property {Measured} keras
 *
 * @typedef {object} Result A case that was measured.
 * @property {string} name
 * @property {string} what
 * @property {string} unit
 * @property {readonly Pair[]} pairs
 * @property {string} settings The peer's, which are its fastest.
 * @property {{ expgraph: number, keras: number }} setUpSeconds
 *
 * @typedef {object} Failure A case that was not.
 * @property {string} name
 * @property {string} what
 * @property {string} failure
 */

export const BEGIN = '<!-- benchmarks: begin -->';
export const END = '<!-- benchmarks: end -->';

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How many times as fast expgraph was. The ratios are of rounds that followed each other: what slows the machine for a while
 * slows both.
 *
 * @param {readonly Pair[]} pairs
 */
export function ratiosOf(pairs) {
  const ratios = pairs.map(({ expgraph, keras }) => expgraph.speed / keras.speed);
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}

/** @param {readonly (Result | Failure)[]} results */
export function markdownTable(results) {
  const rows = results.map((result) => {
    const first = `\`${result.name}\` | ${result.what}`;
    if ('failure' in result) return `| ${first} | failed: ${cell(result.failure)} | | | | | | |`;
    const { pairs, unit, settings, setUpSeconds } = result;
    const { median: middle, min, max } = ratiosOf(pairs);
    const of = (quantity, side) => median(pairs.map((pair) => pair[side][quantity]));
    const both = (describe) => ['expgraph', 'keras'].map(describe);
    const speeds = both((side) => `${formatNumber(of('speed', side))} ${unit}/s`).join(' | ');
    const ratios = `**${middle.toFixed(2)}** | ${min.toFixed(2)}–${max.toFixed(2)}`;
    const cores = both((side) => of('cores', side).toFixed(1)).join(' / ');
    const setUp = both((side) => setUpSeconds[side].toFixed(1)).join(' / ');
    return `| ${first} | ${speeds} | ${ratios} | ${cores} | ${setUp} s | ${settings} |`;
  });
  return [
    '| case | what | expgraph | Keras | ratio (median) | min–max | cores used | set-up | settings of Keras |',
    '| --- | --- | --: | --: | --: | --: | --: | --: | --- |',
    ...rows,
  ].join('\n');
}

/** A message of several lines in a cell of a table: its first line. */
const cell = (message) => message.split('\n')[0].replaceAll('|', '\\|');

/** Three digits are more than the noise leaves. */
export function formatNumber(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/**
 * @param {string} document
 * @param {string} content
 */
export function replaceBetweenMarkers(document, content) {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END, begin);
  if (begin < 0 || end < 0) {
    throw new Error(`The document has no "${BEGIN}" followed by "${END}". Put both where the table belongs.`);
  }
  return `${document.slice(0, begin + BEGIN.length)}\n\n${content}\n\n${document.slice(end)}`;
}

import { basename, extname } from 'node:path';
import { checkDistinctColumns, columnPosition, readTable, readText, type Table } from '@expgraph/data/formats';
import { type Notice, plural } from '@expgraph/data/wording';
import { fillMissing, type Missing } from './fill-missing.js';
import { findGaps } from './find-gaps.js';
import {
  noMoments,
  noNumbers,
  notANumber,
  notATable,
  notATime,
  notInOrder,
  tooLarge,
  wantedTwice,
} from './messages.js';
import { momentTimes } from './moment-time.js';
import { namesLikeValues } from './names-like-values.js';
import { isAbsent, type NumberFormat, numberReader } from './number-field.js';
import { numericColumns } from './numeric-columns.js';
import { otherFormat } from './other-format.js';
import { type Column, type Series, UNSCALED } from './series.js';

export interface ReadSeriesOptions extends NumberFormat {
  /** Those that are wanted; undefined: all that have numbers. */
  readonly columns?: readonly string[];
  /** The column of the times, which must ascend. */
  readonly time?: string;
  readonly missing: Missing;
  readonly delimiter?: string;
  readonly encoding?: string;
}

const EXTENSIONS = ['.csv', '.tsv', '.tab', '.txt'];

/** The largest number of a float32, which is what models are given. */
const LARGEST = 3.4028234663852886e38;

interface Moments {
  /** See `Series`. */
  readonly names: string[];
  /** What is odd about their times, for people. */
  readonly notices: readonly Notice[];
}

/** Reads a table with a row a moment. The first line names the columns. */
export async function readSeries(
  path: string,
  source: string,
  options: ReadSeriesOptions,
): Promise<{ readonly data: Series; readonly notices: readonly Notice[] }> {
  if (!EXTENSIONS.includes(extname(path).toLowerCase())) throw notATable(source);
  const file = basename(path);
  const { encoding, delimiter, time } = options;
  const table = readTable(await readText(path, { file, encoding, encodingAt: ['encoding'] }), { file, delimiter });
  if (table.rows.length === 0) throw noMoments(file);
  checkDistinctColumns(table);
  const moments = momentsOf(table, time);
  const { names, notices } = options.columns
    ? { names: options.columns, notices: [] }
    : numericColumns(table, time, options);
  const odd = options.columns ? [] : namesLikeValues(table, options);
  if (names.length === 0) throw noNumbers(file, table.columns, notices);
  const columns = names.map((name, index) => {
    const position = columnPosition(table, name, { option: ['columns', index] });
    if (names.indexOf(name) < index) throw wantedTwice(['columns', index], name);
    return columnOf(table, position, options);
  });
  return {
    data: { columns: columns.map(({ column }) => column), moments: moments.names },
    notices: [...table.notices, ...odd, ...notices, ...moments.notices, ...columns.flatMap(({ filled }) => filled)],
  };
}

function momentsOf(table: Table, time: string | undefined): Moments {
  const { rows, file } = table;
  if (time === undefined) return { names: rows.map(({ line }) => `${file}:${line}`), notices: [] };
  const position = columnPosition(table, time, { option: ['time'] });
  const found = rows.map(({ fields }) => fields[position]);
  const times = momentTimes(found);
  for (const [index, moment] of times.entries()) {
    const { line } = rows[index];
    if (Number.isNaN(moment)) throw notATime(file, line, found[index]);
    if (index > 0 && moment <= times[index - 1]) throw notInOrder(file, line, found[index], found[index - 1]);
  }
  return { names: found, notices: gapNotices(times, table) };
}

function gapNotices(times: readonly number[], { rows, file }: Table): Notice[] {
  const gaps = findGaps(times);
  if (!gaps) return [];
  const { count, steps, behindLongest, longest } = gaps;
  const most = Number(longest.toFixed(1));
  const message = `Moments are taken as evenly spaced, and ${count} of ${steps} steps are longer than usual. The longest, ${most} times the usual one, ends at ${file}:${rows[behindLongest].line}.`;
  return [{ level: 'warn', message }];
}

/** Returns a column, and how many of its values were filled. */
function columnOf(
  { rows, columns, file }: Table,
  position: number,
  options: ReadSeriesOptions,
): { readonly column: Column; readonly filled: Notice[] } {
  const { missing } = options;
  const name = columns[position];
  const numberOf = numberReader(options);
  const values = Float64Array.from(rows, ({ fields, line }) => {
    const field = fields[position];
    const value = numberOf(field);
    if (Math.abs(value) > LARGEST) throw tooLarge(file, line, name, field.trim());
    if (isAbsent(field) ? missing === 'fail' : !Number.isFinite(value))
      throw notANumber(file, line, name, field, isAbsent(field), otherFormat([field], options));
    return value;
  });
  const column = { name, values, scaling: UNSCALED };
  const absent = values.filter(Number.isNaN).length;
  if (missing === 'fail' || absent === 0) return { column, filled: [] };
  fillMissing(values, missing, (index) => `${file}:${rows[index].line}: "${name}"`);
  const message = `Filled ${absent} of ${plural(values.length, 'value')} of "${name}" that are missing (missing: ${missing}).`;
  return { column, filled: [{ level: 'info', message }] };
}

import { basename, extname } from 'node:path';
import { checkDistinctColumns, columnPosition, readTable, readText, type Table } from '@expgraph/data/formats';
import { type Notice, plural } from '@expgraph/data/wording';
import { fillMissing, type Missing } from './fill-missing.js';
import { findGaps } from './find-gaps.js';
import { headerNotices } from './header-notices.js';
import {
  duplicateColumn,
  noNumbers,
  noRows,
  notANumber,
  notAscending,
  notATable,
  notATime,
  tooLarge,
} from './messages.js';
import { isAbsent, type NumberFormat, numberReader } from './number-field.js';
import { numericColumns } from './numeric-columns.js';
import { otherFormat } from './other-format.js';
import { parseTimes } from './parse-time.js';
import { type Column, type Series, UNSCALED } from './series.js';

export interface ReadSeriesOptions extends NumberFormat {
  /** Columns to read. Default: all numeric columns. */
  readonly columns?: readonly string[];
  /** The column with the times, in ascending order. */
  readonly time?: string;
  readonly missing: Missing;
  readonly delimiter?: string;
  readonly encoding?: string;
}

const EXTENSIONS = ['.csv', '.tsv', '.tab', '.txt'];

/** The largest float32, the dtype of features. */
const LARGEST = 3.4028234663852886e38;

interface TimeColumn {
  /** See `Series`. */
  readonly names: string[];
  /** Warnings about the times. */
  readonly notices: readonly Notice[];
}

/** Reads a table with column names in the first line and a row per timestep. */
export async function readSeries(
  path: string,
  source: string,
  options: ReadSeriesOptions,
): Promise<{ readonly data: Series; readonly notices: readonly Notice[] }> {
  if (!EXTENSIONS.includes(extname(path).toLowerCase())) throw notATable(source);
  const file = basename(path);
  const { encoding, delimiter, time } = options;
  const table = readTable(await readText(path, { file, encoding, encodingAt: ['encoding'] }), { file, delimiter });
  if (table.rows.length === 0) throw noRows(file);
  checkDistinctColumns(table);
  const timesteps = timesOf(table, time);
  const { names, notices } = options.columns
    ? { names: options.columns, notices: [] }
    : numericColumns(table, time, options);
  const odd = options.columns ? [] : headerNotices(table, options);
  if (names.length === 0) throw noNumbers(file, table.columns, notices);
  const columns = names.map((name, index) => {
    const position = columnPosition(table, name, { option: ['columns', index] });
    if (names.indexOf(name) < index) throw duplicateColumn(['columns', index], name);
    return columnOf(table, position, options);
  });
  return {
    data: { columns: columns.map(({ column }) => column), timesteps: timesteps.names },
    notices: [...table.notices, ...odd, ...notices, ...timesteps.notices, ...columns.flatMap(({ filled }) => filled)],
  };
}

function timesOf(table: Table, time: string | undefined): TimeColumn {
  const { rows, file } = table;
  if (time === undefined) return { names: rows.map(({ line }) => `${file}:${line}`), notices: [] };
  const position = columnPosition(table, time, { option: ['time'] });
  const found = rows.map(({ fields }) => fields[position]);
  const times = parseTimes(found);
  for (const [index, timestep] of times.entries()) {
    const { line } = rows[index];
    if (Number.isNaN(timestep)) throw notATime(file, line, found[index]);
    if (index > 0 && timestep <= times[index - 1]) throw notAscending(file, line, found[index], found[index - 1]);
  }
  return { names: found, notices: gapNotices(times, table) };
}

function gapNotices(times: readonly number[], { rows, file }: Table): Notice[] {
  const gaps = findGaps(times);
  if (!gaps) return [];
  const { count, steps, afterLongest, longest } = gaps;
  const most = Number(longest.toFixed(1));
  const message = `Rows are treated as evenly spaced, but ${count} of ${steps} timesteps are longer than usual. The longest, ${most} times the usual one, ends at ${file}:${rows[afterLongest].line}.`;
  return [{ level: 'warn', message }];
}

/** Returns a column, and a notice of the values that were filled. */
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
  const message = `Filled ${absent} of ${plural(values.length, 'value')} of "${name}" that were missing (missing: ${missing}).`;
  return { column, filled: [{ level: 'info', message }] };
}

import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { type CsvError, parse } from 'csv-parse/sync';
import { fillMissing, type Missing } from './fill-missing.js';
import { findGaps } from './find-gaps.js';
import {
  columnTwice,
  noMoments,
  noNumbers,
  notANumber,
  notATable,
  notATime,
  notCsv,
  notInOrder,
  notUtf8,
  tooLarge,
  unknownColumn,
  wantedTwice,
} from './messages.js';
import { momentTimes } from './moment-time.js';
import { isAbsent, numberOf } from './number-field.js';
import { type Column, type Series, UNSCALED } from './series.js';

export interface ReadSeriesOptions {
  /** Those that are wanted; undefined: all that have numbers. */
  readonly columns?: readonly string[];
  /** The column of the times, which must ascend. */
  readonly time?: string;
  readonly missing: Missing;
}

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const DELIMITERS: Readonly<Record<string, string>> = { '.csv': ',', '.tsv': '\t' };

/** The largest number of a float32, which is what models are given. */
const LARGEST = 3.4028234663852886e38;

interface Moments {
  /** See `Series`. */
  readonly names: string[];
  /** What is odd about their times, for people. */
  readonly notices: readonly string[];
}

/** Reads a table with a line a moment. The first line names the columns. */
export async function readSeries(
  path: string,
  source: string,
  options: ReadSeriesOptions,
): Promise<{ readonly data: Series; readonly notices: readonly string[] }> {
  const delimiter = DELIMITERS[extname(path).toLowerCase()];
  if (delimiter === undefined) throw notATable(source);
  const file = basename(path);
  const content = await readFile(path);
  if (!isUtf8(content)) throw notUtf8(file);
  const [header, ...rows] = parseRows(content.toString('utf8'), file, delimiter);
  if (rows.length === 0) throw noMoments(file);
  const names = header.record.map((name) => name.trim());
  const twice = names.find((name, position) => name !== '' && names.indexOf(name) < position);
  if (twice !== undefined) throw columnTwice(file, twice);
  const moments = momentsOf(rows, names, file, options.time);
  const { wanted, notices } = options.columns
    ? { wanted: options.columns, notices: [] }
    : numericColumns(rows, names, file, options.time);
  if (wanted.length === 0) throw noNumbers(file, names, notices);
  const columns = wanted.map((name, index) => {
    const position = names.indexOf(name);
    if (position < 0) throw unknownColumn(['columns', index], name, names);
    if (wanted.indexOf(name) < index) throw wantedTwice(['columns', index], name);
    return columnOf(rows, position, name, file, options.missing);
  });
  return { data: { columns, moments: moments.names }, notices: [...notices, ...moments.notices] };
}

function parseRows(content: string, file: string, delimiter: string): Row[] {
  try {
    const options = { delimiter, info: true, skipEmptyLines: true, bom: true };
    return parse(content, options) as unknown as Row[];
  } catch (error) {
    const { message, lines } = error as CsvError & { lines?: number };
    throw notCsv(file, lines ?? 1, message);
  }
}

function momentsOf(rows: readonly Row[], names: readonly string[], file: string, time: string | undefined): Moments {
  if (time === undefined) return { names: rows.map(({ info }) => `${file}:${info.lines}`), notices: [] };
  const position = names.indexOf(time);
  if (position < 0) throw unknownColumn(['time'], time, names);
  const found = rows.map(({ record }) => record[position]);
  const times = momentTimes(found);
  for (const [index, moment] of times.entries()) {
    const { lines } = rows[index].info;
    if (Number.isNaN(moment)) throw notATime(file, lines, found[index]);
    if (index > 0 && moment <= times[index - 1]) throw notInOrder(file, lines, found[index], found[index - 1]);
  }
  return { names: found, notices: gapNotices(times, rows, file) };
}

function gapNotices(times: readonly number[], rows: readonly Row[], file: string): string[] {
  const gaps = findGaps(times);
  if (!gaps) return [];
  const { count, steps, behindLongest, longest } = gaps;
  const most = Number(longest.toFixed(1));
  return [
    `Moments are taken as evenly spaced, and ${count} of ${steps} steps are longer than usual. The longest, ${most} times the usual one, ends at ${file}:${rows[behindLongest].info.lines}.`,
  ];
}

interface NumericColumns {
  readonly wanted: readonly string[];
  /** Which columns are left out although they have numbers, for people. */
  readonly notices: readonly string[];
}

/** Those with a name that have a number in each line, or nothing. What pandas puts first, the number of the row, has no name. */
function numericColumns(
  rows: readonly Row[],
  names: readonly string[],
  file: string,
  time: string | undefined,
): NumericColumns {
  const wanted: string[] = [];
  const notices: string[] = [];
  for (const [position, name] of names.entries()) {
    if (name === time || name === '') continue;
    const found = rows.filter(({ record }) => !isAbsent(record[position]));
    const wrong = found.find(({ record }) => !Number.isFinite(numberOf(record[position])));
    if (found.length > 0 && wrong === undefined) wanted.push(name);
    if (wrong === undefined || found.every(({ record }) => !Number.isFinite(numberOf(record[position])))) continue;
    const { record, info } = wrong;
    notices.push(
      `"${name}" is left out: it has numbers, and "${record[position].trim()}" at ${file}:${info.lines}. Mend it, or name the columns that are wanted in columns.`,
    );
  }
  return { wanted, notices };
}

function columnOf(rows: readonly Row[], position: number, name: string, file: string, missing: Missing): Column {
  const values = Float64Array.from(rows, ({ record, info }) => {
    const field = record[position];
    const value = numberOf(field);
    if (Math.abs(value) > LARGEST) throw tooLarge(file, info.lines, name, field.trim());
    if (isAbsent(field) ? missing === 'fail' : !Number.isFinite(value))
      throw notANumber(file, info.lines, name, field, isAbsent(field));
    return value;
  });
  if (missing !== 'fail') fillMissing(values, missing, (index) => `${file}:${rows[index].info.lines}: "${name}"`);
  return { name, values, scaling: UNSCALED };
}

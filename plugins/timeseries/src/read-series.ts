import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { type CsvError, parse } from 'csv-parse/sync';
import { fillMissing, type Missing } from './fill-missing.js';
import { findGaps } from './find-gaps.js';
import { noNumbers, notANumber, notATable, notATime, notCsv, notInOrder, unknownColumn } from './messages.js';
import { momentTime } from './moment-time.js';
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

interface Moments {
  /** See `Series`. */
  readonly names: string[];
  /** What is odd about their times, for people. */
  readonly notice?: string;
}

/** Reads a table with a line a moment. The first line names the columns. */
export async function readSeries(
  path: string,
  source: string,
  options: ReadSeriesOptions,
): Promise<{ readonly data: Series; readonly notice?: string }> {
  const delimiter = DELIMITERS[extname(path).toLowerCase()];
  if (delimiter === undefined) throw notATable(source);
  const file = basename(path);
  const [header, ...rows] = parseRows(await readFile(path, 'utf8'), file, delimiter);
  const names = (header?.record ?? []).map((name) => name.trim());
  const moments = momentsOf(rows, names, file, options.time);
  const wanted = options.columns ?? numericColumns(rows, names, options.time);
  if (wanted.length === 0) throw noNumbers(file, names);
  const columns = wanted.map((name, index) => {
    const position = names.indexOf(name);
    if (position < 0) throw unknownColumn(['columns', index], name, names);
    return columnOf(rows, position, name, file, options.missing);
  });
  return { data: { columns, moments: moments.names }, notice: moments.notice };
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
  if (time === undefined) return { names: rows.map(({ info }) => `${file}:${info.lines}`) };
  const position = names.indexOf(time);
  if (position < 0) throw unknownColumn(['time'], time, names);
  const found = rows.map(({ record }) => record[position]);
  const times = found.map(momentTime);
  for (const [index, moment] of times.entries()) {
    const { lines } = rows[index].info;
    if (Number.isNaN(moment)) throw notATime(file, lines, found[index]);
    if (index > 0 && moment <= times[index - 1]) throw notInOrder(file, lines, found[index], found[index - 1]);
  }
  return { names: found, notice: noticeOf(times, rows, file) };
}

function noticeOf(times: readonly number[], rows: readonly Row[], file: string): string | undefined {
  const gaps = findGaps(times);
  if (!gaps) return undefined;
  const { count, steps, behindLongest, longest } = gaps;
  const most = Number(longest.toFixed(1));
  return `Moments are taken as evenly spaced, and ${count} of ${steps} steps are longer than usual. The longest, ${most} times the usual one, ends at ${file}:${rows[behindLongest].info.lines}.`;
}

/** Those that have a number in each line, or nothing. */
function numericColumns(rows: readonly Row[], names: readonly string[], time: string | undefined): string[] {
  return names.filter((name, position) => {
    if (name === time) return false;
    const found = rows.map(({ record }) => record[position].trim()).filter((field) => field !== '');
    return found.length > 0 && found.every((field) => Number.isFinite(Number(field)));
  });
}

function columnOf(rows: readonly Row[], position: number, name: string, file: string, missing: Missing): Column {
  const values = Float64Array.from(rows, ({ record, info }) => {
    const field = record[position].trim();
    const value = field === '' ? Number.NaN : Number(field);
    const isAbsent = field === '' && missing !== 'fail';
    if (!Number.isFinite(value) && !isAbsent) throw notANumber(file, info.lines, name, field);
    return value;
  });
  if (missing !== 'fail') fillMissing(values, missing, name);
  return { name, values, scaling: UNSCALED };
}

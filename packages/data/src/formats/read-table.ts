import type { Notice } from '../wording/index.js';
import {
  blankLinesNotice,
  delimiterNotice,
  duplicateColumn,
  noColumn,
  otherFieldCount,
  raggedRow,
} from './table-messages.js';
import { type Row, type RowOptions, tableRows } from './table-rows.js';
import type { TextFile } from './text-file.js';

export interface TableOptions extends TextFile {
  /** One character. Default: a tab in `.tsv` files, a comma in others, or what separates the names in the first line. */
  readonly delimiter?: string;
  /** Whether the first line has the names of the columns. Default: true. */
  readonly header?: boolean;
  /** Whether to trim unquoted values. Default: true. */
  readonly trim?: boolean;
  /** Whether fields may be quoted with double quotes. Default: true. */
  readonly quotes?: boolean;
  /** Whether to return rows with too many or too few fields with their fault. Default: they are an error. */
  readonly keepFaulty?: boolean;
}

export interface TableRow extends Row {
  /** Why the fields are ambiguous, as a sentence. */
  readonly fault?: string;
}

/** The rows of a CSV or TSV file. */
export interface Table extends TextFile {
  /** Names of the columns; indices from 0 if the table has no header. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  readonly delimiter: string;
  /** Notices about what was skipped or detected. */
  readonly notices: readonly Notice[];
}

/** Excel's line that declares the delimiter. */
const SEP = /^sep=(.)(?:\r\n|\n|\r|$)/i;

/** Delimiters to detect. */
const DELIMITERS = [';', '\t', '|', ','];

/**
 * Reads a table: CSV (RFC 4180), TSV, or one with another delimiter. Line breaks may be mixed; blank lines are skipped.
 * @param text Without a byte order mark, as `readText` returns it.
 * @throws ExperimentError at a misplaced quote, and at a row with too many or too few fields
 */
export function readTable(text: string, options: TableOptions): Table {
  const { file, at, header = true, trim = true, quotes = true } = options;
  const sep = options.delimiter === undefined ? SEP.exec(text)?.[1] : undefined;
  const expected = options.delimiter ?? sep ?? (/\.(tsv|tab)$/i.test(file) ? '\t' : ',');
  // The rest of the line stays as a blank line, so that line numbers are right.
  const content = sep === undefined ? text : text.slice(`sep=${sep}`.length);
  const reading = { file, at, trim, quotes };
  const isGiven = options.delimiter !== undefined || sep !== undefined || !header;
  const delimiter = isGiven ? expected : foundDelimiter(content, { ...reading, delimiter: expected });
  const { rows, blank } = tableRows(content, { ...reading, delimiter });
  const lines = sep === undefined ? blank : blank.filter((line) => line > 1);
  const notices: Notice[] = [];
  if (delimiter !== expected) notices.push({ level: 'warn', message: delimiterNotice(file, delimiter) });
  if (lines.length > 0) notices.push({ level: 'info', message: blankLinesNotice(file, lines.length, lines[0]) });
  const first = rows.at(0)?.fields ?? [];
  const columns = header ? first.map((name) => name.trim()) : first.map((_, position) => String(position));
  const table = { file, at, columns, delimiter, notices };
  return { ...table, rows: (header ? rows.slice(1) : rows).map((row) => checkedRow(row, table, header, options)) };
}

/** Returns another delimiter than the expected one if the first line contains it, but not the expected one. */
function foundDelimiter(text: string, options: RowOptions): string {
  const line = text.split(/[\r\n]+/, 2).find((found) => found.trim() !== '') ?? '';
  const count = (delimiter: string) => line.replaceAll(/"[^"]*"/g, '').split(delimiter).length;
  if (count(options.delimiter) > 1) return options.delimiter;
  const [best] = DELIMITERS.map((delimiter) => ({ delimiter, columns: count(delimiter) })).sort(
    (a, b) => b.columns - a.columns,
  );
  return best.columns > 1 ? best.delimiter : options.delimiter;
}

/** Returns the row with as many fields as there are columns: empty fields may be missing or extra without a loss. */
function checkedRow(
  row: Row,
  { file, columns, delimiter }: Omit<Table, 'rows'>,
  header: boolean,
  options: TableOptions,
): TableRow {
  const { fields, line } = row;
  if (fields.length === columns.length) return row;
  const isPadded = fields.slice(columns.length).every((field) => field.trim() === '');
  const isShort =
    fields.length < columns.length && !(header && columns.slice(fields.length).every((name) => name === ''));
  if (isPadded && !isShort) return { fields: columns.map((_, position) => fields[position] ?? ''), line };
  const fault = otherFieldCount(file, line, fields.length, header ? columns : columns.length, delimiter);
  if (!options.keepFaulty) throw raggedRow(options, fault, delimiter);
  return { ...row, fault };
}

export interface ColumnOptions {
  /** The option with the name of the column. */
  readonly option: readonly (string | number)[];
  readonly ignoreCase?: boolean;
}

/** Returns the position of a column. @throws ExperimentError if no column, or more than one, has the name */
export function columnPosition(table: Table, name: string, { option, ignoreCase = false }: ColumnOptions): number {
  const keyOf = (text: string) => {
    const key = text.trim().normalize('NFC');
    return ignoreCase ? key.toLowerCase() : key;
  };
  const wanted = keyOf(name);
  const positions = table.columns.flatMap((column, position) => (keyOf(column) === wanted ? [position] : []));
  if (positions.length === 0) throw noColumn(table, name, option);
  if (positions.length > 1) throw duplicateColumn(table, name, positions);
  return positions[0];
}

/** @throws ExperimentError if two columns have the same name */
export function checkDistinctColumns(table: Table): void {
  for (const name of new Set(table.columns)) if (name !== '') columnPosition(table, name, { option: ['columns'] });
}

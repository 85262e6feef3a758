import type { Notice } from '../wording/index.js';
import {
  blankLinesNotice,
  columnTwice,
  delimiterNotice,
  noColumn,
  otherFieldCount,
  raggedRow,
} from './table-messages.js';
import { type Row, type RowOptions, tableRows } from './table-rows.js';
import type { TextFile } from './text-file.js';

export interface TableOptions extends TextFile {
  /** One character. Default: a tab in `.tsv` files, a comma in others, or what separates the names of the first line. */
  readonly delimiter?: string;
  /** Whether the first line names the columns. Default: true. */
  readonly header?: boolean;
  /** Whether blanks around values that are not quoted are removed. Default: true. */
  readonly trim?: boolean;
  /** Whether fields may be between double quotes. Default: true. */
  readonly quotes?: boolean;
  /** Whether rows with too many or too few fields are returned with their fault. Default: they are an error. */
  readonly keepFaulty?: boolean;
}

export interface TableRow extends Row {
  /** Why its fields cannot be told apart, as a sentence. */
  readonly fault?: string;
}

/** The rows of a CSV or TSV file. */
export interface Table extends TextFile {
  /** The names of the columns; of a table without a header, the numbers of the columns from 0 on. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  readonly delimiter: string;
  /** What was skipped or found out, for people. */
  readonly notices: readonly Notice[];
}

/** Excel's own first line. */
const SEP = /^sep=(.)(?:\r\n|\n|\r|$)/i;

/** What may separate columns where it is not said. */
const DELIMITERS = [';', '\t', '|', ','];

/**
 * Reads a table: CSV (RFC 4180), TSV, or one with another delimiter. Line ends may be mixed; blank lines are skipped.
 * @param text without a byte order mark, as `readText` returns it
 * @throws at a quote that is out of place, and at a row with too many or too few fields
 */
export function readTable(text: string, options: TableOptions): Table {
  const { file, at, header = true, trim = true, quotes = true } = options;
  const sep = options.delimiter === undefined ? SEP.exec(text)?.[1] : undefined;
  const expected = options.delimiter ?? sep ?? (/\.(tsv|tab)$/i.test(file) ? '\t' : ',');
  // The line stays as a blank one, so that numbers of lines are right.
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

/** Returns another delimiter than the expected one where the first line has that, and not the expected one. */
function foundDelimiter(text: string, options: RowOptions): string {
  const line = text.split(/[\r\n]+/, 2).find((found) => found.trim() !== '') ?? '';
  const count = (delimiter: string) => line.replaceAll(/"[^"]*"/g, '').split(delimiter).length;
  if (count(options.delimiter) > 1) return options.delimiter;
  const [best] = DELIMITERS.map((delimiter) => ({ delimiter, columns: count(delimiter) })).sort(
    (a, b) => b.columns - a.columns,
  );
  return best.columns > 1 ? best.delimiter : options.delimiter;
}

/** The row with as many fields as there are columns. What is too much or too little without any text loses nothing. */
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
  /** The option that names the column. */
  readonly option: readonly (string | number)[];
  readonly ignoreCase?: boolean;
}

/** Returns the position of a column. @throws where no column, or more than one, has the name */
export function columnPosition(table: Table, name: string, { option, ignoreCase = false }: ColumnOptions): number {
  const keyOf = (text: string) => {
    const key = text.trim().normalize('NFC');
    return ignoreCase ? key.toLowerCase() : key;
  };
  const wanted = keyOf(name);
  const positions = table.columns.flatMap((column, position) => (keyOf(column) === wanted ? [position] : []));
  if (positions.length === 0) throw noColumn(table, name, option);
  if (positions.length > 1) throw columnTwice(table, name, positions);
  return positions[0];
}

/** Refuses a table with two columns of one name. */
export function checkDistinctColumns(table: Table): void {
  for (const name of new Set(table.columns)) if (name !== '') columnPosition(table, name, { option: ['columns'] });
}

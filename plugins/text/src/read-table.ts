import { type CsvError, parse } from 'csv-parse/sync';
import { columnNeedsNumber, columnTwice, noColumn, notCsv } from './messages.js';
import type { FieldNames } from './read-json.js';
import type { TextRecord } from './text-record.js';

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

export interface TableOptions {
  readonly columns: FieldNames;
  /** Whether the first line names the columns. */
  readonly header: boolean;
  readonly delimiter: string;
  /** Whether no column has labels. */
  readonly unlabelled: boolean;
}

/** The records of a CSV or TSV file (RFC 4180). */
export function readTable(content: string, file: string, options: TableOptions): TextRecord[] {
  const { columns, header, delimiter, unlabelled } = options;
  const rows = parseRows(content, file, delimiter);
  if (rows.length === 0) return [];
  const names = rows[0].record;
  const positions = (unlabelled ? (['text'] as const) : (['text', 'label'] as const)).map((role) =>
    positionOf(role, columns[role], names, header, file),
  );
  // Where there are no labels, what stands for them is not looked at.
  const [text, label = text] = positions;
  return rows.slice(header ? 1 : 0).map(({ record, info }) => ({
    text: record[text],
    label: record[label],
    place: `${file}:${info.lines}`,
    fault: tooManyFields(record, names.length),
  }));
}

/** A comma in a text without quotes cuts it in two, and makes a label of its rest. */
function tooManyFields(record: readonly string[], expected: number): string | undefined {
  if (record.slice(expected).every((field) => field.trim() === '')) return undefined;
  return `it has ${record.length} fields, and the first line has ${expected}`;
}

function parseRows(content: string, file: string, delimiter: string): Row[] {
  try {
    const options = { delimiter, info: true, relaxColumnCount: true, skipEmptyLines: true };
    return parse(content, options) as unknown as Row[];
  } catch (error) {
    const { message, lines } = error as CsvError & { lines?: number };
    throw notCsv(file, lines ?? 1, message);
  }
}

function positionOf(
  role: 'text' | 'label',
  column: string | number,
  names: readonly string[],
  header: boolean,
  file: string,
): number {
  if (!header && typeof column === 'string') throw columnNeedsNumber(role, column);
  const isMeant = (name: string) => name.trim() === column;
  if (names.filter(isMeant).length > 1) throw columnTwice(file, role, String(column));
  const position = typeof column === 'number' ? column : names.findIndex(isMeant);
  if (position < 0 || position >= names.length) throw noColumn(file, role, column, names);
  return position;
}

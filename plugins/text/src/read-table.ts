import { type CsvError, parse } from 'csv-parse/sync';
import { columnNeedsNumber, noColumn, notCsv } from './messages.js';
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
  const names = rows[0]?.record ?? [];
  const positions = (unlabelled ? (['text'] as const) : (['text', 'label'] as const)).map((role) =>
    positionOf(role, columns[role], names, header, file),
  );
  // Where there are no labels, what stands for them is not looked at.
  const [text, label = text] = positions;
  return rows.slice(header ? 1 : 0).map(({ record, info }) => ({
    text: record[text],
    label: record[label],
    place: `${file}:${info.lines}`,
  }));
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
  const position = typeof column === 'number' ? column : names.findIndex((name) => name.trim() === column);
  if (position < 0 || position >= names.length) throw noColumn(file, role, column, names);
  return position;
}

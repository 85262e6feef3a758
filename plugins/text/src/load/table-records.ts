import { columnPosition, readTable, type Table } from '@expgraph/data/formats';
import type { Notice } from '@expgraph/data/wording';
import type { FieldNames } from './json-records.js';
import { columnNeedsIndex, columnOutOfRange } from './messages.js';
import type { TextRecord } from './text-record.js';

export interface TableOptions {
  readonly columns: FieldNames;
  /** Whether the first line has the names of the columns. */
  readonly header: boolean;
  /** Column delimiter. Default: detected from the first line. */
  readonly delimiter?: string;
  /** Whether fields may be quoted with double quotes. */
  readonly quotes: boolean;
  /** Whether to ignore labels. */
  readonly unlabeled: boolean;
  /** Receives notices about skipped parts of the table. */
  readonly onNotice?: (notice: Notice) => void;
}

/** Returns the records of a CSV or TSV file (RFC 4180). */
export function tableRecords(content: string, file: string, options: TableOptions): TextRecord[] {
  const { columns, header, delimiter, quotes, unlabeled, onNotice } = options;
  const table = readTable(content, { file, header, delimiter, quotes, trim: false, keepFaulty: true });
  for (const notice of table.notices) onNotice?.(notice);
  if (table.columns.length === 0) return [];
  const roles = unlabeled ? (['text'] as const) : (['text', 'label'] as const);
  const positions = roles.map((role) => positionOf(table, role, columns[role], header));
  // Without labels, the value of this field is ignored.
  const [text, label = text] = positions;
  return table.rows.map(({ fields, line, fault }) => ({
    text: fields[text],
    label: fields[label],
    place: `${file}:${line}`,
    fault,
  }));
}

function positionOf(table: Table, role: 'text' | 'label', column: string | number, header: boolean): number {
  if (typeof column === 'number') {
    if (column >= table.columns.length) throw columnOutOfRange(table, role, column);
    return column;
  }
  if (!header) throw columnNeedsIndex(role, column);
  return columnPosition(table, column, { option: ['columns', role] });
}

import { columnPosition, readTable, type Table } from '@expgraph/data/formats';
import type { Notice } from '@expgraph/data/wording';
import type { FieldNames } from './json-records.js';
import { columnNeedsNumber, noColumnNumber } from './messages.js';
import type { TextRecord } from './text-record.js';

export interface TableOptions {
  readonly columns: FieldNames;
  /** Whether the first line names the columns. */
  readonly header: boolean;
  /** What separates the columns, where it is said. */
  readonly delimiter?: string;
  /** Whether fields may be between double quotes. */
  readonly quotes: boolean;
  /** Whether no column has labels. */
  readonly unlabelled: boolean;
  /** Is told what of the table was skipped. */
  readonly onNotice?: (notice: Notice) => void;
}

/** Returns the records of a CSV or TSV file (RFC 4180). */
export function tableRecords(content: string, file: string, options: TableOptions): TextRecord[] {
  const { columns, header, delimiter, quotes, unlabelled, onNotice } = options;
  const table = readTable(content, { file, header, delimiter, quotes, trim: false, keepFaulty: true });
  for (const notice of table.notices) onNotice?.(notice);
  if (table.columns.length === 0) return [];
  const roles = unlabelled ? (['text'] as const) : (['text', 'label'] as const);
  const positions = roles.map((role) => positionOf(table, role, columns[role], header));
  // Where there are no labels, what stands for them is not looked at.
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
    if (column >= table.columns.length) throw noColumnNumber(table, role, column);
    return column;
  }
  if (!header) throw columnNeedsNumber(role, column);
  return columnPosition(table, column, { option: ['columns', role] });
}

import type { ListOptions, ListRecord } from './list-record.js';
import { listColumnMissing, listWeight } from './messages.js';

/**
 * Returns the sample weight and the kept columns of a row of a list.
 * @param value returns the value of a column in this row, or undefined
 */
export function columnValues(
  value: (column: string) => unknown,
  { weights, keepColumns }: ListOptions,
  row: Pick<ListRecord, 'path' | 'place'>,
): Pick<ListRecord, 'weight' | 'columns'> {
  const kept = keepColumns.map((column) => {
    const found = value(column);
    if (typeof found !== 'string' && typeof found !== 'number' && typeof found !== 'boolean')
      throw listColumnMissing(row.place(), column);
    return [column, String(found)] as const;
  });
  return {
    ...(weights !== undefined && { weight: weightOf(value(weights), row) }),
    ...(keepColumns.length > 0 && { columns: Object.fromEntries(kept) }),
  };
}

/** Parses a weight from CSV or JSON. */
function weightOf(found: unknown, { path, place }: Pick<ListRecord, 'path' | 'place'>): number {
  const isText = typeof found === 'string' && found.trim() !== '';
  const weight = typeof found === 'number' || isText ? Number(found) : Number.NaN;
  if (!Number.isFinite(weight) || weight < 0) throw listWeight(place(), path, found);
  return weight;
}

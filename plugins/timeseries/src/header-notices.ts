import type { Table } from '@expgraph/data/formats';
import type { Notice } from '@expgraph/data/wording';
import { headerIsValues } from './messages.js';
import { type NumberFormat, numberReader } from './number-field.js';
import { parseTimes } from './parse-time.js';

/** Warns of a first line with only numbers and times: in a file without column names it is a row of values, which would be lost. */
export function headerNotices({ columns, file }: Table, format: NumberFormat): Notice[] {
  const numberOf = numberReader(format);
  const isValue = (name: string) => Number.isFinite(numberOf(name)) || !parseTimes([name]).some(Number.isNaN);
  const named = columns.filter((name) => name !== '');
  if (named.length === 0 || !named.every(isValue)) return [];
  return [{ level: 'warn', message: headerIsValues(file, named) }];
}

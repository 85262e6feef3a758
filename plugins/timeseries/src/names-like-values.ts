import type { Table } from '@expgraph/data/formats';
import type { Notice } from '@expgraph/data/wording';
import { headerOfValues } from './messages.js';
import { momentTimes } from './moment-time.js';
import { type NumberFormat, numberReader } from './number-field.js';

/** Warns of a first line that has only numbers and times: in a file without names of columns it is a row of values, and lost. */
export function namesLikeValues({ columns, file }: Table, format: NumberFormat): Notice[] {
  const numberOf = numberReader(format);
  const isValue = (name: string) => Number.isFinite(numberOf(name)) || !momentTimes([name]).some(Number.isNaN);
  const named = columns.filter((name) => name !== '');
  if (named.length === 0 || !named.every(isValue)) return [];
  return [{ level: 'warn', message: headerOfValues(file, named) }];
}

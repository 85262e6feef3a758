import { columnPosition, readTable, type Table } from '@expgraph/data/formats';
import { columnValues } from './column-values.js';
import { imageNetRecords } from './imagenet-list.js';
import type { ListOptions, ListRecord, ListRecords, ListText } from './list-record.js';
import { listRecord } from './messages.js';

/** Reads a CSV list with a header line, or one of ImageNet's. */
export function csvRecords({ list, text }: ListText, options: ListOptions): ListRecords {
  const table = readTable(text, { file: list, at: ['list'], delimiter: options.delimiter });
  const { notices, columns, rows } = table;
  const [first, second] = columns.map((name) => name.toLowerCase());
  if (first === 'imageid' && second === 'predictionstring') return { records: imageNetRecords(list, rows), notices };
  return { records: tableRecords(table, options), notices };
}

function tableRecords(table: Table, options: ListOptions): ListRecord[] {
  const { columns, multiLabel, labelSeparator, weights, keepColumns } = options;
  const positionOf = (name: string, ...option: string[]) => columnPosition(table, name, { option, ignoreCase: true });
  const [path, label] = [positionOf(columns.path, 'columns', 'path'), positionOf(columns.label, 'columns', 'label')];
  const others = new Map(keepColumns.map((name) => [name, positionOf(name, 'keepColumns')]));
  if (weights !== undefined) others.set(weights, positionOf(weights, 'weights'));
  return table.rows.map(({ fields, line }) => {
    const row = { path: fields[path].replaceAll('\\', '/'), place: () => `${table.file}:${line}` };
    const cell = fields[label].trim();
    if (row.path === '' || (cell === '' && !multiLabel)) throw listRecord(row.place());
    const labels = multiLabel ? severalIn(cell, labelSeparator) : [cell];
    return { ...row, labels, ...columnValues((column) => fields[others.get(column) as number], options, row) };
  });
}

const severalIn = (cell: string, separator: string) =>
  cell
    .split(separator)
    .map((label) => label.trim())
    .filter((label) => label !== '');

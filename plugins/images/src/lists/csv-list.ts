import { columnValues } from './column-values.js';
import { imageNetRecords } from './imagenet-list.js';
import type { ListOptions, ListRecord, ListText } from './list-record.js';
import { listColumns, listRecord, listWithoutColumn } from './messages.js';
import { parseCsv } from './parse-csv.js';

/** Reads a CSV file whose first line names the columns `path` and `label`, or one of ImageNet's. */
export function csvRecords({ list, text }: ListText, options: ListOptions): ListRecord[] {
  const [header, ...rows] = parseCsv(text);
  const names = (header?.fields ?? []).map((name) => name.trim().toLowerCase());
  if (names[0] === 'imageid' && names[1] === 'predictionstring') return imageNetRecords(list, rows);
  const indexOf = (column: string) => names.indexOf(column.trim().toLowerCase());
  const [path, label] = [indexOf('path'), indexOf('label')];
  if (path < 0 || label < 0) throw listColumns(list, header?.fields ?? []);
  const { weights, columns } = options;
  if (weights !== undefined && indexOf(weights) < 0) throw listWithoutColumn(list, 'weights', weights, header.fields);
  for (const column of columns)
    if (indexOf(column) < 0) throw listWithoutColumn(list, 'columns', column, header.fields);
  return rows.map(({ fields, line }) => {
    const row = { path: fields[path]?.replaceAll('\\', '/'), place: () => `${list}:${line}` };
    if (!row.path || (!fields[label] && !options.multiLabel)) throw listRecord(row.place());
    const labels = options.multiLabel ? severalIn(fields[label] ?? '', options.labelSeparator) : [fields[label]];
    return { ...row, labels, ...columnValues((column) => fields[indexOf(column)], options, row) };
  });
}

const severalIn = (cell: string, separator: string) =>
  cell
    .split(separator)
    .map((label) => label.trim())
    .filter((label) => label !== '');

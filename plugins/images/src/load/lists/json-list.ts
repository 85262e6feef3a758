import { formatPath, isExact, type JsonPath, jsonPlace, readJson, readJsonLines } from '@expgraph/data/formats';
import { cocoRecords } from './coco-list.js';
import { columnValues } from './column-values.js';
import type { ListOptions, ListRecord, ListRecords, ListText } from './list-record.js';
import { listNumber, listOfSeveral, listRecord } from './messages.js';

/** Reads a JSON array of `{ "path": ..., "label": ... }`, or COCO annotations. */
export function jsonRecords({ list, text }: ListText, options: ListOptions): ListRecords {
  const value = readJson(text, { file: list, at: ['list'] });
  const placeOf = (...path: JsonPath) =>
    `${list}:${jsonPlace(text, path)}${path.length > 0 ? ` (${formatPath(path)})` : ''}`;
  if (Array.isArray(value)) {
    const records = value.map((entry, index) => recordOf(entry, options, () => placeOf(index)));
    return { records, notices: [] };
  }
  const { images, annotations } = (value ?? {}) as Record<string, unknown>;
  if (Array.isArray(images) && Array.isArray(annotations)) return cocoRecords(value as object, options, placeOf);
  throw listRecord(
    placeOf(),
    'an array of { "path": ..., "label": ... }, or the images, annotations and categories of COCO',
  );
}

/** Reads JSON Lines, each `{ "path": ..., "label": ... }`. */
export function jsonLineRecords({ list, text }: ListText, options: ListOptions): ListRecords {
  const { values, notices } = readJsonLines(text, { file: list, at: ['list'] });
  return { records: values.map(({ value, line }) => recordOf(value, options, () => `${list}:${line}`)), notices };
}

function recordOf(entry: unknown, options: ListOptions, place: () => string): ListRecord {
  const fields = (entry ?? {}) as Record<string, unknown>;
  const value = (name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  const [path, label] = [value(options.columns.path), value(options.columns.label)];
  if (Array.isArray(label) && !options.multiLabel) throw listOfSeveral(place());
  const labels = Array.isArray(label) ? (label as unknown[]) : [label];
  const isLabel = (found: unknown) => (typeof found === 'string' && found.trim() !== '') || typeof found === 'number';
  if (typeof path !== 'string' || path === '' || !labels.every(isLabel))
    throw listRecord(place(), `"${options.columns.path}" and "${options.columns.label}"`);
  const inexact = labels.find((found) => !isExact(found));
  if (inexact !== undefined) throw listNumber(place(), inexact as number);
  const row = { path: path.replaceAll('\\', '/'), place };
  return { ...row, labels: labels.map((found) => String(found).trim()), ...columnValues(value, options, row) };
}

import { cocoRecords } from './coco-list.js';
import { columnValues } from './column-values.js';
import { jsonErrorLine, jsonLine } from './json-place.js';
import type { ListOptions, ListRecord, ListText } from './list-record.js';
import { listNotJson, listOfSeveral, listRecord } from './messages.js';

/** Reads an array of `{ "path": ..., "label": ... }`, or annotations of COCO. */
export function jsonRecords(source: ListText, options: ListOptions): ListRecord[] {
  const { list, text } = source;
  const value = parse(source, 0);
  const placeOf = (...path: (string | number)[]) => `${list}:${jsonLine(text, path)}`;
  if (Array.isArray(value)) return value.map((element, index) => recordOf(element, options, () => placeOf(index)));
  const { images, annotations } = (value ?? {}) as Record<string, unknown>;
  if (Array.isArray(images) && Array.isArray(annotations)) return cocoRecords(value as object, options, placeOf);
  throw listRecord(
    placeOf(),
    'an array of { "path": ..., "label": ... }, or the images, annotations and categories of COCO',
  );
}

/** Reads a file with one `{ "path": ..., "label": ... }` a line. */
export function jsonLineRecords({ list, text }: ListText, options: ListOptions): ListRecord[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const element = parse({ list, text: line }, index);
    return [recordOf(element, options, () => `${list}:${index + 1}`)];
  });
}

function parse({ list, text }: ListText, linesBefore: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw listNotJson(`${list}:${linesBefore + jsonErrorLine(text, error as Error)}`, (error as Error).message);
  }
}

function recordOf(element: unknown, options: ListOptions, place: () => string): ListRecord {
  const { path, label, ...others } = (element ?? {}) as Record<string, unknown>;
  if (Array.isArray(label) && !options.multiLabel) throw listOfSeveral(place());
  const labels = Array.isArray(label) ? (label as unknown[]) : [label];
  const isLabel = (found: unknown) => (typeof found === 'string' && found !== '') || typeof found === 'number';
  if (typeof path !== 'string' || path === '' || !labels.every(isLabel)) throw listRecord(place());
  const row = { path: path.replaceAll('\\', '/'), place };
  return { ...row, labels: labels.map(String), ...columnValues((column) => others[column], options, row) };
}

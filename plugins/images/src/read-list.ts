import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import type { LabelledImage } from './image-index.js';
import {
  listColumns,
  listConflict,
  listEmpty,
  listFilesMissing,
  listNotJson,
  listOutsideFolder,
  listRecord,
} from './messages.js';
import { parseCsv } from './parse-csv.js';

/**
 * Reads a list of images: a CSV file whose first line names the columns `path` and `label`, or a JSON file with an array of
 * `{ "path": ..., "label": ... }`. `files` are the files that there are. Sorted by path.
 */
export async function readList(list: string, file: string, files: readonly string[]): Promise<LabelledImage[]> {
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  const records = /\.json$/i.test(file) ? jsonRecords(list, text) : csvRecords(list, text);
  if (records.length === 0) throw listEmpty(list);
  const outside = records.filter(({ path }) => isOutside(path)).map(({ path }) => path);
  if (outside.length > 0) throw listOutsideFolder(list, outside);
  const labels = new Map<string, string>();
  for (const { path, label } of records) {
    const name = posix.normalize(path);
    const before = labels.get(name);
    if (before !== undefined && before !== label) throw listConflict(list, name, before, label);
    labels.set(name, label);
  }
  const present = new Set(files);
  const missing = [...labels.keys()].filter((path) => !present.has(path));
  if (missing.length > 0) throw listFilesMissing(list, missing);
  return [...labels].map(([path, label]) => ({ path, label })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function jsonRecords(list: string, text: string): LabelledImage[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw listNotJson(list, (error as Error).message);
  }
  if (!Array.isArray(value)) throw listRecord(list, 'the file');
  return value.map((record: unknown, index) => {
    const { path, label } = (record ?? {}) as Record<string, unknown>;
    const isLabel = (typeof label === 'string' && label !== '') || typeof label === 'number';
    if (typeof path !== 'string' || path === '' || !isLabel) throw listRecord(list, `element ${index}`);
    return { path: withSlashes(path), label: String(label) };
  });
}

function csvRecords(list: string, text: string): LabelledImage[] {
  const [header = [], ...rows] = parseCsv(text);
  const columns = header.map((name) => name.trim().toLowerCase());
  const [path, label] = [columns.indexOf('path'), columns.indexOf('label')];
  if (path < 0 || label < 0) throw listColumns(list, header);
  return rows.map((row, index) => {
    if (!row[path] || !row[label]) throw listRecord(list, `row ${index + 1} below the header`);
    return { path: withSlashes(row[path]), label: row[label] };
  });
}

const withSlashes = (path: string) => path.replaceAll('\\', '/');

const isOutside = (path: string) =>
  path.startsWith('/') || /^[a-z]:/i.test(path) || posix.normalize(path).split('/')[0] === '..';

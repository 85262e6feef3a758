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
  listWeight,
  listWeightConflict,
  listWithoutWeights,
} from './messages.js';
import { parseCsv } from './parse-csv.js';

/**
 * Reads a list of images: a CSV file whose first line names the columns `path` and `label`, or a JSON file with an array of
 * `{ "path": ..., "label": ... }`. `weights` is the column that says how much each counts. `files` are the files that there are.
 * Sorted by path.
 */
export async function readList(
  list: string,
  file: string,
  files: readonly string[],
  weights?: string,
): Promise<LabelledImage[]> {
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  const records = /\.json$/i.test(file) ? jsonRecords(list, text, weights) : csvRecords(list, text, weights);
  if (records.length === 0) throw listEmpty(list);
  const outside = records.filter(({ path }) => isOutside(path)).map(({ path }) => path);
  if (outside.length > 0) throw listOutsideFolder(list, outside);
  const images = new Map<string, LabelledImage>();
  for (const record of records) {
    const image = { ...record, path: posix.normalize(record.path) };
    const before = images.get(image.path);
    if (before) checkSame(list, before, image);
    images.set(image.path, image);
  }
  const present = new Set(files);
  const missing = [...images.keys()].filter((path) => !present.has(path));
  if (missing.length > 0) throw listFilesMissing(list, missing);
  return [...images.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** An image may be listed twice, if both lines say the same. */
function checkSame(list: string, before: LabelledImage, image: LabelledImage): void {
  if (before.label !== image.label) throw listConflict(list, image.path, before.label, image.label);
  if (before.weight !== image.weight)
    throw listWeightConflict(list, image.path, before.weight as number, image.weight as number);
}

function jsonRecords(list: string, text: string, weights: string | undefined): LabelledImage[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw listNotJson(list, (error as Error).message);
  }
  if (!Array.isArray(value)) throw listRecord(list, 'the file');
  return value.map((record: unknown, index) => {
    const { path, label, ...others } = (record ?? {}) as Record<string, unknown>;
    const isLabel = (typeof label === 'string' && label !== '') || typeof label === 'number';
    if (typeof path !== 'string' || path === '' || !isLabel) throw listRecord(list, `element ${index}`);
    const image = { path: withSlashes(path), label: String(label) };
    if (weights === undefined) return image;
    return { ...image, weight: weightOf(others[weights], list, `element ${index}`, path) };
  });
}

function csvRecords(list: string, text: string, weights: string | undefined): LabelledImage[] {
  const [header, ...rows] = parseCsv(text);
  const columns = (header?.fields ?? []).map((name) => name.trim().toLowerCase());
  const [path, label] = [columns.indexOf('path'), columns.indexOf('label')];
  if (path < 0 || label < 0) throw listColumns(list, header?.fields ?? []);
  const weight = weights === undefined ? undefined : columns.indexOf(weights.trim().toLowerCase());
  if (weights !== undefined && weight === -1) throw listWithoutWeights(list, weights, header.fields);
  return rows.map(({ fields, line }, index) => {
    if (!fields[path] || !fields[label]) throw listRecord(list, `row ${index + 1} below the header`);
    const image = { path: withSlashes(fields[path]), label: fields[label] };
    return weight === undefined ? image : { ...image, weight: weightOf(fields[weight], list, line, image.path) };
  });
}

/** A weight as a CSV file or JSON has it. `place` is a line, or an element. */
function weightOf(found: unknown, list: string, place: number | string, path: string): number {
  const isText = typeof found === 'string' && found.trim() !== '';
  const weight = typeof found === 'number' || isText ? Number(found) : Number.NaN;
  if (!Number.isFinite(weight) || weight < 0) throw listWeight(list, place, path, found);
  return weight;
}

const withSlashes = (path: string) => path.replaceAll('\\', '/');

const isOutside = (path: string) =>
  path.startsWith('/') || /^[a-z]:/i.test(path) || posix.normalize(path).split('/')[0] === '..';

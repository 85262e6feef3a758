import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { byExtension, type FileListing, type SkippedEntry, skippedLine } from '@expgraph/data/files';
import { className } from '@expgraph/data/labels';
import type { LabelledImage, Selection } from '../image-index.js';
import { isImageName } from '../image-kind.js';
import { csvRecords } from './csv-list.js';
import { jsonLineRecords, jsonRecords } from './json-list.js';
import type { ListOptions, ListRecord } from './list-record.js';
import {
  type ListedPath,
  listConflict,
  listEmpty,
  listFilesMissing,
  listOutsideFolder,
  listWeightConflict,
} from './messages.js';
import { pathFinder } from './path-finder.js';
import { vocRecords } from './voc-list.js';

export interface ListFile {
  /** What it is called in messages. */
  readonly list: string;
  /** Absolute. */
  readonly path: string;
  /** A folder is one of Pascal VOC's annotations. */
  readonly isDirectory: boolean;
}

/**
 * Reads a list of images, whose kind its name and content tell: CSV, JSON, JSON lines, ImageNet's CSV, COCO's annotations, or a folder of
 * Pascal VOC's. `listing` has the files that there are. Sorted by path.
 */
export async function readList(file: ListFile, listing: FileListing, options: ListOptions): Promise<Selection> {
  const { list } = file;
  const all = await recordsOf(file, options);
  if (all.length === 0) throw listEmpty(list);
  const records = options.multiLabel ? all : all.filter(({ labels }) => labels.length > 0);
  const outside = records.filter(({ path }) => isOutside(path));
  if (outside.length > 0) throw listOutsideFolder(list, outside.map(listed));
  const finder = pathFinder(listing.files);
  const images = new Map<string, LabelledImage>();
  const missing: ListRecord[] = [];
  for (const { place, ...record } of records) {
    const path = finder.find(posix.normalize(record.path));
    if (path === undefined) missing.push({ ...record, place });
    const image = { ...record, path: path ?? record.path };
    const before = images.get(image.path);
    if (before) checkSame(place(), before, image);
    images.set(image.path, image);
  }
  if (missing.length > 0) {
    const ambiguous = missing.find(({ path }) => finder.isAmbiguous(path))?.path;
    throw listFilesMissing(list, missing.map(listed), ambiguous, reasonIn(listing.skipped));
  }
  return {
    images: [...images.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    notices: noticeOf(all.length - records.length, all.length),
    skipped: skippedLine([...listing.skipped, ...notListed(listing.files, images)]),
  };
}

async function recordsOf({ list, path, isDirectory }: ListFile, options: ListOptions): Promise<ListRecord[]> {
  if (isDirectory) return vocRecords(list, path, options);
  const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  if (/\.json$/i.test(path)) return jsonRecords({ list, text }, options);
  return /\.(jsonl|ndjson)$/i.test(path)
    ? jsonLineRecords({ list, text }, options)
    : csvRecords({ list, text }, options);
}

/** Files of the source that the list does not name. */
const notListed = (files: readonly string[], images: ReadonlyMap<string, unknown>): SkippedEntry[] =>
  files
    .filter((path) => !images.has(path))
    .map((path) => (isImageName(path) ? { path, reason: 'not in the list' } : byExtension(path)));

/** Returns why a path that a list names is not among the files, where it is known. */
function reasonIn(skipped: readonly SkippedEntry[]): (path: string) => string | undefined {
  const reasons = new Map(skipped.map(({ path, reason }) => [className(path), reason]));
  return (path) => {
    const parts = className(posix.normalize(path)).split('/');
    const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    return prefixes.map((prefix) => reasons.get(prefix)).find((reason) => reason !== undefined);
  };
}

/** An image may be listed twice, if both lines say the same. */
function checkSame(place: string, before: LabelledImage, image: LabelledImage): void {
  const [first, second] = [before, image].map(({ labels }) => labels.join(', '));
  if (first !== second) throw listConflict(place, image.path, first, second);
  if (before.weight !== image.weight)
    throw listWeightConflict(place, image.path, before.weight as number, image.weight as number);
}

function noticeOf(without: number, all: number): Selection['notices'] {
  if (without === 0) return [];
  return [{ level: 'warn', message: `${without} of ${all} images have no object and are left out.` }];
}

const listed = ({ path, place }: ListRecord): ListedPath => ({ path, place });

const isOutside = (path: string) =>
  path.startsWith('/') || /^[a-z]:/i.test(path) || posix.normalize(path).split('/')[0] === '..';

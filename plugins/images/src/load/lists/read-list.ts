import { posix } from 'node:path';
import { byExtension, type FileListing, type SkippedEntry, skippedLine } from '@expgraph/data/files';
import { readText } from '@expgraph/data/formats';
import { className } from '@expgraph/data/labels';
import { type Notice, plural } from '@expgraph/data/wording';
import { isImageName } from '../../decode/image-kind.js';
import type { LabeledImage, Selection } from '../image-index.js';
import { csvRecords } from './csv-list.js';
import { jsonLineRecords, jsonRecords } from './json-list.js';
import type { ListOptions, ListRecord, ListRecords } from './list-record.js';
import {
  type ListedPath,
  listAmbiguous,
  listConflict,
  listEmpty,
  listFilesMissing,
  listOutsideFolder,
  listWeightConflict,
} from './messages.js';
import { type PathFinder, pathFinder } from './path-finder.js';
import { vocRecords } from './voc-list.js';

export interface ListFile {
  /** Name in messages. */
  readonly list: string;
  /** Absolute path. */
  readonly path: string;
  /** Whether it is a folder of Pascal VOC annotations. */
  readonly isDirectory: boolean;
}

/**
 * Reads a list of images. Its name and content determine the format: CSV, ImageNet's CSV, JSON, JSON Lines, COCO annotations, or a folder
 * of Pascal VOC annotations.
 * @param listing the files of the source
 * @returns the images, sorted by path
 */
export async function readList(file: ListFile, listing: FileListing, options: ListOptions): Promise<Selection> {
  const { list } = file;
  const { records: all, notices } = await recordsOf(file, options);
  if (all.length === 0) throw listEmpty(list);
  const records = options.multiLabel ? all : all.filter(({ labels }) => labels.length > 0);
  const outside = records.filter(({ path }) => isOutside(path));
  if (outside.length > 0) throw listOutsideFolder(list, outside.map(listed));
  const finder = pathFinder(listing.files);
  const listedFiles = filesOf(records, finder, { list, listing });
  const withoutLabels = all.flatMap(({ path, labels }) =>
    labels.length === 0 ? finder.find(posix.normalize(path)) : [],
  );
  const images = new Map<string, LabeledImage>();
  for (const [index, { place, ...record }] of records.entries()) {
    const image = { ...record, path: listedFiles[index] };
    const before = images.get(image.path);
    if (before) checkSame(place(), before, image);
    images.set(image.path, image);
  }
  return {
    images: [...images.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    notices: [
      ...notices,
      ...withoutObject(all.length - records.length, all.length),
      ...listedAgain(records.length - images.size, records.length, list),
    ],
    skipped: skippedLine([
      ...listing.skipped,
      ...notListed(listing.files, new Set([...images.keys(), ...withoutLabels])),
    ]),
  };
}

/** Returns the file of each record. @throws ExperimentError if a record matches no file, or several */
function filesOf(
  records: readonly ListRecord[],
  finder: PathFinder,
  { list, listing }: { readonly list: string; readonly listing: FileListing },
): string[] {
  const found = records.map(({ path }) => finder.find(posix.normalize(path)));
  const several = found.findIndex((candidates) => candidates.length > 1);
  if (several >= 0) throw listAmbiguous(records[several].place(), records[several].path, found[several]);
  const missing = records.filter((_, index) => found[index].length === 0);
  if (missing.length > 0) throw listFilesMissing(list, missing.map(listed), reasonIn(listing.skipped));
  return found.map(([file]) => file);
}

async function recordsOf({ list, path, isDirectory }: ListFile, options: ListOptions): Promise<ListRecords> {
  if (isDirectory) return vocRecords(list, path, options);
  const { encoding } = options;
  const text = await readText(path, { file: list, at: ['list'], encoding, encodingAt: ['encoding'] });
  if (/\.json$/i.test(path)) return jsonRecords({ list, text }, options);
  return /\.(jsonl|ndjson)$/i.test(path)
    ? jsonLineRecords({ list, text }, options)
    : csvRecords({ list, text }, options);
}

/** Checks that an image that is listed twice has the same labels and weight both times. @throws ExperimentError */
function checkSame(place: string, before: LabeledImage, image: LabeledImage): void {
  const [first, second] = [before, image].map(({ labels }) => labels.join(', '));
  if (first !== second) throw listConflict(place, image.path, first, second);
  if (before.weight !== image.weight)
    throw listWeightConflict(place, image.path, before.weight as number, image.weight as number);
}

function withoutObject(count: number, all: number): Notice[] {
  if (count === 0) return [];
  return [{ level: 'warn', message: `Skipped ${count} of ${plural(all, 'image')} without objects.` }];
}

function listedAgain(count: number, all: number, list: string): Notice[] {
  if (count === 0) return [];
  const message = `Skipped ${count} of ${plural(all, 'entry', 'entries')} of "${list}" that repeat an image with the same label.`;
  return [{ level: 'info', message }];
}

/** Returns the files of the source that the list does not name. */
const notListed = (files: readonly string[], named: ReadonlySet<string>): SkippedEntry[] =>
  files
    .filter((path) => !named.has(path))
    .map((path) => (isImageName(path) ? { path, reason: 'not in the list' } : byExtension(path)));

/** Returns why a path in a list is not among the files, if it was skipped. */
function reasonIn(skipped: readonly SkippedEntry[]): (path: string) => string | undefined {
  const reasons = new Map(skipped.map(({ path, reason }) => [className(path), reason]));
  return (path) => {
    const parts = className(posix.normalize(path)).split('/');
    const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    return prefixes.map((prefix) => reasons.get(prefix)).find((reason) => reason !== undefined);
  };
}

const listed = ({ path, place }: ListRecord): ListedPath => ({ path, place });

const isOutside = (path: string) =>
  path.startsWith('/') || /^[a-z]:/i.test(path) || posix.normalize(path).split('/')[0] === '..';

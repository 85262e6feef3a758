import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  byExtension,
  IN_FLIGHT,
  isText,
  listFiles,
  parallelMap,
  readBeginning,
  type SkippedEntry,
  skippedLine,
} from '@expgraph/data/files';
import type { Files, ResolvedSource } from '@expgraph/sdk';
import picomatch from 'picomatch';
import { noShards } from './messages.js';
import { HEADER } from './records/frame-record.js';
import { detectCompression, isRecordHeader } from './records/index.js';
import { ANY_SHARD } from './source-options.js';

/** A file of records. */
export interface Shard {
  /** Path below the source, for messages. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

export interface FoundShards {
  readonly shards: readonly Shard[];
  /** Summary of files that are not used. */
  readonly skipped?: string;
}

/**
 * Finds the files of a source whose paths below it, with "/" as separator, match a pattern, sorted by path. The default pattern also matches
 * files that begin with a TFRecord header, whatever their names. If the source is a file, it is the only shard.
 * @param place Name of the source in messages.
 */
export async function findShards(
  { path, isDirectory }: ResolvedSource,
  pattern: string,
  place: string,
): Promise<FoundShards> {
  if (!isDirectory) return { shards: await withSizes([[basename(path), path]]) };
  const { files, skipped } = await listFiles(path);
  const matches = picomatch(pattern);
  const reasons = await parallelMap(files, IN_FLIGHT, (name) =>
    whySkipped(join(path, name), name, matches(name), pattern),
  );
  const names = files.filter((_, index) => reasons[index] === undefined);
  const others = reasons.filter((reason) => reason !== undefined);
  if (names.length === 0) throw noShards(place, pattern, files);
  return {
    shards: await withSizes(names.map((name) => [name, join(path, name)])),
    skipped: skippedLine([...skipped, ...others]),
  };
}

/** Returns why a file is skipped. A text file, such as a list of checksums, is skipped even if its name matches. */
async function whySkipped(
  path: string,
  name: string,
  matches: boolean,
  pattern: string,
): Promise<SkippedEntry | undefined> {
  if (!matches && pattern !== ANY_SHARD) return { path: name, reason: 'not in files' };
  const beginning = await readBeginning(path, HEADER).catch(() => undefined);
  // The error message comes from reading it.
  if (!beginning) return matches ? undefined : { path: name, reason: 'unreadable' };
  if (isRecordHeader(beginning)) return undefined;
  // A compressed file may look like a text, and damage is reported when the file is read.
  const mayBe = matches && (beginning.length === 0 || !isText(beginning) || (await detectCompression(path)) !== 'none');
  return mayBe ? undefined : byExtension(name);
}

/** Finds the shards among files that a node has written. */
export async function shardsOf(files: Files, pattern: string): Promise<FoundShards> {
  const matches = picomatch(pattern);
  const all = [...files.keys()].sort();
  const names = all.filter((name) => matches(name));
  if (names.length === 0) throw noShards('the input files', pattern, all);
  return { shards: await withSizes(names.map((name) => [name, files.get(name) as string])) };
}

const withSizes = (files: readonly (readonly [string, string])[]) =>
  Promise.all(files.map(async ([name, path]) => ({ name, path, bytes: (await stat(path)).size })));

import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { byExtension, isText, listFiles, readBeginning, type SkippedEntry, skippedLine } from '@expgraph/data/files';
import type { Files, ResolvedSource } from '@expgraph/sdk';
import picomatch from 'picomatch';
import { noShards } from './messages.js';
import { HEADER } from './records/frame-record.js';
import { detectCompression, isRecordHeader } from './records/index.js';
import { ANY_SHARD } from './source-options.js';

/** A file of records. */
export interface Shard {
  /** What people know it by: its path below the source. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

export interface FoundShards {
  readonly shards: readonly Shard[];
  /** What of the source is not used, how many and why. */
  readonly skipped?: string;
}

/** Files that are looked into side by side. */
const IN_FLIGHT = 64;

/**
 * The files of a source whose paths below it, with "/", match a pattern, sorted by their paths. The default pattern means files that
 * begin as TFRecord does, whatever their names. A source that is a file is itself the only one. `place` is the source's name in messages.
 */
export async function findShards(
  { path, isDirectory }: ResolvedSource,
  pattern: string,
  place: string,
): Promise<FoundShards> {
  if (!isDirectory) return { shards: await withSizes([[basename(path), path]]) };
  const { files, skipped } = await listFiles(path);
  const matches = picomatch(pattern);
  const names: string[] = [];
  const others: SkippedEntry[] = [];
  for (let start = 0; start < files.length; start += IN_FLIGHT) {
    const some = files.slice(start, start + IN_FLIGHT);
    const reasons = await Promise.all(some.map((name) => whySkipped(join(path, name), name, matches(name), pattern)));
    for (const [index, reason] of reasons.entries()) {
      if (reason) others.push(reason);
      else names.push(some[index]);
    }
  }
  if (names.length === 0) throw noShards(place, pattern, files);
  return {
    shards: await withSizes(names.map((name) => [name, join(path, name)])),
    skipped: skippedLine([...skipped, ...others]),
  };
}

/** A text beside shards, such as a list of their checksums, is none of them even where its name matches. */
async function whySkipped(
  path: string,
  name: string,
  matches: boolean,
  pattern: string,
): Promise<SkippedEntry | undefined> {
  if (!matches && pattern !== ANY_SHARD) return { path: name, reason: 'not in files' };
  const beginning = await readBeginning(path, HEADER).catch(() => undefined);
  // Whoever reads it says why it cannot be read.
  if (!beginning) return matches ? undefined : { path: name, reason: 'unreadable' };
  if (isRecordHeader(beginning)) return undefined;
  // What is compressed may look like a text, and what is damaged is for its reader to tell.
  const mayBe = matches && (beginning.length === 0 || !isText(beginning) || (await detectCompression(path)) !== 'none');
  return mayBe ? undefined : byExtension(name);
}

/** The same of files that a node has written. */
export async function shardsOf(files: Files, pattern: string): Promise<FoundShards> {
  const matches = picomatch(pattern);
  const all = [...files.keys()].sort();
  const names = all.filter((name) => matches(name));
  if (names.length === 0) throw noShards('the input files', pattern, all);
  return { shards: await withSizes(names.map((name) => [name, files.get(name) as string])) };
}

const withSizes = (files: readonly (readonly [string, string])[]) =>
  Promise.all(files.map(async ([name, path]) => ({ name, path, bytes: (await stat(path)).size })));

import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { Files, ResolvedSource } from '@expgraph/sdk';
import picomatch from 'picomatch';
import { noShards } from './messages.js';

/** A file of records. */
export interface Shard {
  /** What people know it by: its path below the source. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/**
 * The files of a source whose paths below it, with "/", match a pattern, sorted by their paths. A source that is a file is
 * itself the only one, whatever its name. `place` is the source's name in messages.
 */
export async function findShards(
  { path, isDirectory }: ResolvedSource,
  pattern: string,
  place: string,
): Promise<Shard[]> {
  if (!isDirectory) return withSizes([[basename(path), path]]);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  return withSizes(matching(names, pattern, place).map((name) => [name, join(path, name)]));
}

/** The same of files that a node has written. */
export function shardsOf(files: Files, pattern: string): Promise<Shard[]> {
  const names = matching([...files.keys()].sort(), pattern, 'the input files');
  return withSizes(names.map((name) => [name, files.get(name) as string]));
}

function matching(names: readonly string[], pattern: string, place: string): string[] {
  const matches = picomatch(pattern);
  const found = names.filter((name) => matches(name));
  if (found.length === 0) throw noShards(place, pattern, names);
  return found;
}

const withSizes = (files: readonly (readonly [string, string])[]) =>
  Promise.all(files.map(async ([name, path]) => ({ name, path, bytes: (await stat(path)).size })));

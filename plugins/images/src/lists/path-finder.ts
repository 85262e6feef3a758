import { posix } from 'node:path';

export interface PathFinder {
  /** The file that a path or a bare name of a list means. */
  find(path: string): string | undefined;
  /** Whether a bare name is that of several files, so that it means none. */
  isAmbiguous(path: string): boolean;
}

/**
 * Finds the file that a list names: by its path or, because published lists have the bare names of files, and ImageNet's without their
 * ending, by its name, wherever it lies, if only one file is called so.
 */
export function pathFinder(files: readonly string[]): PathFinder {
  const present = new Set(files);
  const byName = new Map<string, string | undefined>();
  for (const file of files) {
    const { name, base } = posix.parse(file);
    for (const key of new Set([name, base])) byName.set(key, byName.has(key) ? undefined : file);
  }
  return {
    find: (path) => (present.has(path) ? path : path.includes('/') ? undefined : byName.get(path)),
    isAmbiguous: (path) => byName.has(path) && byName.get(path) === undefined,
  };
}

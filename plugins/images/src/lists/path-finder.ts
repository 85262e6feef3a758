import { posix } from 'node:path';
import { className } from '@expgraph/data/labels';

export interface PathFinder {
  /** The file that a path or a bare name of a list means. */
  find(path: string): string | undefined;
  /** Whether a bare name is that of several files, so that it means none. */
  isAmbiguous(path: string): boolean;
}

/**
 * Finds the file that a list names: by its path or, because published lists have the bare names of files, and ImageNet's without their
 * ending, by its name, wherever it lies, if only one file is called so. Names are compared in Unicode's form NFC where none is equal as
 * it is written: macOS writes them in another form than most lists.
 */
export function pathFinder(files: readonly string[]): PathFinder {
  const present = new Set(files);
  /** Undefined where several files have a name. */
  const byName = new Map<string, string | undefined>();
  const byPath = new Map<string, string | undefined>();
  const add = (names: typeof byName, name: string, file: string) => names.set(name, names.has(name) ? undefined : file);
  for (const file of files) {
    const normal = className(file);
    const { name, base } = posix.parse(normal);
    add(byPath, normal, file);
    for (const key of new Set([name, base])) add(byName, key, file);
  }
  const isShared = (names: typeof byName, name: string) => names.has(name) && names.get(name) === undefined;
  return {
    find: (path) => {
      if (present.has(path)) return path;
      const normal = className(path);
      return byPath.get(normal) ?? (path.includes('/') ? undefined : byName.get(normal));
    },
    isAmbiguous: (path) => [byPath, byName].some((names) => isShared(names, className(path))),
  };
}

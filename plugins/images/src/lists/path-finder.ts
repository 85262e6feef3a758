import { posix } from 'node:path';
import { className } from '@expgraph/data/labels';

export interface PathFinder {
  /** Returns the files that a path or a bare name of a list may mean: one, none, or several. */
  find(path: string): readonly string[];
}

/**
 * Finds the file that a list names: by its path; or, because published lists have the bare names of files, by its name, wherever it
 * lies; or, because ImageNet's have them without their extension, by that. A whole name comes before one without its extension.
 * Names are compared in Unicode's form NFC where none is equal as it is written: macOS writes them in another form than most lists.
 */
export function pathFinder(files: readonly string[]): PathFinder {
  const present = new Set(files);
  const [paths, names, stems] = [new Map(), new Map(), new Map()] as Map<string, string[]>[];
  for (const file of files) {
    const { name, base } = posix.parse(file);
    add(paths, file, file);
    add(names, base, file);
    add(stems, name, file);
  }
  return {
    find: (path) => {
      if (present.has(path)) return [path];
      const key = className(path);
      const byPath = paths.get(key);
      if (byPath || path.includes('/')) return byPath ?? [];
      return names.get(key) ?? stems.get(key) ?? [];
    },
  };
}

function add(files: Map<string, string[]>, name: string, file: string): void {
  const key = className(name);
  const before = files.get(key);
  if (before) before.push(file);
  else files.set(key, [file]);
}

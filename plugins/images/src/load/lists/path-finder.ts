import { posix } from 'node:path';
import { className } from '@expgraph/data/labels';

export interface PathFinder {
  /** Returns the files that a path or a file name in a list matches: one, none or several. */
  find(path: string): readonly string[];
}

/**
 * Finds the file that a list names, in this order: by path; by file name, in any folder, as in many published lists; by file name without
 * extension, as in ImageNet's lists. If no name is equal as written, names are compared in Unicode's form NFC: macOS uses another form
 * than most lists.
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

import { labelOf } from './label-pattern.js';

/**
 * Returns the folder in which the files of an archive begin, as a prefix of their paths: archives often hold one folder with
 * everything in it. A sole folder is left alone when it holds the files itself and is what the pattern takes for a label.
 */
export function commonPrefix(paths: readonly string[], pattern: RegExp): string {
  let prefix = '';
  for (;;) {
    const inner = paths.map((path) => path.slice(prefix.length));
    const folder = /^[^/]+\//.exec(inner[0] ?? '')?.[0];
    if (folder === undefined || !inner.every((path) => path.startsWith(folder))) return prefix;
    const hasFolders = inner.some((path) => path.includes('/', folder.length));
    if (!hasFolders && inner.some((path) => labelOf(path, pattern) !== undefined)) return prefix;
    prefix += folder;
  }
}

import { labelOf } from './label-pattern.js';

/**
 * Returns the folder that all files of an archive are in, as a prefix of their paths: archives often contain one folder with everything in it.
 * A sole folder is not a prefix if it contains the files itself and the pattern takes it as a label.
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

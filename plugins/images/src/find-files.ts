import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/**
 * The regular files below a folder: sorted paths relative to it, with "/" between the parts. Left out are hidden files and
 * what macOS puts into archives, and symbolic links, because a source's digest does not follow them either.
 */
export async function findFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX'))
    .sort();
}

/** Whether a file's name says that it is one of the formats that are read. */
export const isImagePath = (path: string) => /\.(jpe?g|png)$/i.test(path);

/**
 * The folder in which the images of an archive begin, as a prefix of their paths: archives often hold one folder with
 * everything in it. A sole folder is left alone when it is itself what the pattern takes for a label.
 */
export function commonPrefix(paths: readonly string[], pattern: RegExp): string {
  let prefix = '';
  for (;;) {
    const inner = paths.map((path) => path.slice(prefix.length));
    const first = inner[0]?.match(/^[^/]+\//)?.[0];
    if (first === undefined || !inner.every((path) => path.startsWith(first))) return prefix;
    const hasFolders = inner.some((path) => path.indexOf('/', first.length) >= 0);
    if (!hasFolders && inner.some((path) => pattern.test(path))) return prefix;
    prefix += first;
  }
}

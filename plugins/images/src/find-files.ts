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

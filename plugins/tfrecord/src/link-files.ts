import { copyFile, link } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '@expgraph/sdk';

/** Links files into a folder under their names, or copies them if the file system cannot link. */
export async function linkFiles(files: Files, folder: string): Promise<void> {
  for (const [name, path] of files) {
    const target = join(folder, name);
    await link(path, target).catch(() => copyFile(path, target));
  }
}

import { copyFile, link } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '@expgraph/sdk';

/** Puts files into a folder under their names, without a copy where the file system can do that. */
export async function linkFiles(files: Files, folder: string): Promise<void> {
  for (const [name, path] of files) {
    const target = join(folder, name);
    await link(path, target).catch(() => copyFile(path, target));
  }
}

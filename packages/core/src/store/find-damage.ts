import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileList, sha256 } from './manifest.js';

/** Compares files with their sizes and digests. Returns the first difference; undefined if all match. */
export async function findDamage(folder: string, files: FileList): Promise<string | undefined> {
  for (const [name, expected] of Object.entries(files)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return `${name} is missing`;
    if (found.size !== expected.sizeBytes) return `${name} has ${found.size} bytes, expected ${expected.sizeBytes}`;
    if ((await sha256(path)) !== expected.sha256) return `the checksum of ${name} is wrong`;
  }
  return undefined;
}

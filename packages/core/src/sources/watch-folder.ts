import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const POLL_MS = 250;

/** Reports the growth of the largest file of a folder, in bytes, until the returned function is called. */
export function watchFolder(folder: string, grown: (bytes: number) => void): () => void {
  let told = 0;
  const timer = setInterval(async () => {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    const sizes = await Promise.all(names.map((name) => stat(join(folder, name)).then(sizeOfFile, () => 0)));
    const size = Math.max(told, ...sizes);
    if (size > told) grown(size - told);
    told = size;
  }, POLL_MS);
  return () => clearInterval(timer);
}

const sizeOfFile = (entry: { isFile(): boolean; size: number }) => (entry.isFile() ? entry.size : 0);

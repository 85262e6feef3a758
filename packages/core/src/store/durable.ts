import { type FileHandle, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder, naming, withLock } from '@expgraph/data/files';

/** Writes a file atomically: after a kill or a power failure, it has either the old or the new content. */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  await makeFolder(dirname(path));
  const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
  try {
    await naming(path, () => writeFile(temporary, content, { flush: true }));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/**
 * Updates a file that several processes write, under a lock. `content` is called while the lock is held, so it sees the last update.
 * Half-written files of killed processes are removed.
 */
export async function updateDurably(path: string, content: () => Promise<string>): Promise<void> {
  await withLock(`${path}.lock`, {}, async () => {
    const halfWritten = (name: string) => name.startsWith(`${basename(path)}.`) && HALF_WRITTEN.test(name);
    for (const name of (await readdir(dirname(path))).filter(halfWritten))
      await rm(join(dirname(path), name), { force: true });
    await writeDurably(path, await content());
  });
}

/** Temporary names of `writeDurably`. */
export const HALF_WRITTEN = /\.\d+\.[a-z0-9]+\.tmp$/;

/** Flushes a folder to disk: every file below it, and the folders. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else await sync(await open(path, 'r+'));
  }
  await syncFolder(folder);
}

/** Makes a rename in a folder durable. Windows has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await sync(await open(folder, 'r'));
}

async function sync(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

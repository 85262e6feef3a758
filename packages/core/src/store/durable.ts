import { type FileHandle, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder, naming, withLock } from '@expgraph/data/files';

/** Writes a file such that, after a kill or a power cut, either the old content or the new is there. */
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
 * Writes a file anew that several processes write, one at a time. `content` is called when this one may write: what it
 * reads of the file is what the others left. What a kill has left half-written is removed.
 */
export async function updateDurably(path: string, content: () => Promise<string>): Promise<void> {
  await withLock(`${path}.lock`, {}, async () => {
    const halfWritten = (name: string) => name.startsWith(`${basename(path)}.`) && HALF_WRITTEN.test(name);
    for (const name of (await readdir(dirname(path))).filter(halfWritten))
      await rm(join(dirname(path), name), { force: true });
    await writeDurably(path, await content());
  });
}

/** The names that `writeDurably` gives until it renames. */
export const HALF_WRITTEN = /\.\d+\.[a-z0-9]+\.tmp$/;

/** Flushes every file below a folder, and the folders themselves, to the disk. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else await sync(await open(path, 'r+'));
  }
  await syncFolder(folder);
}

/** Makes a rename in a folder durable. Windows has no such call: there it is the file system's business. */
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

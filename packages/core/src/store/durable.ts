import { type FileHandle, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a file such that, after a kill or a power cut, either the old content or the new is there. */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
  await writeFile(temporary, content, { flush: true });
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

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

/** Removes a folder's entries that processes which are gone have left: `<pid>-…`. */
export async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = Number(name.split('-')[0]);
    if (pid === process.pid || isAlive(pid)) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

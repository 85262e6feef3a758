import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { release, tryLock } from '@expgraph/data/files';

const LOCK = '.lock';

/**
 * Does work with a new, empty folder below `root`, and removes it. A lock beside the folder says that it is in use: process
 * ids do not, since containers that share a store have each their own.
 */
export async function withTemporaryFolder<Result>(
  root: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const { folder, lock } = await claim(root);
  try {
    await mkdir(folder);
    return await work(folder);
  } finally {
    await remove(folder);
    await release(`${folder}${LOCK}`, lock);
  }
}

/** Removes the temporary folders below `root`, and the files of locks, that processes which are gone left behind. */
export async function sweep(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  const folders = new Set(names.map((name) => (name.endsWith(LOCK) ? name.slice(0, -LOCK.length) : name)));
  for (const name of folders) {
    const folder = join(root, name);
    // What cannot be removed, of another user for example, does not matter here.
    const lock = await tryLock(`${folder}${LOCK}`).catch(() => undefined);
    if (!lock) continue;
    await remove(folder);
    await release(`${folder}${LOCK}`, lock);
  }
}

async function claim(root: string) {
  for (;;) {
    const folder = join(root, randomBytes(8).toString('hex'));
    const lock = await tryLock(`${folder}${LOCK}`);
    if (lock) return { folder, lock };
  }
}

/** Does not hide why the work failed: what stays is swept later. */
const remove = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { release, tryLock } from '@expgraph/data/files';

const LOCK = '.lock';

/**
 * Calls `work` with a new, empty folder below `root`, and removes the folder. A lock beside the folder marks it as in use; process ids
 * cannot, since containers that share a store have separate ids.
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

/** Removes temporary folders and lock files below `root` whose processes have ended. */
export async function sweep(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  const folders = new Set(names.map((name) => (name.endsWith(LOCK) ? name.slice(0, -LOCK.length) : name)));
  for (const name of folders) {
    const folder = join(root, name);
    // Ignore folders that cannot be removed, for example those of another user.
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

/** Ignores errors, which would hide why the work failed; a remaining folder is swept later. */
const remove = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);

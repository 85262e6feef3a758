import { type FileHandle, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeFolder } from './make-folder.js';
import { naming } from './naming.js';

export interface LockOptions {
  readonly signal?: AbortSignal;
  /** Called once when the lock has been held by another process for a second. `owner` is the id of that process, if it is known. */
  readonly waiting?: (owner: number | undefined) => void;
}

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 200;
const PATIENCE_MS = 1000;

/**
 * Runs work while no other caller, in this process or another, runs work under the same path. The kernel holds the lock and releases it when the
 * process ends; the content of the file has no meaning.
 */
export async function withLock<Result>(
  path: string,
  options: LockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const lock = await waitFor(path, options);
  try {
    return await work();
  } finally {
    await release(path, lock);
  }
}

/** Takes the lock, or returns undefined if it is held. It is held until `release`, or until the process ends. */
export async function tryLock(path: string): Promise<FileHandle | undefined> {
  const { default: extensions } = await import('fs-native-extensions');
  for (;;) {
    await makeFolder(dirname(path));
    const file = await open(path, 'a+').catch(unlessMissing);
    // The folder was removed after it was created.
    if (!file) continue;
    try {
      if (!(await naming(path, async () => extensions.tryLock(file.fd)))) {
        await file.close();
        return undefined;
      }
      if (await isCurrent(file, path)) {
        await note(file);
        return file;
      }
    } catch (error) {
      await file.close();
      throw error;
    }
    // The previous holder removed the file: a lock on it excludes nobody.
    await file.close();
  }
}

/** Removes the file before releasing the lock: waiting processes see that their file is not current, and start again. */
export async function release(path: string, lock: FileHandle): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
  await lock.close();
}

async function waitFor(path: string, { signal, waiting }: LockOptions): Promise<FileHandle> {
  const began = performance.now();
  let reported = false;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    const lock = await tryLock(path);
    if (lock) return lock;
    if (!reported && performance.now() - began > PATIENCE_MS) {
      reported = true;
      waiting?.(await ownerOf(path));
    }
    await delay(pause, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

const unlessMissing = (error: NodeJS.ErrnoException) => {
  if (error.code === 'ENOENT') return undefined;
  throw error;
};

async function isCurrent(file: FileHandle, path: string): Promise<boolean> {
  const [held, found] = await Promise.all([
    file.stat({ bigint: true }),
    stat(path, { bigint: true }).catch(() => undefined),
  ]);
  return held.ino === found?.ino && held.dev === found.dev;
}

/** Writes the process id for waiting processes. A full disk does not matter here. */
async function note(file: FileHandle): Promise<void> {
  try {
    await file.truncate(0);
    await file.write(String(process.pid));
  } catch {}
}

async function ownerOf(path: string): Promise<number | undefined> {
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  return owner > 0 ? owner : undefined;
}

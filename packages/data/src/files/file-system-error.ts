import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { SystemError } from '@expgraph/sdk';
import { cacheFolder } from './cache-folder.js';
import type { Attempt } from './messages.js';
import * as messages from './messages.js';

const GIB = 2 ** 30;

/** Messages by error code of the system. ENOENT is missing where it is more often a bug in the program. */
const BY_CODE: Readonly<Record<string, (attempt: Attempt) => SystemError>> = {
  ENOSPC: (attempt) => messages.noSpace(attempt, freeSpace(attempt.cause)),
  EDQUOT: (attempt) => messages.noSpace(attempt, freeSpace(attempt.cause)),
  EACCES: messages.noPermission,
  EPERM: messages.noPermission,
  EROFS: messages.readOnly,
  ENAMETOOLONG: messages.nameTooLong,
  ENOTDIR: messages.notAFolder,
  EISDIR: messages.isAFolder,
  EMFILE: messages.tooManyOpen,
  ENFILE: messages.tooManyOpen,
  EFBIG: messages.tooLarge,
  ENOLCK: messages.noLocks,
  ENOTSUP: messages.noLocks,
  EOPNOTSUPP: messages.noLocks,
  ENOSYS: messages.noLocks,
  ENOENT: messages.missing,
};

const OTHER_CODES = new Set([
  'EIO',
  'EBUSY',
  'ETXTBSY',
  'ELOOP',
  'EXDEV',
  'ESTALE',
  'ENODEV',
  'ENXIO',
  'EEXIST',
  'ENOTEMPTY',
]);

/** System calls of a file system, with a verb for messages; other calls are of the network or of processes. */
const ACTIONS: Readonly<Record<string, string>> = {
  open: 'open',
  read: 'read',
  write: 'write',
  mkdir: 'create the folder',
  mkdtemp: 'create a folder like',
  rmdir: 'remove the folder',
  rm: 'remove',
  unlink: 'remove',
  rename: 'rename',
  copyfile: 'copy',
  cp: 'copy',
  link: 'link',
  symlink: 'link',
  stat: 'read',
  lstat: 'read',
  statx: 'read',
  access: 'read',
  realpath: 'read',
  readlink: 'read',
  scandir: 'list the folder',
  opendir: 'list the folder',
  readdir: 'list the folder',
  fsync: 'write',
  fdatasync: 'write',
  ftruncate: 'write',
  truncate: 'write',
  utime: 'write',
  futime: 'write',
  chmod: 'change',
  close: 'write',
  watch: 'watch',
};

/**
 * Explains an error of the file system, or one that it caused, with the path, the reason and a fix. Returns undefined for any other error.
 */
export function fileSystemError(error: unknown): SystemError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth += 1) {
    const found = explain(cause);
    if (found) return found;
  }
  return undefined;
}

function explain(cause: Error): SystemError | undefined {
  // Errors that `cp` detects itself have the error of the system in `info`.
  const { info } = cause as { info?: NodeJS.ErrnoException };
  const { code, syscall, path } = (info?.code ? info : cause) as NodeJS.ErrnoException;
  if (code === undefined) return undefined;
  if (syscall === 'uv_cwd') return messages.noWorkingFolder(cause);
  // An error of a lock has no system call.
  const verb = syscall === undefined ? path && 'use' : ACTIONS[syscall];
  if (!verb) return undefined;
  const attempt = { action: `${verb} ${path ?? 'a file'}`, cause };
  if (code === 'EEXIST' && syscall === 'mkdir') return messages.notAFolder(attempt);
  const isMade = code === 'ENOENT' && (syscall === 'mkdir' || syscall === 'mkdtemp');
  const said = BY_CODE[(isMade && whyNotMade(path)) || code];
  if (said) return said(attempt);
  return OTHER_CODES.has(code) ? messages.fileFailed(attempt, code) : undefined;
}

/** Returns why a folder cannot be created with its parents, where Node reports ENOENT: the error of the nearest existing folder. */
function whyNotMade(path: string | undefined): string | undefined {
  let folder = resolve(path ?? '.');
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

const written = new Set<string>();

/** Adds a folder to those whose free space is listed when a disk is full. */
export function addWrittenFolder(folder: string): void {
  written.add(resolve(folder));
}

/** Returns the free space of the folders that expgraph writes to: the system does not report the path of a write error. */
function freeSpace({ path }: NodeJS.ErrnoException): string[] {
  if (path !== undefined) return [];
  return [...new Set([...written, resolve('.'), cacheFolder(), tmpdir()])].flatMap((folder) => {
    try {
      const { bavail, bsize } = statfsSync(folder);
      return [`${folder} has ${((bavail * bsize) / GIB).toFixed(2)} GiB free.`];
    } catch {
      return [];
    }
  });
}

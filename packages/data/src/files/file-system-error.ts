import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { SystemError } from '@expgraph/sdk';
import { cacheFolder } from './cache-folder.js';
import type { Attempt } from './messages.js';
import * as messages from './messages.js';

const GIB = 2 ** 30;

/** By code of the system, what is said of it. ENOENT is left out where it is more often a fault in the program. */
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

/** Calls that a file system answers; the others are of the network or of processes. */
const ACTIONS: Readonly<Record<string, string>> = {
  open: 'open',
  read: 'read',
  write: 'write',
  mkdir: 'make the folder',
  mkdtemp: 'make a folder like',
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
 * Returns what the file system refused, with the path, the reason and a fix, where an error is of that kind or was caused
 * by one; undefined for any other error.
 */
export function fileSystemError(error: unknown): SystemError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth += 1) {
    const found = explain(cause);
    if (found) return found;
  }
  return undefined;
}

function explain(cause: Error): SystemError | undefined {
  // What `cp` finds out by itself has the system's words in `info`.
  const { info } = cause as { info?: NodeJS.ErrnoException };
  const { code, syscall, path } = (info?.code ? info : cause) as NodeJS.ErrnoException;
  if (code === undefined) return undefined;
  if (syscall === 'uv_cwd') return messages.noWorkingFolder(cause);
  // An error of a lock has no name of a call.
  const verb = syscall === undefined ? path && 'use' : ACTIONS[syscall];
  if (!verb) return undefined;
  const attempt = { action: `${verb} ${path ?? 'a file'}`, cause };
  if (code === 'EEXIST' && syscall === 'mkdir') return messages.notAFolder(attempt);
  const isMade = code === 'ENOENT' && (syscall === 'mkdir' || syscall === 'mkdtemp');
  const said = BY_CODE[(isMade && whyNotMade(path)) || code];
  if (said) return said(attempt);
  return OTHER_CODES.has(code) ? messages.fileFailed(attempt, code) : undefined;
}

/** Node says ENOENT of a folder that it cannot make with its parents; the nearest folder that exists says why. */
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

/** What is free where expgraph writes: of an error of writing, the system does not tell the path. */
function freeSpace({ path }: NodeJS.ErrnoException): string[] {
  if (path !== undefined) return [];
  return [...new Set(['.', cacheFolder(), tmpdir()])].flatMap((folder) => {
    try {
      const { bavail, bsize } = statfsSync(folder);
      return [`${folder} has ${((bavail * bsize) / GIB).toFixed(2)} GiB free.`];
    } catch {
      return [];
    }
  });
}

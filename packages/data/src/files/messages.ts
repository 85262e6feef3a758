import { SystemError } from '@expgraph/sdk';

/** An attempted action, for example `write /data/x`, and its error. */
export interface Attempt {
  readonly action: string;
  readonly cause: Error;
}

const ELSEWHERE =
  'Results are written to the folder of --store, downloads to EXPGRAPH_CACHE, temporary files to TMPDIR.';

export const noSpace = ({ action, cause }: Attempt, free: readonly string[]) =>
  new SystemError('EXPGRAPH_FILE_NO_SPACE', `Cannot ${action}: the disk or the quota is full.`, {
    cause,
    notes: [...free, `Free some space, or use a folder on another disk. ${ELSEWHERE}`],
  });

export const noPermission = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_PERMISSION', `Cannot ${action}: permission denied.`, {
    cause,
    notes: [`Change the owner or the permissions, or use another folder. ${ELSEWHERE}`],
  });

export const readOnly = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_READ_ONLY', `Cannot ${action}: the file system is read-only.`, {
    cause,
    notes: [`Use a folder on a writable file system. ${ELSEWHERE}`],
  });

export const nameTooLong = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_NAME_TOO_LONG', `Cannot ${action}: the name is too long for the file system.`, {
    cause,
    notes: [
      'Shorten the name of the experiment, node or file, or the path of the folder. Most file systems allow 255 bytes per name.',
    ],
  });

export const notAFolder = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_NOT_A_FOLDER', `Cannot ${action}: found a file, expected a folder.`, {
    cause,
    notes: [`Move the file, or use another folder. ${ELSEWHERE}`],
  });

export const isAFolder = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_IS_A_FOLDER', `Cannot ${action}: found a folder, expected a file.`, {
    cause,
    notes: ['Use the path of a file, or move the folder.'],
  });

export const missing = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_MISSING', `Cannot ${action}: the file or its folder does not exist.`, {
    cause,
    notes: ['Check the path. If another program removed the file, run the command again.'],
  });

export const noWorkingFolder = (cause: Error) =>
  new SystemError('EXPGRAPH_FILE_MISSING', 'The working directory no longer exists.', {
    cause,
    notes: ['Change to an existing folder, and run the command again.'],
  });

export const tooManyOpen = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_TOO_MANY_OPEN', `Cannot ${action}: too many files are open.`, {
    cause,
    notes: ['Raise the limit, for example with: ulimit -n 4096. Or run fewer nodes at the same time: --jobs 1.'],
  });

export const tooLarge = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_TOO_LARGE', `Cannot ${action}: the file exceeds the maximum file size.`, {
    cause,
    notes: ['Raise the limit (ulimit -f), or use a file system that supports larger files.'],
  });

export const noLocks = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_LOCKS', `Cannot ${action}: the file system does not support locks.`, {
    cause,
    notes: [
      `Without locks, concurrent runs would damage each other's files. Use a folder on a local disk. ${ELSEWHERE}`,
    ],
  });

export const fileFailed = ({ action, cause }: Attempt, code: string) =>
  new SystemError('EXPGRAPH_FILE_FAILED', `Cannot ${action}: the system reports ${code}.`, {
    cause,
    notes: ['Check the disk, and whether another program uses the path.'],
  });

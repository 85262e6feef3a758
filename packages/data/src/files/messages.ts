import { SystemError } from '@expgraph/sdk';

/** What was tried, for example `write /data/x`, and the error that came of it. */
export interface Attempt {
  readonly action: string;
  readonly cause: Error;
}

const ELSEWHERE =
  'Results go to the folder that --store names, downloads to that of EXPGRAPH_CACHE, temporary files to that of TMPDIR.';

export const noSpace = ({ action, cause }: Attempt, free: readonly string[]) =>
  new SystemError('EXPGRAPH_FILE_NO_SPACE', `Cannot ${action}: the disk or the quota is full.`, {
    cause,
    notes: [...free, `Free some space, or choose a folder on another disk. ${ELSEWHERE}`],
  });

export const noPermission = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_PERMISSION', `Cannot ${action}: this user has no permission.`, {
    cause,
    notes: [`Change the owner or the permissions, or choose another folder. ${ELSEWHERE}`],
  });

export const readOnly = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_READ_ONLY', `Cannot ${action}: the file system is read-only.`, {
    cause,
    notes: [`Choose a folder on a file system that can be written. ${ELSEWHERE}`],
  });

export const nameTooLong = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_NAME_TOO_LONG', `Cannot ${action}: the name is too long for the file system.`, {
    cause,
    notes: [
      'Shorten the name of the experiment, the node or the file, or the path of the folder. Most file systems allow 255 bytes a name.',
    ],
  });

export const notAFolder = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_NOT_A_FOLDER', `Cannot ${action}: a file is where a folder is expected.`, {
    cause,
    notes: [`Move the file away, or choose another folder. ${ELSEWHERE}`],
  });

export const isAFolder = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_IS_A_FOLDER', `Cannot ${action}: a folder is where a file is expected.`, {
    cause,
    notes: ['Give the path of a file, or move the folder away.'],
  });

export const missing = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_MISSING', `Cannot ${action}: it does not exist, or its folder does not.`, {
    cause,
    notes: ['Check the path. If the file was there before, another program removed it: start the command again.'],
  });

export const noWorkingFolder = (cause: Error) =>
  new SystemError('EXPGRAPH_FILE_MISSING', 'The working directory does not exist any more.', {
    cause,
    notes: ['Change to a folder that exists, and start the command again.'],
  });

export const tooManyOpen = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_TOO_MANY_OPEN', `Cannot ${action}: too many files are open.`, {
    cause,
    notes: ['Raise the limit, for example with: ulimit -n 4096. Or run fewer nodes at the same time with --jobs 1.'],
  });

export const tooLarge = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_TOO_LARGE', `Cannot ${action}: the file would be larger than the limit.`, {
    cause,
    notes: ['Raise the limit of the size of files (ulimit -f), or choose a file system that takes larger ones.'],
  });

export const noLocks = ({ action, cause }: Attempt) =>
  new SystemError('EXPGRAPH_FILE_LOCKS', `Cannot ${action}: the file system does not support locks.`, {
    cause,
    notes: [
      `Without locks, runs at the same time would damage each other's files. Choose a folder on a local disk. ${ELSEWHERE}`,
    ],
  });

export const fileFailed = ({ action, cause }: Attempt, code: string) =>
  new SystemError('EXPGRAPH_FILE_FAILED', `Cannot ${action}: the system reports ${code}.`, {
    cause,
    notes: ['Check the disk, and that the path is not in use by another program.'],
  });

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles, skippedLine } from '@expgraph/data/files';

export interface FileBelow {
  readonly path: string;
  /** Path relative to the folder, with "/"; empty for a file itself. */
  readonly relative: string;
}

/**
 * Returns the files below a folder, including hidden and linked ones; for a file, the file itself. `onSkipped` receives a line about
 * unreadable files.
 */
export async function filesBelow(path: string, onSkipped?: (line: string) => void): Promise<FileBelow[]> {
  if (!(await stat(path)).isDirectory()) return [{ path, relative: '' }];
  const { files, skipped } = await listFiles(path, { hidden: true });
  const line = skippedLine(skipped);
  if (line !== undefined) onSkipped?.(line);
  return files.map((relative) => ({ path: join(path, relative), relative }));
}

import { readdir } from 'node:fs/promises';

/** Returns the names in a folder, or none if it does not exist. Any other failure is an error: an unreadable folder is not empty. */
export async function listFolder(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

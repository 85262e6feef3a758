import { readdir } from 'node:fs/promises';

/** The names in a folder; none where the folder does not exist. Any other refusal is an error: an unreadable folder is not empty. */
export async function listFolder(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

import { rename } from 'node:fs/promises';

/**
 * Renames a folder to `target`. An existing folder is exchanged atomically, so that readers find the path at any time; it ends up at the path of
 * the new one, or at `aside` on file systems that cannot exchange.
 */
export async function replaceFolder(target: string, folder: string, aside: string): Promise<void> {
  try {
    return await rename(folder, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOTDIR') throw error;
  }
  const { default: extensions } = await import('fs-native-extensions');
  await extensions.swap(folder, target).catch(async () => {
    await rename(target, aside);
    await rename(folder, target);
  });
}

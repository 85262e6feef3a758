import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists, syncFolder, syncTree } from './durable.js';
import { listFiles, type Manifest } from './manifest.js';
import type { Store } from './store.js';

/**
 * Puts an artifact into the store. `fill` writes its files into a folder that only this process knows; it becomes the
 * artifact by one rename, when every file is on the disk. Whoever renames first wins: the contents are the same.
 */
export async function writeArtifact(
  store: Store,
  about: Omit<Manifest, 'files' | 'outputs'>,
  fill: (folder: string) => Promise<Manifest['outputs']>,
): Promise<void> {
  await mkdir(store.temporary, { recursive: true });
  const folder = await mkdtemp(join(store.temporary, `${process.pid}-`));
  try {
    const outputs = await fill(folder);
    const manifest: Manifest = { ...about, outputs, files: await listFiles(folder) };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
    await syncTree(folder);
    const target = store.artifact(about.fingerprint);
    await mkdir(dirname(target), { recursive: true });
    try {
      await rename(folder, target);
    } catch (error) {
      if (!(await exists(join(target, 'manifest.json')))) throw error;
    }
    await syncFolder(dirname(target));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, naming, replaceFolder } from '@expgraph/data/files';
import { checkedJson } from './checked-json.js';
import { syncFolder, syncTree } from './durable.js';
import { listFiles, type Manifest } from './manifest.js';
import type { Store } from './store.js';
import { withTemporaryFolder } from './temporary-folder.js';

/**
 * Adds an artifact to the store, in place of a damaged or forced one. `fill` writes its files into a temporary folder, which is renamed
 * when every file is on disk.
 */
export async function writeArtifact(
  store: Store,
  about: Omit<Manifest, 'files' | 'outputs'>,
  fill: (folder: string) => Promise<Manifest['outputs']>,
): Promise<void> {
  await withTemporaryFolder(store.temporary, async (temporary) => {
    const folder = join(temporary, 'artifact');
    await mkdir(folder);
    const outputs = await fill(folder);
    const manifest: Manifest = { ...about, outputs, files: await listFiles(folder) };
    const path = join(folder, 'manifest.json');
    await naming(path, () => writeFile(path, checkedJson(manifest)));
    await syncTree(folder);
    const target = store.artifact(about.fingerprint);
    await makeFolder(dirname(target));
    await replaceFolder(target, folder, join(temporary, 'replaced'));
    await syncFolder(dirname(target));
  });
}

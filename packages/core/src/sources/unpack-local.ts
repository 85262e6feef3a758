import { basename, join } from 'node:path';
import { digestOfFile } from './checksum.js';
import type { ResolveOptions } from './resolve-options.js';
import { addToCache, cachedFolder, readCached } from './source-cache.js';
import { unpack } from './unpack.js';

/** Unpacks an archive on this machine into the cache, once for each content, as downloads are. Returns the folder. */
export async function unpackLocal(archive: string, { progress, signal, notice }: ResolveOptions): Promise<string> {
  const sha256 = await digestOfFile(archive, 'sha256');
  const source = { kind: 'archive', sha256 } as const;
  if (!(await readCached(source))) {
    progress?.start(`unpacking ${basename(archive)}`);
    try {
      await addToCache(source, async (folder) => {
        await unpack(archive, join(folder, 'content'), { signal, notice });
        return { source: archive, sha256, fetched: new Date().toISOString() };
      });
    } finally {
      progress?.end();
    }
  }
  return join(cachedFolder(source), 'content');
}

import { basename, join } from 'node:path';
import type { ResolveOptions } from './resolve-options.js';
import { addToCache, type Cacheable } from './source-cache.js';
import { unpack } from './unpack.js';

/** Unpacks an archive on this machine into the cache. */
export async function fetchArchive(
  source: Extract<Cacheable, { kind: 'archive' }>,
  { progress, signal, notice }: ResolveOptions,
): Promise<void> {
  progress?.start(`unpacking ${basename(source.path)}`);
  try {
    await addToCache(source, async (folder) => {
      await unpack(source.path, join(folder, 'content'), { signal, notice });
      return { source: source.path, sha256: source.sha256, fetched: new Date().toISOString() };
    });
  } finally {
    progress?.end();
  }
}

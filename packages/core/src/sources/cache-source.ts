import { withLock } from '@expgraph/data/files';
import { sweep } from '../store/temporary-folder.js';
import { fetchArchive } from './fetch-archive.js';
import { fetchHttps } from './fetch-https.js';
import { fetchNpm } from './fetch-npm.js';
import { fetchPypi } from './fetch-pypi.js';
import { damagedSource, waitsForSource } from './messages.js';
import type { ResolveOptions } from './resolve-options.js';
import { type Cacheable, cachedFolder, readCached, sourcesInMaking } from './source-cache.js';

/** Running fetches of this process, by folder in the cache. */
const underWay = new Map<string, { readonly done: Promise<void>; readonly signal?: AbortSignal }>();

/**
 * Fetches a source into the cache if it is missing or damaged there. A source that several nodes or processes need at the same time is
 * fetched once.
 */
export async function cacheSource(source: Cacheable, options: ResolveOptions): Promise<void> {
  const folder = cachedFolder(source);
  const present = underWay.get(folder);
  if (present) {
    try {
      return await orAborted(present.done, options.signal);
    } catch (error) {
      options.signal?.throwIfAborted();
      // The other fetch was interrupted: fetch it here.
      if (!present.signal?.aborted) throw error;
      return cacheSource(source, options);
    }
  }
  const done = cacheOnce(source, options).finally(() => underWay.delete(folder));
  underWay.set(folder, { done, signal: options.signal });
  return done;
}

async function cacheOnce(source: Cacheable, options: ResolveOptions): Promise<void> {
  await sweep(sourcesInMaking());
  if ((await readCached(source)).state === 'whole') return;
  const { signal, notice } = options;
  const name = nameOf(source);
  const waiting = (owner?: number) => notice?.(waitsForSource(name, owner));
  await withLock(`${cachedFolder(source)}.lock`, { signal, waiting }, async () => {
    const found = await readCached(source);
    if (found.state === 'whole') return;
    if (found.state === 'damaged') notice?.(damagedSource(name, cachedFolder(source), found.reason));
    await fetchSource(source, options);
  });
}

function fetchSource(source: Cacheable, options: ResolveOptions): Promise<void> {
  if (source.kind === 'archive') return fetchArchive(source, options);
  if (source.kind === 'https') return fetchHttps(source, options);
  return source.kind === 'npm' ? fetchNpm(source, options) : fetchPypi(source, options);
}

function nameOf(source: Cacheable): string {
  if (source.kind === 'archive') return source.path;
  return source.kind === 'https' ? source.url : `${source.kind}:${source.name}@${source.version}`;
}

async function orAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return work;
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '@expgraph/sdk';
import { sweep } from '../store/durable.js';
import type { Source } from './source.js';

/** What is known of a source that has been fetched. */
export interface CachedSource {
  readonly source: string;
  readonly sha256?: string;
  readonly integrity?: string;
  readonly fetched: string;
}

/** What has a folder in the cache: what is fetched, and an archive on this machine, by its SHA-256. */
type Cacheable = Exclude<Source, { kind: 'file' }> | { readonly kind: 'archive'; readonly sha256: string };

/** `npm/@scope+name@1.0.0`, `pypi/name@1.0` or `https/<hash of address and checksum>`: one folder for what is fetched as a whole. */
export function cachedFolder(source: Cacheable): string {
  if (source.kind === 'archive') return join(cacheFolder(), 'sources', 'archive', source.sha256.slice(0, 32));
  const key =
    source.kind !== 'https'
      ? `${source.name.replace('/', '+')}@${source.version}`
      : createHash('sha256')
          .update(`${source.url}#${source.checksum?.hex ?? ''}`)
          .digest('hex')
          .slice(0, 32);
  return join(cacheFolder(), 'sources', source.kind, key);
}

/** The record of a source in the cache; undefined when it is not there as a whole. */
export async function readCached(source: Cacheable): Promise<CachedSource | undefined> {
  try {
    return JSON.parse(await readFile(join(cachedFolder(source), 'source.json'), 'utf8')) as CachedSource;
  } catch {
    return undefined;
  }
}

/** Puts a source into the cache by one rename: `fill` writes `content` into a folder of this process alone. */
export async function addToCache(source: Cacheable, fill: (folder: string) => Promise<CachedSource>): Promise<void> {
  const temporary = join(cacheFolder(), 'sources', 'tmp');
  await mkdir(temporary, { recursive: true });
  await sweep(temporary);
  const folder = await mkdtemp(join(temporary, `${process.pid}-`));
  try {
    const record = await fill(folder);
    await writeFile(join(folder, 'source.json'), JSON.stringify(record, null, 2));
    const target = cachedFolder(source);
    await mkdir(join(target, '..'), { recursive: true });
    await rename(folder, target).catch(async (error: unknown) => {
      // Another process was first.
      if (!(await readCached(source))) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchHttps, fileName } from './fetch-https.js';
import { fetchNpm } from './fetch-npm.js';
import { fileMissing, notInPackage } from './messages.js';
import { nearPath } from './near-path.js';
import type { ResolveOptions } from './resolve-options.js';
import type { Source } from './source.js';
import { cachedFolder, readCached } from './source-cache.js';
import { isArchive } from './unpack.js';

/**
 * The path of what a source names, fetched when it is not in the user's cache yet.
 * @throws SourceError
 */
export async function resolveSource(
  source: Source,
  options: ResolveOptions = {},
): Promise<{ path: string; isDirectory: boolean }> {
  const path = await pathOf(source, options);
  const found = await stat(path).catch(() => undefined);
  if (found) return { path, isDirectory: found.isDirectory() };
  if (source.kind !== 'npm') throw fileMissing(path, await nearPath(path));
  const content = join(cachedFolder(source), 'content');
  throw notInPackage(`${source.name}@${source.version}`, source.subpath, await readdir(content));
}

async function pathOf(source: Source, options: ResolveOptions): Promise<string> {
  if (source.kind === 'file') return source.path;
  const cached = await readCached(source);
  const folder = cachedFolder(source);
  if (source.kind === 'npm') {
    if (!cached) await fetchNpm(source, options.progress);
    return join(folder, 'content', source.subpath);
  }
  if (!cached) await fetchHttps(source, options);
  const name = fileName(source.url);
  return join(folder, isArchive(name) ? 'content' : name);
}

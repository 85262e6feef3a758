import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchHttps, fileName } from './fetch-https.js';
import { fetchNpm } from './fetch-npm.js';
import { fetchPypi } from './fetch-pypi.js';
import { fileMissing, notInPackage } from './messages.js';
import { nearPath } from './near-path.js';
import type { ResolveOptions } from './resolve-options.js';
import type { Source } from './source.js';
import { cachedFolder, readCached } from './source-cache.js';
import { isArchive } from './unpack.js';
import { unpackLocal } from './unpack-local.js';

/**
 * The path of what a source names, fetched when it is not in the user's cache yet. Archives are unpacked there, also those on this machine.
 * @throws SourceError
 */
export async function resolveSource(
  source: Source,
  options: ResolveOptions = {},
): Promise<{ path: string; isDirectory: boolean }> {
  if (source.kind !== 'file' && !(await readCached(source))) await fetchSource(source, options);
  const path = pathOf(source);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() && source.kind === 'file' && isArchive(path))
    return { path: await unpackLocal(path, options), isDirectory: true };
  if (found) return { path, isDirectory: found.isDirectory() };
  if (source.kind === 'file' || source.kind === 'https') throw fileMissing(path, await nearPath(path));
  const content = join(cachedFolder(source), 'content');
  throw notInPackage(`${source.name}@${source.version}`, source.subpath, await readdir(content));
}

/** The path of what a source names, if it is on this machine. Fetches nothing. */
export async function findSource(source: Source): Promise<string | undefined> {
  if (source.kind !== 'file' && !(await readCached(source))) return undefined;
  const path = pathOf(source);
  return (await stat(path).catch(() => undefined)) && path;
}

function fetchSource(source: Exclude<Source, { kind: 'file' }>, options: ResolveOptions): Promise<void> {
  if (source.kind === 'https') return fetchHttps(source, options);
  return source.kind === 'npm' ? fetchNpm(source, options.progress) : fetchPypi(source, options);
}

function pathOf(source: Source): string {
  if (source.kind === 'file') return source.path;
  const folder = cachedFolder(source);
  if (source.kind !== 'https') return join(folder, 'content', source.subpath);
  const name = fileName(source.url);
  return join(folder, isArchive(name) ? 'content' : name);
}

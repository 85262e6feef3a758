import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheSource } from './cache-source.js';
import { digestOfFile } from './checksum.js';
import { fileName } from './file-name.js';
import { fileMissing, notInPackage } from './messages.js';
import { nearPath } from './near-path.js';
import type { ResolveOptions } from './resolve-options.js';
import type { Source } from './source.js';
import { cachedFolder, readRecord } from './source-cache.js';
import { isArchive } from './unpack.js';

/**
 * Returns the local path of a source. A source that is missing or damaged in the user's cache is fetched. Archives are unpacked in the
 * cache, local ones too.
 * @throws SourceError
 */
export async function resolveSource(
  source: Source,
  options: ResolveOptions = {},
): Promise<{ path: string; isDirectory: boolean }> {
  if (source.kind !== 'file') await cacheSource(source, options);
  const path = pathOf(source);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() && source.kind === 'file' && isArchive(path))
    return { path: await unpackedHere(path, options), isDirectory: true };
  if (found) return { path, isDirectory: found.isDirectory() };
  if (source.kind === 'file' || source.kind === 'https') throw fileMissing(path, await nearPath(path));
  const content = join(cachedFolder(source), 'content');
  throw notInPackage(`${source.name}@${source.version}`, source.subpath, await readdir(content));
}

/** Unpacks a local archive, once for each content. Returns the folder. */
async function unpackedHere(path: string, options: ResolveOptions): Promise<string> {
  const archive = { kind: 'archive', path, sha256: await digestOfFile(path, 'sha256') } as const;
  await cacheSource(archive, options);
  return join(cachedFolder(archive), 'content');
}

/** Returns the local path of a source if it is on this machine. Fetches and verifies nothing. */
export async function findSource(source: Source): Promise<string | undefined> {
  if (source.kind !== 'file' && (await readRecord(source)).state !== 'whole') return undefined;
  const path = pathOf(source);
  return (await stat(path).catch(() => undefined)) && path;
}

function pathOf(source: Source): string {
  if (source.kind === 'file') return source.path;
  const content = join(cachedFolder(source), 'content');
  if (source.kind !== 'https') return join(content, source.subpath);
  const name = fileName(source.url);
  return isArchive(name) ? content : join(content, name);
}

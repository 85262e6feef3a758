import { stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { type Checksum, digestOfFile } from './checksum.js';
import { findSource } from './resolve.js';
import type { Source } from './source.js';
import { cachedFolder, readRecord } from './source-cache.js';
import { isArchive } from './unpack.js';

/** State of a source's content on this machine. `unchecked`: present, but without a known checksum. */
export type SourceCheck =
  | { readonly state: 'absent' }
  | { readonly state: 'unchecked'; readonly path: string }
  | { readonly state: 'sound' | 'damaged'; readonly path: string; readonly found: string; readonly expected: Checksum };

/**
 * Compares the local content of a source with its checksum: that of the source, else `sha256`, else the one recorded when it was
 * fetched. Fetches nothing.
 */
export async function checkSource(source: Source, sha256?: string): Promise<SourceCheck> {
  const path = await findSource(source);
  if (path === undefined) return { state: 'absent' };
  const expected = await expectedOf(source, path, sha256);
  if (!expected || !(await stat(path)).isFile()) return { state: 'unchecked', path };
  const found = await digestOfFile(path, expected.algorithm);
  return { state: found === expected.hex ? 'sound' : 'damaged', path, found, expected };
}

async function expectedOf(source: Source, path: string, sha256: string | undefined): Promise<Checksum | undefined> {
  const own = source.kind === 'https' && !isArchive(source.url) ? source.checksum : undefined;
  if (own) return own;
  if (sha256) return { algorithm: 'sha256', hex: sha256 };
  if (source.kind === 'file') return undefined;
  const found = await readRecord(source);
  const name = relative(cachedFolder(source), path).split(sep).join('/');
  const hex = found.state === 'whole' ? found.record.files[name]?.sha256 : undefined;
  return hex ? { algorithm: 'sha256', hex } : undefined;
}

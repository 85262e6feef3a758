import { stat } from 'node:fs/promises';
import { type Checksum, digestOfFile } from './checksum.js';
import { findSource } from './resolve.js';
import type { Source } from './source.js';
import { readCached } from './source-cache.js';
import { isArchive } from './unpack.js';

/** What is known of a source's content on this machine. `unchecked`: it is there, and no checksum of it is known. */
export type SourceCheck =
  | { readonly state: 'absent' }
  | { readonly state: 'unchecked'; readonly path: string }
  | { readonly state: 'sound' | 'damaged'; readonly path: string; readonly found: string; readonly expected: Checksum };

/**
 * Compares what is on this machine of a source with its checksum: its own, else `sha256`, else that of the day when it was fetched.
 * Fetches nothing.
 */
export async function checkSource(source: Source, sha256?: string): Promise<SourceCheck> {
  const path = await findSource(source);
  if (path === undefined) return { state: 'absent' };
  const expected = await expectedOf(source, sha256);
  if (!expected || !(await stat(path)).isFile()) return { state: 'unchecked', path };
  const found = await digestOfFile(path, expected.algorithm);
  return { state: found === expected.hex ? 'sound' : 'damaged', path, found, expected };
}

async function expectedOf(source: Source, sha256: string | undefined): Promise<Checksum | undefined> {
  const own = source.kind === 'https' ? source.checksum : undefined;
  if (own) return own;
  if (sha256) return { algorithm: 'sha256', hex: sha256 };
  // The record of a package is of its archive, which is not kept.
  if (source.kind !== 'https' || isArchive(source.url)) return undefined;
  const hex = (await readCached(source))?.sha256;
  return hex ? { algorithm: 'sha256', hex } : undefined;
}

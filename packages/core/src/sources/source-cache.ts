import { createHash } from 'node:crypto';
import { link, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder, fileSystemError, makeFolder, replaceFolder } from '@expgraph/data/files';
import { type Static, Type } from '@expgraph/sdk';
import { checkedJson, readCheckedJson } from '../store/checked-json.js';
import { exists, syncFolder, syncTree, writeDurably } from '../store/durable.js';
import { listFiles, sha256 } from '../store/manifest.js';
import { withTemporaryFolder } from '../store/temporary-folder.js';
import { fileName } from './file-name.js';
import type { Source } from './source.js';

const CachedFileSchema = Type.Object({
  sizeBytes: Type.Number(),
  sha256: Type.String(),
  /** Modification time: an unchanged file is not hashed again. */
  changed: Type.String(),
});

const CachedSourceSchema = Type.Object({
  source: Type.String(),
  sha256: Type.Optional(Type.String()),
  integrity: Type.Optional(Type.String()),
  fetched: Type.String(),
  files: Type.Record(Type.String(), CachedFileSchema),
});

/** Record of a fetched source. `files` has the files below its folder, `content/...`. */
export type CachedSource = Static<typeof CachedSourceSchema>;

export type CacheState =
  | { readonly state: 'absent' }
  | { readonly state: 'damaged'; readonly reason: string }
  | { readonly state: 'whole'; readonly record: CachedSource };

/** A source with a folder in the cache: a fetched one, or a local archive by its SHA-256. */
export type Cacheable =
  | Exclude<Source, { kind: 'file' }>
  | { readonly kind: 'archive'; readonly path: string; readonly sha256: string };

const RECORD = 'source.json';

/** Returns the cache folder of a source: `npm/@scope+name@1.0.0`, `pypi/name@1.0` or `https/<hash of URL and checksum>`. */
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

/** Folder for sources in progress, each in a temporary folder. */
export const sourcesInMaking = () => join(cacheFolder(), 'sources', 'tmp');

/** Reads the record of a cached source, without checking its files. */
export async function readRecord(source: Cacheable): Promise<CacheState> {
  const path = join(cachedFolder(source), RECORD);
  const found = await readCheckedJson(path, CachedSourceSchema);
  if (found.state === 'whole') return { state: 'whole', record: found.content };
  return found.state === 'absent' ? found : ((await adopt(source)) ?? found);
}

/** Reads the record of a cached source, and verifies every file that was modified since it was fetched. */
export async function readCached(source: Cacheable): Promise<CacheState> {
  const found = await readRecord(source);
  if (found.state !== 'whole') return found;
  const folder = cachedFolder(source);
  const files: CachedSource['files'] = {};
  const changes = await changesOf(folder, Object.keys(found.record.files));
  for (const [name, expected] of Object.entries(found.record.files)) {
    const file = changes.get(name);
    if (!file) return { state: 'damaged', reason: `${name} is missing` };
    if (file.sizeBytes !== expected.sizeBytes)
      return { state: 'damaged', reason: `${name} has ${file.sizeBytes} bytes, expected ${expected.sizeBytes}` };
    if (file.changed !== expected.changed && (await sha256(join(folder, name))) !== expected.sha256)
      return { state: 'damaged', reason: `the checksum of ${name} is wrong` };
    files[name] = { ...expected, changed: file.changed };
  }
  const record = { ...found.record, files };
  if (JSON.stringify(files) !== JSON.stringify(found.record.files)) await rewrite(folder, record);
  return { state: 'whole', record };
}

/**
 * Adds a source to the cache atomically, in place of a damaged one. `fill` writes `content` into a temporary folder. The record is
 * stored beside the content, so that a fetched file may have any name.
 */
export async function addToCache(
  source: Cacheable,
  fill: (folder: string) => Promise<Omit<CachedSource, 'files'>>,
): Promise<void> {
  await withTemporaryFolder(sourcesInMaking(), async (temporary) => {
    const folder = join(temporary, 'source');
    await makeFolder(join(folder, 'content'));
    const about = await fill(folder);
    await writeDurably(join(folder, RECORD), checkedJson({ ...about, files: await listCached(folder) }));
    await syncTree(folder);
    const target = cachedFolder(source);
    await makeFolder(dirname(target));
    await replaceFolder(target, folder, join(temporary, 'replaced'));
    await syncFolder(dirname(target));
  });
}

async function listCached(folder: string): Promise<CachedSource['files']> {
  const content = join(folder, 'content');
  if (!(await exists(content))) return {};
  const listed = Object.entries(await listFiles(content)).map(([name, file]) => [`content/${name}`, file] as const);
  const changes = await changesOf(
    folder,
    listed.map(([name]) => name),
  );
  return Object.fromEntries(
    listed.map(([name, file]) => [name, { ...file, changed: changes.get(name)?.changed ?? '' }]),
  );
}

const AT_ONCE = 64;

async function changesOf(folder: string, names: readonly string[]) {
  const changes = new Map<string, Awaited<ReturnType<typeof changeOf>>>();
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const some = names.slice(from, from + AT_ONCE);
    const found = await Promise.all(some.map((name) => changeOf(join(folder, name))));
    for (const [index, name] of some.entries()) changes.set(name, found[index]);
  }
  return changes;
}

async function changeOf(path: string): Promise<{ sizeBytes: number; changed: string } | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  return { sizeBytes: Number(found.size), changed: `${found.mtimeNs} ${found.ctimeNs}` };
}

/** The record only saves hashing: ignore a cache that is not writable. */
async function rewrite(folder: string, record: CachedSource): Promise<void> {
  await writeDurably(join(folder, RECORD), checkedJson(record)).catch((error: unknown) => {
    if (!fileSystemError(error)) throw error;
  });
}

/**
 * Converts the cache entry of an earlier version, whose record has no file digests. Returns undefined for any other record: then the
 * source is fetched again.
 */
async function adopt(source: Cacheable): Promise<CacheState | undefined> {
  const folder = cachedFolder(source);
  const text = await readFile(join(folder, RECORD), 'utf8');
  const before = parseObject(text);
  if (before === undefined || typeof before.fetched !== 'string' || 'content' in before) return undefined;
  const { fetched, sha256: digest, integrity } = before as Partial<CachedSource>;
  if (source.kind === 'https') await adoptFile(folder, fileName(source.url), digest);
  const files = await listCached(folder);
  if (Object.keys(files).length === 0) return { state: 'absent' };
  const record = { source: String(before.source), fetched: String(fetched), sha256: digest, integrity, files };
  await rewrite(folder, record);
  return { state: 'whole', record };
}

/** Earlier versions stored a file that is not an archive beside the record. */
async function adoptFile(folder: string, name: string, digest: string | undefined): Promise<void> {
  const path = join(folder, name);
  if (name === RECORD || !(await changeOf(path)) || (await sha256(path)) !== digest) return;
  await makeFolder(join(folder, 'content'));
  await link(path, join(folder, 'content', name)).catch(() => undefined);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

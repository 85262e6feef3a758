import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, fileSystemError, listFiles } from '@expgraph/data/files';
import { type Static, Type } from '@expgraph/sdk';
import { checkedJson, readCheckedJson } from '../store/checked-json.js';
import { updateDurably } from '../store/durable.js';
import { sha256 } from '../store/manifest.js';
import { damagedState } from '../store/messages.js';
import { fileMissing } from './messages.js';
import { nearPath } from './near-path.js';
import type { Source } from './source.js';

/**
 * Returns the identity of a source's content, without fetching it: the SHA-256 of a file; the SHA-256 of the sorted paths and digests of
 * a folder's files, as `listFiles` finds them (links followed, hidden files skipped); a package's name and version; a download's
 * checksum, or its URL if it has none.
 */
export async function digestSource(source: Source, notice?: (line: string) => void): Promise<string> {
  if (source.kind === 'file') return digestPath(source.path, notice);
  if (source.kind !== 'https') return `${source.kind}:${source.name}@${source.version}/${source.subpath}`;
  // Not the checksum of the fetched file: the first run does not know it yet, and must have the same fingerprint as the second.
  const { checksum, url } = source;
  return checksum ? `${checksum.algorithm}:${checksum.hex}` : `url:${url}`;
}

async function digestPath(path: string, notice?: (line: string) => void): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw fileMissing(path, await nearPath(path));
  return found.isDirectory() ? digestFolder(path, notice) : `sha256:${await sha256(path)}`;
}

const IndexSchema = Type.Record(Type.String(), Type.Object({ key: Type.String(), sha256: Type.String() }));
type Index = Static<typeof IndexSchema>;

/**
 * Returns the digest of a folder. Files whose size, modification time and inode are unchanged keep their recorded digest, so that a
 * folder of photographs is hashed once. Links are followed.
 */
async function digestFolder(folder: string, notice?: (line: string) => void): Promise<string> {
  const indexFile = join(
    cacheFolder(),
    'digests',
    `${createHash('sha256').update(folder).digest('hex').slice(0, 32)}.json`,
  );
  const found = await readCheckedJson(indexFile, IndexSchema);
  const known: Index = found.state === 'whole' ? found.content : {};
  if (found.state === 'damaged')
    notice?.(damagedState(indexFile, found.reason, `All files of ${folder} are hashed again.`));
  const { files } = await listFiles(folder);
  const index: Index = {};
  const total = createHash('sha256');
  for (const name of files) {
    const path = join(folder, name);
    const { size, mtimeNs, ino } = await stat(path, { bigint: true });
    const key = `${size}-${mtimeNs}-${ino}`;
    const before = known[name];
    index[name] = before?.key === key ? before : { key, sha256: await sha256(path) };
    total.update(`${name}\0${index[name].sha256}\n`);
  }
  if (JSON.stringify(index) !== JSON.stringify(known)) await remember(indexFile, index);
  return `sha256:${total.digest('hex')}`;
}

/** The index only saves time: ignore a cache that is not writable. */
async function remember(indexFile: string, index: Index): Promise<void> {
  await updateDurably(indexFile, async () => checkedJson(index)).catch((error: unknown) => {
    if (!fileSystemError(error)) throw error;
  });
}

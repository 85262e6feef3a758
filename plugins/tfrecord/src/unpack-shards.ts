import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { parallelMap } from '@expgraph/data/files';
import type { SharedFiles } from '@expgraph/sdk';
import type { Shard } from './find-shards.js';
import { openSource, UnpackError } from './records/byte-source.js';
import { type Compression, detectCompression } from './records/index.js';

export interface UnpackOptions {
  readonly compression: 'auto' | Compression;
  /** Whether to keep the data before damage. */
  readonly salvage: boolean;
  readonly files: SharedFiles;
  readonly signal: AbortSignal;
}

/** A shard, and the compression of its file: none, unless it is damaged. */
export interface UnpackedShard extends Shard {
  readonly compression: Compression;
  /** Why the file only has the data before damage. */
  readonly damage?: string;
}

/** Shards to unpack at the same time: zlib has threads of its own. */
const AT_ONCE = 4;

const CHUNK = 1024 * 1024;

/**
 * Unpacks compressed shards into the store, once per content, so that they can be read at any position. Damaged shards stay compressed: reading
 * them reports where the damage is.
 */
export async function unpackShards(shards: readonly Shard[], options: UnpackOptions): Promise<UnpackedShard[]> {
  return parallelMap(shards, AT_ONCE, (shard) => unpackShard(shard, options));
}

async function unpackShard(shard: Shard, options: UnpackOptions): Promise<UnpackedShard> {
  const { files, salvage, signal } = options;
  const compression = options.compression === 'auto' ? await detectCompression(shard.path) : options.compression;
  if (compression === 'none') return { ...shard, compression };
  const name = `tfrecord-${await sha256(shard.path, signal)}`;
  const plain = async (path: string, damage?: string): Promise<UnpackedShard> => {
    return { ...shard, path, bytes: (await stat(path)).size, compression: 'none', damage };
  };
  const unpacked = (salvaging: boolean) =>
    files.make(salvaging ? `${name}-salvaged` : name, (target) =>
      unpack(shard.path, target, compression, { salvaging, signal }),
    );
  try {
    return await plain(await unpacked(false));
  } catch (error) {
    if (!(error instanceof UnpackError)) throw error;
    return salvage ? plain(await unpacked(true), error.message) : { ...shard, compression };
  }
}

async function unpack(
  path: string,
  target: string,
  compression: Compression,
  { salvaging, signal }: { readonly salvaging: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const source = await openSource(path, compression, { signal });
  const file = await open(target, 'w');
  const chunk = new Uint8Array(CHUNK);
  try {
    for (;;) {
      signal.throwIfAborted();
      const read = await source.read(chunk, 0, CHUNK);
      if (read === 0) return;
      await file.write(chunk, 0, read);
    }
  } catch (error) {
    if (!(salvaging && error instanceof UnpackError)) throw error;
  } finally {
    await Promise.all([source.close(), file.close()]);
  }
}

async function sha256(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal, highWaterMark: CHUNK })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

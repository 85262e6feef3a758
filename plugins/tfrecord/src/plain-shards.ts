import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { SharedFiles } from '@expgraph/sdk';
import type { Shard } from './find-shards.js';
import { openSource, UnpackError } from './records/byte-source.js';
import { type Compression, detectCompression } from './records/index.js';

export interface UnpackOptions {
  readonly compression: 'auto' | Compression;
  /** Whether what comes before damage is taken. */
  readonly salvage: boolean;
  readonly files: SharedFiles;
  readonly signal: AbortSignal;
}

/** A shard and how its file is compressed: not at all, unless it is damaged. */
export interface PlainShard extends Shard {
  readonly compression: Compression;
  /** Why the file has only what came before damage. */
  readonly damage?: string;
}

/** Shards that are unpacked side by side: zlib has threads of its own. */
const AT_ONCE = 4;

const CHUNK = 1024 * 1024;

/**
 * Shards that can be read from anywhere: those that are compressed are unpacked into the store, once for each content.
 * Damaged ones are left as they are, for whoever reads them to say where the damage is.
 */
export async function plainShards(shards: readonly Shard[], options: UnpackOptions): Promise<PlainShard[]> {
  const plain: PlainShard[] = [];
  for (let first = 0; first < shards.length; first += AT_ONCE) {
    const some = shards.slice(first, first + AT_ONCE);
    plain.push(...(await Promise.all(some.map((shard) => plainShard(shard, options)))));
  }
  return plain;
}

async function plainShard(shard: Shard, options: UnpackOptions): Promise<PlainShard> {
  const { files, salvage, signal } = options;
  const compression = options.compression === 'auto' ? await detectCompression(shard.path) : options.compression;
  if (compression === 'none') return { ...shard, compression };
  const name = `tfrecord-${await sha256(shard.path, signal)}`;
  const plain = async (path: string, damage?: string): Promise<PlainShard> => {
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

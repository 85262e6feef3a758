import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ExpansionBudget, type ExpansionOptions, unpackStream } from '@expgraph/data/formats';
import type { Compression } from './compression.js';

/** Bytes that are read from front to back. */
export interface ByteSource {
  /**
   * Fills a part of an array and returns the number of bytes; 0 at the end.
   * @throws UnpackError at damaged compressed data, after all data before it was read, to within CHUNK bytes: zlib returns nothing of the chunk
   * in which damage begins.
   */
  read(target: Uint8Array, at: number, length: number): Promise<number>;
  close(): Promise<void>;
}

/** Compressed data is damaged or ends early. */
export class UnpackError extends Error {}

/** Bytes to read at once. */
const CHUNK = 256 * 1024;

export async function openSource(
  path: string,
  compression: Compression,
  options: ExpansionOptions = {},
): Promise<ByteSource> {
  if (compression === 'none') return plainSource(path);
  return unpackingSource(path, compression, ExpansionBudget.ofDisk(basename(path), (await stat(path)).size, options));
}

async function plainSource(path: string): Promise<ByteSource> {
  const file = await open(path);
  return {
    async read(target, at, length) {
      let done = 0;
      while (done < length) {
        const { bytesRead } = await file.read(target, at + done, length - done, null);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    },
    close: () => file.close(),
  };
}

/** zlib treats a zero after a gzip member as the padding of a tape and stops: then all following bytes must be zeros. */
async function damageAfter(path: string, end: number): Promise<UnpackError | undefined> {
  for await (const chunk of createReadStream(path, { start: end, highWaterMark: CHUNK })) {
    const index = (chunk as Buffer).findIndex((byte) => byte !== 0);
    if (index >= 0) return new UnpackError(`the compressed data ends at byte ${end}, and other bytes follow`);
  }
  return undefined;
}

function unpackingSource(path: string, compression: 'gzip' | 'zlib', budget: ExpansionBudget): ByteSource {
  const unpacking = unpackStream(createReadStream(path, { highWaterMark: CHUNK }), compression, budget);
  const chunks = unpacking[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  let damage: UnpackError | undefined;
  /** Reads more bytes; returns false at the end, or where damage begins. */
  const pull = async () => {
    try {
      const { value, done } = await chunks.next();
      if (!done) rest = value;
      else damage = await damageAfter(path, unpacking.packedBytes);
      return !done;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (!code?.startsWith('Z_')) throw error;
      damage = new UnpackError(`the compressed data is damaged: ${message}`);
      return false;
    }
  };
  return {
    async read(target, at, length) {
      let done = 0;
      while (done < length && (rest.length > 0 || (!damage && (await pull())))) {
        const part = rest.subarray(0, length - done);
        target.set(part, at + done);
        rest = rest.subarray(part.length);
        done += part.length;
      }
      // The data before the damage is valid.
      if (done === 0 && damage) throw damage;
      return done;
    },
    async close() {
      unpacking.close();
    },
  };
}

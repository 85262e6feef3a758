import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { ExpansionBudget } from './expansion-budget.js';

/** Bytes of a chunk of unpacked data: larger chunks make fewer events. */
const CHUNK = 256 * 1024;

/** Bytes of a file that are unpacked as they are read. */
export interface Unpacking extends AsyncIterable<Buffer> {
  /** Bytes of the packed file that were used: those behind are not of what was packed. */
  readonly packedBytes: number;
  /** Stops reading. */
  close(): void;
}

/**
 * Unpacks gzip (with any number of members) or zlib as it is read, and counts each chunk. Errors of reading and of unpacking are those of
 * the iteration. zlib works on a thread of its own, and waits while nobody reads.
 */
export function unpackStream(packed: Readable, compression: 'gzip' | 'zlib', budget: ExpansionBudget): Unpacking {
  const unpack = compression === 'gzip' ? createGunzip({ chunkSize: CHUNK }) : createInflate({ chunkSize: CHUNK });
  packed.on('error', (error) => unpack.destroy(error));
  // An error while nobody reads, before the first chunk or after the last that was wanted, would end the process.
  unpack.on('error', () => undefined);
  packed.pipe(unpack);
  const close = () => {
    packed.destroy();
    unpack.destroy();
  };
  async function* counted() {
    try {
      for await (const chunk of unpack) {
        budget.spend((chunk as Buffer).length);
        yield chunk as Buffer;
      }
    } finally {
      close();
    }
  }
  const chunks = counted();
  return {
    get packedBytes() {
      return unpack.bytesWritten;
    },
    [Symbol.asyncIterator]: () => chunks,
    close,
  };
}

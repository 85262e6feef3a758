import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { ExpansionBudget } from './expansion-budget.js';

/** Size of a chunk of unpacked data: larger chunks cause fewer events. */
const CHUNK = 256 * 1024;

/** A file that is unpacked while it is read. */
export interface Unpacking extends AsyncIterable<Buffer> {
  /** Number of bytes of the packed file that were used: bytes after them are not packed data. */
  readonly packedBytes: number;
  /** Stops reading. */
  close(): void;
}

/**
 * Unpacks gzip (with any number of members) or zlib while reading, and counts each chunk. Errors of reading and unpacking are thrown by the
 * iteration. zlib runs on a thread of its own, and waits for the reader.
 */
export function unpackStream(packed: Readable, compression: 'gzip' | 'zlib', budget: ExpansionBudget): Unpacking {
  const unpack = compression === 'gzip' ? createGunzip({ chunkSize: CHUNK }) : createInflate({ chunkSize: CHUNK });
  packed.on('error', (error) => unpack.destroy(error));
  // Without a listener, an error before the first or after the last read would end the process.
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

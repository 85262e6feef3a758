import type { Batch, Dataset } from '@expgraph/sdk';
import { type Example, encodeExample } from './examples/index.js';
import type { BatchExample } from './make-example.js';
import { type Compression, RecordWriter } from './records/index.js';

/** Examples to encode at the same time. */
const BATCH = 32;

export interface ShardOptions {
  /** Examples `first .. end` are written; those of the second epoch follow those of the first. */
  readonly first: number;
  readonly end: number;
  readonly compression: Compression;
  readonly makeExample: (example: BatchExample) => Example | Promise<Example>;
  readonly advance: (records: number) => void;
  readonly signal: AbortSignal;
}

/** Writes one file of records. The next examples are read while the previous ones are written. */
export async function writeShard(data: Dataset, path: string, options: ShardOptions): Promise<void> {
  const { first, end, compression, makeExample, advance, signal } = options;
  const writer = new RecordWriter(path, compression);
  try {
    let next = read(first);
    for (let start = first; start < end; ) {
      signal.throwIfAborted();
      const { indices, batch } = await next;
      next = read(start + indices.length);
      const examples = Array.from(indices, (index, position) => ({ data, batch, position, index }));
      for (const example of await Promise.all(examples.map(makeExample))) await writer.write(encodeExample(example));
      advance(indices.length);
      start += indices.length;
    }
    await writer.close();
  } catch (error) {
    await writer.abandon();
    throw error;
  }

  /** Reads the examples from `start` on, of one epoch. */
  function read(start: number): Promise<{ indices: Int32Array; batch: Batch }> {
    const epoch = Math.floor(start / data.size);
    const last = Math.min(start + BATCH, end, (epoch + 1) * data.size);
    const indices = Int32Array.from({ length: Math.max(0, last - start) }, (_, place) => (start + place) % data.size);
    const reading = data.read(indices, { epoch, signal }).then((batch) => ({ indices, batch }));
    // If writing fails, nobody awaits this batch, and its failure must not end the process.
    reading.catch(() => undefined);
    return reading;
  }
}

import type { Batch, Dataset } from '@expgraph/sdk';

export interface BatchOptions {
  readonly batchSize: number;
  /** `[size]`: the order of the elements; default as they are. */
  readonly order?: Int32Array;
  /** Batches at the beginning that are left out. */
  readonly skip?: number;
  readonly epoch?: number;
  readonly signal: AbortSignal;
}

/** The batches of one pass over a data set, the last one smaller. The next batch is read while the last one is used. */
export async function* batches(data: Dataset, options: BatchOptions): AsyncGenerator<Batch> {
  const { batchSize, skip = 0, epoch, signal } = options;
  const order = options.order ?? Int32Array.from({ length: data.size }, (_, index) => index);
  const read = (start: number) =>
    start < order.length ? data.read(order.subarray(start, start + batchSize), { epoch, signal }) : undefined;
  let next = read(skip * batchSize);
  for (let start = (skip + 1) * batchSize; next; start += batchSize) {
    const batch = await next;
    signal.throwIfAborted();
    next = read(start);
    // Whoever stops early leaves it unread: its failure is nobody's.
    next?.catch(() => undefined);
    yield batch;
  }
}

/** The sizes that the batches of a data set have, without reading it: the full one, and that of the last if it is smaller. */
export function batchSizes(examples: number, batchSize: number): number[] {
  return [Math.min(examples, batchSize), examples % batchSize].filter(
    (size, index) => size > 0 && (index === 0 || examples > batchSize),
  );
}

import type { Batch, Dataset } from '@expgraph/sdk';

export interface BatchOptions {
  readonly batchSize: number;
  /** `[size]`: the order of the elements; default as they are. */
  readonly order?: Int32Array;
  readonly epoch?: number;
  readonly signal: AbortSignal;
}

/** The batches of one pass over a data set, the last one smaller. The next batch is read while the last one is used. */
export async function* batches(data: Dataset, options: BatchOptions): AsyncGenerator<Batch> {
  const { batchSize, epoch, signal } = options;
  const order = options.order ?? Int32Array.from({ length: data.size }, (_, index) => index);
  const read = (start: number) => data.read(order.subarray(start, start + batchSize), { epoch, signal });
  let next = order.length > 0 ? read(0) : undefined;
  for (let start = 0; next; start += batchSize) {
    const batch = await next;
    signal.throwIfAborted();
    const following = start + batchSize;
    next = following < order.length ? read(following) : undefined;
    // Whoever stops early leaves it unread: its failure is nobody's.
    next?.catch(() => undefined);
    yield batch;
  }
}

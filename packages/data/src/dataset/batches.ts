import type { Batch, Dataset } from '@expgraph/sdk';

export interface BatchOptions {
  readonly batchSize: number;
  /** `[size]`: the order of the examples. Default: the order of the dataset. */
  readonly order?: Int32Array;
  /** Number of batches to skip at the beginning. */
  readonly skip?: number;
  readonly epoch?: number;
  /** Receives the time, in milliseconds, that each batch was waited for. */
  readonly onWaited?: (milliseconds: number) => void;
  readonly signal: AbortSignal;
}

/** Batches to read ahead while one is used: where computing blocks JavaScript, one is not enough. */
const AHEAD = 2;

/** Calls `use` for each batch of one pass over a dataset, in order; the last batch may be smaller. A batch is released after its call. */
export async function forEachBatch(
  data: Dataset,
  options: BatchOptions,
  use: (batch: Batch) => Promise<void>,
): Promise<void> {
  const { batchSize, skip = 0, epoch, signal } = options;
  const order = options.order ?? Int32Array.from({ length: data.size }, (_, index) => index);
  const reading: Promise<Batch>[] = [];
  let start = skip * batchSize;
  const readAnother = () => {
    if (start >= order.length) return;
    const batch = data.read(order.subarray(start, start + batchSize), { epoch, signal });
    // After an early stop nobody awaits this batch, and its failure must not end the process.
    batch.catch(() => undefined);
    reading.push(batch);
    start += batchSize;
  };
  for (let count = 0; count < AHEAD; count += 1) readAnother();
  for (let next = reading.shift(); next; next = reading.shift()) {
    const asked = performance.now();
    const batch = await next;
    options.onWaited?.(performance.now() - asked);
    signal.throwIfAborted();
    const used = use(batch);
    // Not earlier: the part of reading that runs on this thread overlaps with the computation on another thread.
    readAnother();
    await used;
    batch.release?.();
  }
}

/** Returns the batch sizes of a pass over a dataset: the full one, and that of the last batch if it is smaller. */
export function batchSizes(examples: number, batchSize: number): number[] {
  return [Math.min(examples, batchSize), examples % batchSize].filter(
    (size, index) => size > 0 && (index === 0 || examples > batchSize),
  );
}

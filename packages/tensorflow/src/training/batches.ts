import type { Batch, Dataset } from '@expgraph/sdk';

export interface BatchOptions {
  readonly batchSize: number;
  /** `[size]`: the order of the elements; default as they are. */
  readonly order?: Int32Array;
  /** Batches at the beginning that are left out. */
  readonly skip?: number;
  readonly epoch?: number;
  /** Is told how long, in milliseconds, each batch was waited for. */
  readonly onWaited?: (milliseconds: number) => void;
  readonly signal: AbortSignal;
}

/** Batches that are being read while one is used: where computing keeps JavaScript busy, one of them is not enough. */
const AHEAD = 2;

/** Does something with each batch of one pass over a dataset, in order; the last batch is smaller. A batch is good until then. */
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
    // Whoever stops early leaves it unread: its failure is nobody's.
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
    // Now, and not before: what reading costs here passes while another thread computes.
    readAnother();
    await used;
    batch.release?.();
  }
}

/** The sizes that the batches of a dataset have, without reading it: the full one, and that of the last if it is smaller. */
export function batchSizes(examples: number, batchSize: number): number[] {
  return [Math.min(examples, batchSize), examples % batchSize].filter(
    (size, index) => size > 0 && (index === 0 || examples > batchSize),
  );
}

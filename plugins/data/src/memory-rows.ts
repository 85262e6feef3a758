import type { Dataset, ReadOptions } from '@expgraph/sdk';
import type { CachedExample, RowStore } from './cached-dataset.js';
import type { ExampleRows } from './example-rows.js';

/**
 * Caches rows in memory when they are first read. Once the cache is full, nothing is evicted: with random access, evicting the oldest rows
 * would remove those that the next epoch needs.
 */
export class MemoryRows implements RowStore {
  private readonly kept = new Map<number, CachedExample>();
  private readonly capacity: number;

  constructor(
    private readonly data: Dataset,
    private readonly layout: ExampleRows,
    megabytes: number,
  ) {
    this.capacity = Math.floor((megabytes * 1e6) / (layout.length * 4));
  }

  async examples(indices: readonly number[], variant: number, options: ReadOptions): Promise<CachedExample[]> {
    const keyOf = (index: number) => variant * this.data.size + index;
    const missing = [...new Set(indices)].filter((index) => !this.kept.has(keyOf(index)));
    const read = new Map<number, CachedExample>();
    if (missing.length > 0) {
      const batch = await this.data.read(missing, { ...options, epoch: variant });
      const rows = this.layout.encode(batch);
      // Keep a reference to `steps` only: the batch would keep its features in memory.
      const named = batch.steps;
      const steps = once(() => named?.());
      for (const [position, index] of missing.entries()) {
        const row = rows.slice(position * this.layout.length, (position + 1) * this.layout.length);
        const example = this.layout.hasStepNames ? { row, steps: () => steps()?.[position] ?? [] } : { row };
        read.set(index, example);
        if (this.kept.size < this.capacity) this.kept.set(keyOf(index), example);
      }
    }
    return indices.map((index) => (this.kept.get(keyOf(index)) ?? read.get(index)) as CachedExample);
  }
}

/** Returns a function that computes a value on the first call. */
function once<Value>(compute: () => Value): () => Value {
  let found: { readonly value: Value } | undefined;
  return () => {
    found ??= { value: compute() };
    return found.value;
  };
}

import type { Dataset, ReadOptions } from '@expgraph/sdk';
import type { KeptElement, RowStore } from './cached-dataset.js';
import type { ElementRows } from './element-rows.js';

/**
 * Keeps rows in memory from when they are first read. What came first stays when there is no more room: to drop the oldest would,
 * read in any order, throw out just what is wanted next.
 */
export class MemoryRows implements RowStore {
  private readonly kept = new Map<number, KeptElement>();
  private readonly capacity: number;

  constructor(
    private readonly data: Dataset,
    private readonly layout: ElementRows,
    megabytes: number,
  ) {
    this.capacity = Math.floor((megabytes * 1e6) / (layout.length * 4));
  }

  async elements(indices: readonly number[], variant: number, options: ReadOptions): Promise<KeptElement[]> {
    const keyOf = (index: number) => variant * this.data.size + index;
    const missing = [...new Set(indices)].filter((index) => !this.kept.has(keyOf(index)));
    const read = new Map<number, KeptElement>();
    if (missing.length > 0) {
      const batch = await this.data.read(missing, { ...options, epoch: variant });
      const rows = this.layout.encode(batch);
      // Not the batch itself: its features would stay in memory.
      const named = batch.steps;
      const steps = once(() => named?.());
      for (const [position, index] of missing.entries()) {
        const row = rows.slice(position * this.layout.length, (position + 1) * this.layout.length);
        const element = this.layout.namesSteps ? { row, steps: () => steps()?.[position] ?? [] } : { row };
        read.set(index, element);
        if (this.kept.size < this.capacity) this.kept.set(keyOf(index), element);
      }
    }
    return indices.map((index) => (this.kept.get(keyOf(index)) ?? read.get(index)) as KeptElement);
  }
}

/** Computes a value when it is first asked for. */
function once<Value>(compute: () => Value): () => Value {
  let found: { readonly value: Value } | undefined;
  return () => {
    found ??= { value: compute() };
    return found.value;
  };
}

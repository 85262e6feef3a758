import type { Dataset, ReadOptions } from '@expgraph/sdk';
import type { RowStore } from './cached-dataset.js';
import type { ElementRows } from './element-rows.js';

/**
 * Keeps rows in memory from when they are first read. What came first stays when there is no more room: to drop the oldest would,
 * read in any order, throw out just what is wanted next.
 */
export class MemoryRows implements RowStore {
  private readonly kept = new Map<number, Float32Array>();
  private readonly capacity: number;

  constructor(
    private readonly data: Dataset,
    private readonly layout: ElementRows,
    megabytes: number,
  ) {
    this.capacity = Math.floor((megabytes * 1e6) / (layout.length * 4));
  }

  async rows(indices: readonly number[], variant: number, options: ReadOptions): Promise<Float32Array[]> {
    const keyOf = (index: number) => variant * this.data.size + index;
    const missing = [...new Set(indices)].filter((index) => !this.kept.has(keyOf(index)));
    const read = new Map<number, Float32Array>();
    if (missing.length > 0) {
      const rows = this.layout.encode(await this.data.read(missing, { ...options, epoch: variant }));
      for (const [position, index] of missing.entries()) {
        const row = rows.slice(position * this.layout.length, (position + 1) * this.layout.length);
        read.set(index, row);
        if (this.kept.size < this.capacity) this.kept.set(keyOf(index), row);
      }
    }
    return indices.map((index) => (this.kept.get(keyOf(index)) ?? read.get(index)) as Float32Array);
  }
}

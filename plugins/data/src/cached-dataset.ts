import { type Batch, type Dataset, DerivedDataset, type ReadOptions } from '@expgraph/sdk';
import type { ElementRows } from './element-rows.js';

/** What the rows of elements are kept in. */
export interface RowStore {
  /** Rows of the elements at `indices` in a variant. */
  rows(indices: readonly number[], variant: number, options: ReadOptions): Promise<Float32Array[]>;
}

/** A data set whose elements are kept in some variants: epoch `e` sees variant `e % variants`. */
export class CachedDataset extends DerivedDataset {
  constructor(
    original: Dataset,
    private readonly layout: ElementRows,
    private readonly store: RowStore,
    private readonly variants: number,
  ) {
    super(original, { sameEachEpoch: variants === 1 || undefined });
  }

  async read(indices: ArrayLike<number>, options: ReadOptions = {}): Promise<Batch> {
    const variant = (options.epoch ?? 0) % this.variants;
    return this.layout.decode(await this.store.rows(Array.from(indices), variant, options));
  }
}

import { DerivedDataset } from '@expgraph/data/dataset';
import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';
import type { ElementRows } from './element-rows.js';

/** An element as it is kept: its row, and where its timesteps have names, those. */
export interface KeptElement {
  readonly row: Float32Array;
  steps?(): readonly string[];
}

/** What the rows of elements are kept in. */
export interface RowStore {
  /** The elements at `indices` in a variant. */
  elements(indices: readonly number[], variant: number, options: ReadOptions): Promise<KeptElement[]>;
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
    const elements = await this.store.elements(Array.from(indices), variant, options);
    const batch = this.layout.decode(elements.map(({ row }) => row));
    if (!this.layout.namesSteps) return batch;
    return { ...batch, steps: () => elements.map((element) => element.steps?.() ?? []) };
  }
}

import { DerivedDataset } from '@expgraph/data/dataset';
import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';
import type { ExampleRows } from './example-rows.js';

/** A cached example: its row and, where they have names, the names of its timesteps. */
export interface CachedExample {
  readonly row: Float32Array;
  steps?(): readonly string[];
}

/** Stores the rows of examples. */
export interface RowStore {
  /** Returns the examples at `indices` in a variant. */
  examples(indices: readonly number[], variant: number, options: ReadOptions): Promise<CachedExample[]>;
}

/** A dataset with cached variants of each example: epoch `e` reads variant `e % variants`. */
export class CachedDataset extends DerivedDataset {
  constructor(
    original: Dataset,
    private readonly layout: ExampleRows,
    private readonly store: RowStore,
    private readonly variants: number,
  ) {
    super(original, { sameEachEpoch: variants === 1 || undefined });
  }

  async read(indices: ArrayLike<number>, options: ReadOptions = {}): Promise<Batch> {
    const variant = (options.epoch ?? 0) % this.variants;
    const examples = await this.store.examples(Array.from(indices), variant, options);
    const batch = this.layout.decode(examples.map(({ row }) => row));
    if (!this.layout.hasStepNames) return batch;
    return { ...batch, steps: () => examples.map((example) => example.steps?.() ?? []) };
  }
}

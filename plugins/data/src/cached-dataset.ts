import type { Batch, Dataset, DatasetSpec, ReadOptions } from '@expgraph/sdk';
import type { ElementRows } from './element-rows.js';

/** What the rows of elements are kept in. */
export interface RowStore {
  /** Rows of the elements at `indices` in a variant. */
  rows(indices: readonly number[], variant: number, options: ReadOptions): Promise<Float32Array[]>;
}

/** A data set whose elements are kept in some variants: epoch `e` sees variant `e % variants`. */
export class CachedDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly size: number;
  readonly classes: readonly string[];
  readonly sameEachEpoch?: boolean;

  constructor(
    private readonly original: Dataset,
    private readonly layout: ElementRows,
    private readonly store: RowStore,
    private readonly variants: number,
  ) {
    this.spec = original.spec;
    this.size = original.size;
    this.classes = original.classes;
    this.sameEachEpoch = variants === 1 || undefined;
  }

  labels(): Int32Array | Float32Array {
    return this.original.labels();
  }

  name(index: number): string {
    return this.original.name(index);
  }

  column(name: string): readonly string[] | undefined {
    return this.original.column?.(name);
  }

  async read(indices: ArrayLike<number>, options: ReadOptions = {}): Promise<Batch> {
    const variant = (options.epoch ?? 0) % this.variants;
    return this.layout.decode(await this.store.rows(Array.from(indices), variant, options));
  }
}

import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';

/**
 * A dataset derived from another one, for nodes that transform data. A subclass implements `read`, and overrides what else differs.
 *
 * ```ts
 * class Inverted extends DerivedDataset {
 *   async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
 *     const batch = await this.original.read(indices, options);
 *     return { ...batch, features: batch.features.map((value) => 255 - value) };
 *   }
 * }
 * ```
 */
export abstract class DerivedDataset implements Dataset {
  readonly spec: Dataset['spec'];
  readonly size: number;
  readonly classes: readonly string[];
  readonly sameEachEpoch?: boolean;

  /** @param changes Properties that differ; `sameEachEpoch: undefined` if examples are transformed at random. */
  constructor(
    protected readonly original: Dataset,
    changes: Partial<Pick<Dataset, 'spec' | 'size' | 'classes' | 'sameEachEpoch'>> = {},
  ) {
    const { spec, size, classes, sameEachEpoch } = original;
    const own = { spec, size, classes, sameEachEpoch, ...changes };
    this.spec = own.spec;
    this.size = own.size;
    this.classes = own.classes;
    this.sameEachEpoch = own.sameEachEpoch;
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

  abstract read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch>;
}

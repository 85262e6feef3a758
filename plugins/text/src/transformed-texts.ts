import type { Batch, Dataset, DatasetSpec, ReadOptions } from '@expgraph/sdk';

/** A data set made of another one of texts, element by element. */
export abstract class TransformedTexts implements Dataset {
  readonly size: number;
  readonly classes: readonly string[];
  readonly sameEachEpoch?: boolean;

  constructor(
    protected readonly whole: Dataset,
    readonly spec: DatasetSpec,
  ) {
    this.size = whole.size;
    this.classes = whole.classes;
    this.sameEachEpoch = whole.sameEachEpoch;
  }

  labels(): Int32Array | Float32Array {
    return this.whole.labels();
  }

  name(index: number): string {
    return this.whole.name(index);
  }

  abstract read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch>;
}

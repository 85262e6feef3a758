import type { Batch, Dataset, DatasetSpec, ReadOptions } from '@expgraph/sdk';

/** Some elements of a data set, in the order given. */
export class SubsetDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly size: number;
  readonly classes: readonly string[];
  readonly sameEachEpoch?: boolean;

  constructor(
    private readonly whole: Dataset,
    private readonly indices: Int32Array,
  ) {
    this.size = indices.length;
    this.classes = whole.classes;
    this.sameEachEpoch = whole.sameEachEpoch;
    this.spec = { ...whole.spec, size: indices.length };
  }

  labels(): Int32Array | Float32Array {
    const labels = this.whole.labels();
    if (labels instanceof Int32Array) return this.indices.map((index) => labels[index]);
    return Float32Array.from(this.indices, (index) => labels[index]);
  }

  name(index: number): string {
    return this.whole.name(this.indices[index]);
  }

  read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    return this.whole.read(
      Int32Array.from(indices, (index) => this.indices[index]),
      options,
    );
  }
}

import { type Batch, type Dataset, type DatasetSpec, type ReadOptions, selectLabels } from '@expgraph/sdk';

/** Some elements of a data set, in the order given; one may be there several times. */
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
    return selectLabels(this.whole.labels(), this.whole.size, this.indices);
  }

  name(index: number): string {
    return this.whole.name(this.indices[index]);
  }

  column(name: string): readonly string[] | undefined {
    const values = this.whole.column?.(name);
    return values && Array.from(this.indices, (index) => values[index]);
  }

  read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    return this.whole.read(
      Int32Array.from(indices, (index) => this.indices[index]),
      options,
    );
  }
}

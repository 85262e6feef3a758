import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';
import { DerivedDataset } from './derived-dataset.js';
import { selectLabels } from './select-labels.js';

/** Some examples of a dataset, in the given order; an example may occur several times. */
export class SubsetDataset extends DerivedDataset {
  constructor(
    whole: Dataset,
    private readonly indices: Int32Array,
  ) {
    const size = indices.length;
    super(whole, { spec: { ...whole.spec, size }, size });
  }

  override labels(): Int32Array | Float32Array {
    return selectLabels(this.original.labels(), this.original.size, this.indices);
  }

  override name(index: number): string {
    return this.original.name(this.indices[index]);
  }

  override column(name: string): readonly string[] | undefined {
    const values = this.original.column?.(name);
    return values && Array.from(this.indices, (index) => values[index]);
  }

  read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    return this.original.read(
      Int32Array.from(indices, (index) => this.indices[index]),
      options,
    );
  }
}

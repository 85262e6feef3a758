import type { Batch, Dataset, DatasetSpec, ReadOptions, TensorSpec } from '@expgraph/sdk';

/** A dataset of arrays in memory. */
export class MemoryDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly size: number;
  /** The epochs of all reads. */
  readonly epochs: (number | undefined)[] = [];

  constructor(
    private readonly features: Float32Array,
    private readonly shape: readonly number[],
    private readonly values: Int32Array | Float32Array,
    readonly classes: readonly string[],
    tensor: TensorSpec = {},
  ) {
    this.size = values.length;
    const encoding = values instanceof Int32Array ? 'class' : 'number';
    this.spec = {
      kind: 'dataset',
      features: { dtype: 'float32', shape: ['batch', ...shape], ...tensor },
      label: { encoding },
      size: this.size,
    };
  }

  labels(): Int32Array | Float32Array {
    return this.values;
  }

  name(index: number): string {
    return `example ${index}`;
  }

  async read(indices: ArrayLike<number>, { epoch }: ReadOptions = {}): Promise<Batch> {
    this.epochs.push(epoch);
    const length = this.shape.reduce((a, b) => a * b, 1);
    const features = new Float32Array(indices.length * length);
    for (const [position, index] of Array.from(indices).entries()) {
      features.set(this.features.subarray(index * length, (index + 1) * length), position * length);
    }
    const labels =
      this.values instanceof Int32Array ? new Int32Array(indices.length) : new Float32Array(indices.length);
    for (const [position, index] of Array.from(indices).entries()) labels[position] = this.values[index];
    return { features, shape: [indices.length, ...this.shape], labels };
  }
}

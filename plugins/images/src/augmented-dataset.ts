import type { Batch, Dataset, DatasetSpec, Random, ReadOptions } from '@expgraph/sdk';
import { applyTransform, type FillOptions } from './apply-transform.js';
import { type AugmentOptions, drawTransform } from './image-transform.js';

/** A data set whose images are transformed at random, anew each epoch: image i of epoch e is always the same. */
export class AugmentedDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly size: number;
  readonly classes: readonly string[];

  constructor(
    private readonly original: Dataset,
    private readonly options: AugmentOptions & FillOptions,
    private readonly random: Random,
  ) {
    this.spec = original.spec;
    this.size = original.size;
    this.classes = original.classes;
  }

  labels(): Int32Array | Float32Array {
    return this.original.labels();
  }

  name(index: number): string {
    return this.original.name(index);
  }

  async read(indices: ArrayLike<number>, options: ReadOptions = {}): Promise<Batch> {
    const batch = await this.original.read(indices, options);
    const [count, height, width, channels] = batch.shape;
    const features = new Float32Array(batch.features.length);
    for (let position = 0; position < count; position += 1) {
      const stream = this.random.stream(options.epoch ?? 0, indices[position]);
      const transform = drawTransform(this.options, [height, width], stream);
      const offset = position * height * width * channels;
      applyTransform({ pixels: batch.features, offset, height, width }, features, transform, this.options);
    }
    return { ...batch, features };
  }
}

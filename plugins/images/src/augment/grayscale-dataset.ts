import { DerivedDataset, ReusedFloats } from '@expgraph/data/dataset';
import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';

/** A dataset of images with another number of channels than the original. */
abstract class ConvertedChannels extends DerivedDataset {
  private readonly floats = new ReusedFloats();

  constructor(
    original: Dataset,
    private readonly channels: 1 | 3,
  ) {
    const { features } = original.spec;
    const shape = [...(features?.shape?.slice(0, 3) ?? ['batch', 'height', 'width']), channels];
    super(original, { spec: { ...original.spec, features: { ...features, shape } } });
  }

  /** Converts the values of one or more images. */
  protected abstract write(values: Float32Array, target: Float32Array): void;

  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const batch = await this.original.read(indices, options);
    const shape = [...batch.shape.slice(0, 3), this.channels];
    const { values, release } = this.floats.take(shape.reduce((product, size) => product * size, 1));
    this.write(batch.features, values);
    batch.release?.();
    return { ...batch, features: values, shape, release };
  }
}

/** Repeats the channel of grayscale images three times, for code that expects RGB. */
export class RgbDataset extends ConvertedChannels {
  constructor(original: Dataset) {
    super(original, 3);
  }

  protected write(values: Float32Array, target: Float32Array): void {
    for (let index = 0, to = 0; index < values.length; index += 1, to += 3) target.fill(values[index], to, to + 3);
  }
}

/** Keeps the first of three equal channels. */
export class GrayscaleDataset extends ConvertedChannels {
  constructor(original: Dataset) {
    super(original, 1);
  }

  protected write(values: Float32Array, target: Float32Array): void {
    for (let index = 0, from = 0; index < target.length; index += 1, from += 3) target[index] = values[from];
  }
}

import { DerivedDataset, ReusedFloats } from '@expgraph/data/dataset';
import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';

/** A data set of images with other channels than those of the original. */
abstract class RepeatedChannels extends DerivedDataset {
  private readonly floats = new ReusedFloats();

  constructor(
    original: Dataset,
    private readonly channels: 1 | 3,
  ) {
    const { features } = original.spec;
    const shape = [...(features?.shape?.slice(0, 3) ?? ['batch', 'height', 'width']), channels];
    super(original, { spec: { ...original.spec, features: { ...features, shape } } });
  }

  /** Writes the values of an image, or of several. */
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

/** Images of one channel as those of three that are alike: what is made for colours then works on them. */
export class TripledDataset extends RepeatedChannels {
  constructor(original: Dataset) {
    super(original, 3);
  }

  protected write(values: Float32Array, target: Float32Array): void {
    for (let index = 0, to = 0; index < values.length; index += 1, to += 3) target.fill(values[index], to, to + 3);
  }
}

/** The first channel of three. */
export class GreyDataset extends RepeatedChannels {
  constructor(original: Dataset) {
    super(original, 1);
  }

  protected write(values: Float32Array, target: Float32Array): void {
    for (let index = 0, from = 0; index < target.length; index += 1, from += 3) target[index] = values[from];
  }
}

import type { Batch, Dataset, DatasetSpec, Random, ReadOptions } from '@expgraph/sdk';
import type { FillMode } from './fill-mode.js';
import { affineMatrix, drawTransform, mirrored, type TransformOptions } from './image-transform.js';
import { recolourImage } from './recolour-image.js';
import { RANGE_SCALES, type RangeScale } from './value-range.js';
import { warpImage } from './warp-image.js';

export interface AugmentOptions extends TransformOptions {
  readonly fillMode: FillMode;
  /** The value beyond the edge, in units of 0..255. */
  readonly cval: number;
}

/** A data set whose images are transformed at random, anew each epoch: image i of epoch e is always the same. */
export class AugmentedDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly size: number;
  readonly classes: readonly string[];
  private readonly scale: RangeScale;

  constructor(
    private readonly original: Dataset,
    private readonly options: AugmentOptions,
    private readonly random: Random,
  ) {
    this.spec = original.spec;
    this.size = original.size;
    this.classes = original.classes;
    this.scale = RANGE_SCALES[original.spec.features?.range ?? '0..255'];
  }

  labels(): Int32Array | Float32Array {
    return this.original.labels();
  }

  name(index: number): string {
    return this.original.name(index);
  }

  async read(indices: ArrayLike<number>, options: ReadOptions = {}): Promise<Batch> {
    const batch = await this.original.read(indices, options);
    const [count, height, width] = batch.shape;
    const { fillMode: mode, cval } = this.options;
    const fill = { mode, values: this.scale.scale.map((scale, channel) => cval * scale + this.scale.offset[channel]) };
    const features = new Float32Array(batch.features.length);
    for (let position = 0; position < count; position += 1) {
      options.signal?.throwIfAborted();
      const stream = this.random.stream(options.epoch ?? 0, indices[position]);
      const transform = drawTransform(this.options, [height, width], stream);
      const matrix = mirrored(affineMatrix(transform.affine, [height, width]), [height, width], transform);
      const image = { start: position * height * width * 3, height, width };
      warpImage({ ...image, pixels: batch.features }, features, matrix, fill);
      if (transform.channelShift !== 0 || transform.brightness !== undefined) {
        recolourImage({ ...image, pixels: features }, transform, this.scale);
      }
    }
    return { ...batch, features };
  }
}

import type { Batch, Dataset, DatasetSpec, ReadOptions, ValueRange } from '@expgraph/sdk';
import { type DecodedImages, IN_FLIGHT } from './decoded-images.js';
import { countClasses, type LabelledImage } from './image-index.js';
import { imageUnreadable } from './messages.js';
import { parallelMap } from './parallel-map.js';
import { type PixelWriter, pixelWriter } from './value-range.js';

/** Image files as a data set: `float32[batch, height, width, 3]`, decoded when they are read. */
export class ImageDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly sameEachEpoch = true;
  readonly size: number;
  readonly classes: readonly string[];
  private readonly indices: Int32Array;
  private readonly weighted: boolean;
  private readonly write: PixelWriter;

  constructor(
    private readonly images: readonly LabelledImage[],
    private readonly decoded: DecodedImages,
    range: ValueRange,
  ) {
    const [height, width] = decoded.options.size;
    this.size = images.length;
    this.classes = [...countClasses(images).keys()];
    const indexOf = new Map(this.classes.map((name, index) => [name, index]));
    this.indices = Int32Array.from(images, ({ label }) => indexOf.get(label) ?? -1);
    this.weighted = images.some(({ weight }) => weight !== undefined);
    this.write = pixelWriter(range);
    this.spec = {
      kind: 'dataset',
      features: { dtype: 'float32', shape: ['batch', height, width, 3], range },
      label: { encoding: 'class', classes: this.classes },
      size: this.size,
    };
  }

  labels(): Int32Array {
    return this.indices.slice();
  }

  name(index: number): string {
    return this.images[index].path;
  }

  async read(indices: ArrayLike<number>, { signal }: ReadOptions = {}): Promise<Batch> {
    const [height, width] = this.decoded.options.size;
    const length = height * width * 3;
    const features = new Float32Array(indices.length * length);
    await parallelMap(Array.from(indices), IN_FLIGHT, async (index, position) => {
      signal?.throwIfAborted();
      const { path } = this.images[index];
      const pixels = await this.decoded.pixels(path).catch((error: Error) => {
        throw imageUnreadable(path, error);
      });
      this.write(pixels, features, position * length);
    });
    const labels = Int32Array.from(indices, (index) => this.indices[index]);
    const batch = { features, shape: [indices.length, height, width, 3], labels };
    if (!this.weighted) return batch;
    return { ...batch, weights: Float32Array.from(indices, (index) => this.images[index].weight ?? 1) };
  }
}

import { ReusedFloats, selectLabels } from '@expgraph/data/dataset';
import { IN_FLIGHT, parallelMap } from '@expgraph/data/files';
import type { Batch, Dataset, DatasetSpec, ReadOptions, ValueRange } from '@expgraph/sdk';
import type { DecodedImages } from './decoded-images.js';
import { countClasses, type LabeledImage, type Selection } from './image-index.js';
import { imageUnreadable } from './source-messages.js';

export interface ImageDatasetOptions {
  readonly range: ValueRange;
  /** Whether an image may have any number of classes. */
  readonly multiLabel: boolean;
}

/** A dataset of images, `float32[batch, height, width, channels]`, decoded when they are read. */
export class ImageDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly sameEachEpoch = true;
  readonly size: number;
  readonly classes: readonly string[];
  private readonly images: readonly LabeledImage[];
  /** `[size]` of class indices, or `[size, classes]` of 0 and 1. */
  private readonly encoded: Int32Array | Float32Array;
  private readonly weighted: boolean;
  private readonly floats = new ReusedFloats();

  constructor(
    selection: Selection,
    private readonly decoded: DecodedImages,
    { range, multiLabel }: ImageDatasetOptions,
  ) {
    this.images = selection.images;
    this.size = this.images.length;
    this.classes = [...countClasses(selection).keys()];
    this.encoded = multiLabel ? this.multiHot() : this.classIndices();
    this.weighted = this.images.some(({ weight }) => weight !== undefined);
    this.spec = {
      kind: 'dataset',
      features: { dtype: 'float32', shape: ['batch', ...decoded.shape], range },
      label: { encoding: multiLabel ? 'classes' : 'class', classes: this.classes },
      size: this.size,
    };
  }

  labels(): Int32Array | Float32Array {
    return this.encoded.slice();
  }

  name(index: number): string {
    return this.images[index].path;
  }

  column(name: string): readonly string[] | undefined {
    const [first] = this.images;
    if (first?.columns?.[name] === undefined) return undefined;
    return this.images.map(({ columns }) => columns?.[name] ?? '');
  }

  async read(indices: ArrayLike<number>, { signal }: ReadOptions = {}): Promise<Batch> {
    signal?.throwIfAborted();
    const { shape } = this.decoded;
    const length = shape.reduce((product, size) => product * size, 1);
    const { values: features, release } = this.floats.take(indices.length * length);
    const paths = Array.from(indices, (index) => this.images[index].path);
    const uncached = await this.decoded.readCached(paths, features);
    await parallelMap(uncached, IN_FLIGHT, async (position) => {
      signal?.throwIfAborted();
      const path = paths[position];
      const target = features.subarray(position * length, (position + 1) * length);
      await this.decoded.read(path, target).catch((error: Error) => {
        throw imageUnreadable(path, error);
      });
    });
    const batch = { features, shape: [indices.length, ...shape], labels: this.labelsOf(indices), release };
    if (!this.weighted) return batch;
    return { ...batch, weights: Float32Array.from(indices, (index) => this.images[index].weight ?? 1) };
  }

  private labelsOf(indices: ArrayLike<number>): Int32Array | Float32Array {
    return selectLabels(this.encoded, this.size, indices);
  }

  private classIndices(): Int32Array {
    const indexOf = new Map(this.classes.map((name, index) => [name, index]));
    return Int32Array.from(this.images, ({ labels: [label] }) => indexOf.get(label) ?? -1);
  }

  private multiHot(): Float32Array {
    const indexOf = new Map(this.classes.map((name, index) => [name, index]));
    const encoded = new Float32Array(this.size * this.classes.length);
    for (const [image, { labels }] of this.images.entries()) {
      for (const label of labels) encoded[image * this.classes.length + (indexOf.get(label) as number)] = 1;
    }
    return encoded;
  }
}

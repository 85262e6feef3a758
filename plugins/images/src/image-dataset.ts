import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Batch, Dataset, DatasetSpec, ReadOptions, ValueRange } from '@expgraph/sdk';
import { type DecodeOptions, decodeImage } from './decode-image.js';
import type { LabelledImages } from './label-images.js';
import { writeInRange } from './value-ranges.js';

/** Decoded pixels that are kept for the next epoch; beyond it images are decoded again. Small beside a model's memory. */
const CACHE_BYTES = 512 * 1024 * 1024;

/** Image files as a data set: `float32[batch, height, width, 3]`, decoded when they are read. */
export class ImageDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly size: number;
  readonly classes: readonly string[];
  private readonly cache = new Map<number, Uint8Array>();
  private cachedBytes = 0;

  constructor(
    private readonly folder: string,
    private readonly labelled: LabelledImages,
    private readonly options: DecodeOptions & { readonly range: ValueRange },
  ) {
    const {
      size: [height, width],
      range,
    } = options;
    this.size = labelled.images.length;
    this.classes = labelled.classes;
    this.spec = {
      kind: 'dataset',
      features: { dtype: 'float32', shape: ['batch', height, width, 3], range },
      label: { encoding: 'class', classes: labelled.classes },
      size: this.size,
    };
  }

  labels(): Int32Array {
    return Int32Array.from(this.labelled.images, ({ label }) => label);
  }

  name(index: number): string {
    return this.labelled.images[index].path;
  }

  async read(indices: ArrayLike<number>, { signal }: ReadOptions = {}): Promise<Batch> {
    const {
      size: [height, width],
      range,
    } = this.options;
    const length = height * width * 3;
    const features = new Float32Array(indices.length * length);
    const chosen = Array.from(indices);
    await Promise.all(
      chosen.map(async (index, position) => {
        signal?.throwIfAborted();
        writeInRange(await this.pixels(index), range, features, position * length);
      }),
    );
    const labels = Int32Array.from(chosen, (index) => this.labelled.images[index].label);
    return { features, shape: [indices.length, height, width, 3], labels };
  }

  private async pixels(index: number): Promise<Uint8Array> {
    const known = this.cache.get(index);
    if (known) return known;
    const bytes = await readFile(join(this.folder, this.labelled.images[index].path));
    const pixels = await decodeImage(bytes, this.options);
    if (this.cachedBytes + pixels.length <= CACHE_BYTES) {
      this.cachedBytes += pixels.length;
      this.cache.set(index, pixels);
    }
    return pixels;
  }
}

import { createHash } from 'node:crypto';
import type { ValueRange } from '@expgraph/sdk';
import { channelsOf } from '../decode/color-mode.js';
import { type DecodeOptions, decodeLevels, decodeValues } from '../decode/decode-image.js';
import type { ImageSource, StoredImage } from '../decode/image-source.js';
import { type RangeWriter, rangeWriter } from '../decode/range-writer.js';
import type { IndexedImage, LabeledImage } from './image-index.js';
import { PixelCache } from './pixel-cache.js';

/**
 * Size of the cache of decoded pixels for the next epoch: 3,500 images of 224x224, little compared with the memory of a training. The
 * images that are read first stay cached: evicting the oldest would discard images that the next epoch needs.
 */
const CACHE_BYTES = 512 * 1024 * 1024;

export interface DecodedImagesOptions extends DecodeOptions {
  readonly range: ValueRange;
}

/** Images that are decoded when they are first read, then cached. */
export class DecodedImages {
  /** Shape of an image. */
  readonly shape: readonly [height: number, width: number, channels: number];
  private readonly cache: PixelCache;
  private readonly writer: RangeWriter;

  constructor(
    private readonly source: ImageSource,
    private readonly options: DecodedImagesOptions,
    capacity = CACHE_BYTES,
  ) {
    const channels = channelsOf(options.colorMode);
    this.shape = [...options.size, channels];
    this.cache = new PixelCache(lengthOf(this.shape), capacity);
    this.writer = rangeWriter(options.range, channels);
  }

  /** Reserves cache memory for a number of images, as far as the capacity allows. */
  reserve(count: number): void {
    this.cache.reserve(count);
  }

  /** Writes the values of cached images into `target`, `float32[images, ...shape]`. Returns the positions of the others. */
  async readCached(paths: readonly string[], target: Float32Array): Promise<number[]> {
    const cached = paths.map((path) => this.cache.get(path));
    if (cached.some((pixels) => pixels)) await this.writer.write(cached, target);
    return [...cached.keys()].filter((position) => !cached[position]);
  }

  /** Writes the values of an image into `target`, `float32[...shape]`. @throws Error with the reason if the image cannot be read */
  async read(path: string, target: Float32Array): Promise<void> {
    if (this.cache.get(path)) return this.writer.write([this.cache.get(path)], target);
    const slot = this.cache.allocate();
    if (!slot) return this.open(path, {}, (image) => decodeValues(image, this.options, target, this.writer));
    await this.open(path, {}, (image) => this.decode(path, image, slot));
    await this.writer.write([this.cache.get(path)], target);
  }

  /** Reads and decodes an image for the index. @throws Error with the reason if the image cannot be read */
  async inspect(image: LabeledImage): Promise<IndexedImage> {
    const { path } = image;
    return this.open(path, { digest: true }, async (stored) => {
      const slot = this.cache.allocate();
      const [height, width] = slot
        ? await this.decode(path, stored, slot)
        : await decodeLevels(stored, this.options, new Uint8Array(lengthOf(this.shape)));
      return { ...image, sha256: sha256Of(stored), height, width };
    });
  }

  /** Returns the SHA-256 of the stored bytes, in hexadecimal. */
  async digest(path: string): Promise<string> {
    return this.open(path, { digest: true }, async (stored) => sha256Of(stored));
  }

  /** Decodes an image into a slot of the cache. */
  private async decode(path: string, image: StoredImage, slot: Uint8Array): Promise<readonly [number, number]> {
    try {
      const originalSize = await decodeLevels(image, this.options, slot);
      this.cache.set(path, slot);
      return originalSize;
    } catch (error) {
      this.cache.release(slot);
      throw error;
    }
  }

  private async open<Result>(
    path: string,
    options: { readonly digest?: boolean },
    use: (image: StoredImage) => Promise<Result>,
  ): Promise<Result> {
    const image = await this.source.read(path, options);
    try {
      return await use(image);
    } finally {
      image.release?.();
    }
  }
}

const lengthOf = ([height, width, channels]: DecodedImages['shape']) => height * width * channels;

const sha256Of = ({ bytes, sha256 }: StoredImage) => sha256 ?? createHash('sha256').update(bytes).digest('hex');

import { createHash } from 'node:crypto';
import type { ValueRange } from '@expgraph/sdk';
import { channelsOf } from './colour.js';
import { type DecodeOptions, decodeLevels, decodeValues } from './decode-image.js';
import type { IndexedImage, LabelledImage } from './image-index.js';
import type { ImageSource, StoredImage } from './image-source.js';
import { KeptPixels } from './kept-pixels.js';
import { type RangeValues, rangeValues } from './range-values.js';

/**
 * Decoded pixels that are kept for the next epoch: 3,500 images of 224x224, little beside what a training takes. What came
 * first stays: to drop the oldest would, read in any order, throw out just what is wanted next.
 */
const CACHE_BYTES = 512 * 1024 * 1024;

export interface DecodedImagesOptions extends DecodeOptions {
  readonly range: ValueRange;
}

/** Images, decoded when they are first asked for. */
export class DecodedImages {
  /** Of an image. */
  readonly shape: readonly [height: number, width: number, channels: number];
  private readonly kept: KeptPixels;
  private readonly range: RangeValues;

  constructor(
    private readonly source: ImageSource,
    private readonly options: DecodedImagesOptions,
    capacity = CACHE_BYTES,
  ) {
    const channels = channelsOf(options.colour);
    this.shape = [...options.size, channels];
    this.kept = new KeptPixels(lengthOf(this.shape), capacity);
    this.range = rangeValues(options.range, channels);
  }

  /** Says how many images there are to be read: their room is taken at once, as far as there is some. */
  expect(count: number): void {
    this.kept.expect(count);
  }

  /** Writes the values of those images that are kept into `target`, `float32[images, ...shape]`. Gives the positions of the others. */
  async readKept(paths: readonly string[], target: Float32Array): Promise<number[]> {
    const known = paths.map((path) => this.kept.of(path));
    if (known.some((pixels) => pixels)) await this.range.write(known, target);
    return [...known.keys()].filter((position) => !known[position]);
  }

  /** Writes the values of an image into `target`, `float32[...shape]`. @throws Error that says what is wrong with the file */
  async read(path: string, target: Float32Array): Promise<void> {
    if (this.kept.of(path)) return this.range.write([this.kept.of(path)], target);
    const room = this.kept.room();
    if (!room) return this.open(path, {}, (image) => decodeValues(image, this.options, target, this.range));
    await this.open(path, {}, (image) => this.decode(path, image, room));
    await this.range.write([this.kept.of(path)], target);
  }

  /** Reads and decodes an image for the index. @throws Error that says what is wrong with the file */
  async inspect(image: LabelledImage): Promise<IndexedImage> {
    const { path } = image;
    return this.open(path, { digest: true }, async (stored) => {
      const room = this.kept.room();
      const [height, width] = room
        ? await this.decode(path, stored, room)
        : await decodeLevels(stored, this.options, new Uint8Array(lengthOf(this.shape)));
      return { ...image, sha256: sha256Of(stored), height, width };
    });
  }

  /** The SHA-256 of the bytes that are stored. */
  async digest(path: string): Promise<string> {
    return this.open(path, { digest: true }, async (stored) => sha256Of(stored));
  }

  /** Decodes an image and keeps it. */
  private async decode(path: string, image: StoredImage, room: Uint8Array): Promise<readonly [number, number]> {
    try {
      const originalSize = await decodeLevels(image, this.options, room);
      this.kept.keep(path, room);
      return originalSize;
    } catch (error) {
      this.kept.giveBack(room);
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

import { createHash } from 'node:crypto';
import { type DecodeOptions, decodeImage } from './decode-image.js';
import type { IndexedImage, LabelledImage } from './image-index.js';
import type { ImageSource } from './image-source.js';

/**
 * Decoded pixels that are kept for the next epoch: 3,500 images of 224x224, little beside what a training takes. What came
 * first stays: to drop the oldest would, read in any order, throw out just what is wanted next.
 */
const CACHE_BYTES = 512 * 1024 * 1024;

/** The pixels of images, `uint8[height, width, channels]`, decoded when they are first asked for. */
export class DecodedImages {
  private readonly cache = new Map<string, Uint8Array>();
  private cachedBytes = 0;

  constructor(
    private readonly source: ImageSource,
    readonly options: DecodeOptions,
    private readonly capacity = CACHE_BYTES,
  ) {}

  async pixels(path: string): Promise<Uint8Array> {
    const known = this.cache.get(path);
    if (known) return known;
    const { pixels } = await decodeImage(await this.source.read(path), this.options);
    this.keep(path, pixels);
    return pixels;
  }

  /** Reads and decodes an image for the index. @throws Error that says what is wrong with the file */
  async inspect(image: LabelledImage): Promise<IndexedImage> {
    const { path } = image;
    const stored = await this.source.read(path);
    const { pixels, originalSize } = await decodeImage(stored, this.options);
    this.keep(path, pixels);
    const [height, width] = originalSize;
    return { ...image, sha256: sha256(stored.bytes), height, width };
  }

  /** The SHA-256 of the bytes that are stored. */
  async digest(path: string): Promise<string> {
    return sha256((await this.source.read(path)).bytes);
  }

  private keep(path: string, pixels: Uint8Array): void {
    if (!this.cache.has(path) && this.cachedBytes + pixels.length <= this.capacity) {
      this.cachedBytes += pixels.length;
      this.cache.set(path, pixels);
    }
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

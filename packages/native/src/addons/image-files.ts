import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Our own addon for image files, see `native/image_files.cc`. */
export interface ImageFiles {
  /**
   * Reads a file into a buffer, on another thread: in one step, where Node's own functions take four. Gives the length of the file, of which
   * no more is read than there is room for; or -1, where Node's functions say what is wrong. Where `digests`, the SHA-256 of what is read
   * can be had as well, `uint8[32]`: it means nothing for a file that found no room.
   */
  read(path: string, buffer: Uint8Array, digest?: Uint8Array): Promise<number>;
  /** Whether this Node lets its SHA-256 be called from an addon. */
  readonly digests: boolean;
  /**
   * Decodes a JPEG file of one or three channels and brings a part of it to a size, on another thread. Neither the file nor the result may
   * change until then. The part and the size come from `plan`: `[ratio, interpolation, top, height, rows, left, width, columns]`,
   * where ratio 1, 2, 4 or 8 is how many times fewer pixels a side is decoded to, interpolation is 0 bilinear, 1 nearest or 2
   * bicubic, and the part is in pixels of what is decoded.
   *
   * `result` is `uint8[rows, columns, 3]`, red, green and blue; or `float32` of that shape, as `write` would make it of those. Its content
   * means nothing when it can not be decoded, which the result says.
   */
  decodeJpeg(file: Uint8Array, plan: Float64Array, result: Uint8Array): Promise<boolean>;
  decodeJpeg(
    file: Uint8Array,
    plan: Float64Array,
    result: Float32Array,
    values: Float32Array,
    reversed: boolean,
  ): Promise<boolean>;
  /**
   * Writes the values of images' levels `uint8[height, width, 3]` into `float32[images, height, width, 3]`, on another thread; of an
   * undefined one, nothing. None of them may change until then, nor the list. `values[3, 256]` says what the levels of each channel
   * become, `reversed` that blue comes first in the result.
   */
  write(
    images: readonly (Uint8Array | undefined)[],
    result: Float32Array,
    values: Float32Array,
    reversed: boolean,
  ): Promise<void>;
  /** Asks the system to give memory that has not been written yet in large pages: nothing happens where it has none. */
  hugePages(memory: Uint8Array): void;
}

let loaded: ImageFiles | undefined;

/** The addon, where the backend has come with it: a project's own tfjs-node has not, nor have backends that are not native. */
export const imageFiles = (): ImageFiles | undefined => loaded;

/** Loads it, if it was built on this system. */
export function loadImageFiles(path: string): void {
  if (existsSync(path)) loaded = createRequire(import.meta.url)(path) as ImageFiles;
}

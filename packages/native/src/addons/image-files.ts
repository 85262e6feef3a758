import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Our addon `image_files`: reads and decodes image files. */
export interface ImageFiles {
  /**
   * Reads a file into a buffer, on another thread: in one step, where Node's own functions take four. Returns the length of the file, of
   * which at most the length of the buffer is read; or -1 on an error, which Node's functions report better. If `digests` is true and
   * `digest`, `uint8[32]`, is given, also computes the SHA-256 of the file; it is not valid for a file longer than the buffer.
   */
  read(path: string, buffer: Uint8Array, digest?: Uint8Array): Promise<number>;
  /** Whether addons can call this Node's SHA-256. */
  readonly digests: boolean;
  /**
   * Decodes a JPEG file of 1 or 3 channels and resizes a part of it, on another thread. Neither the file nor the result may be written
   * until the promise resolves. `plan` is `[ratio, interpolation, top, height, rows, left, width, columns]`: the ratio 1, 2, 4 or 8 by
   * which the decoder reduces the sides, the interpolation (one of `INTERPOLATION`), and the part in pixels of the decoded image.
   *
   * `result` is `uint8[rows, columns, 3]`, RGB; or `float32` of that shape, with the values that `write` would give. Resolves to whether
   * the file was decoded; otherwise the content of `result` is not valid.
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
   * Writes images of levels, `uint8[height, width, 3]`, as values into `float32[images, height, width, 3]`, on another thread; skips
   * undefined images. Neither the images, the list nor the result may be written until the promise resolves. `values[3, 256]` has the
   * values of all levels, by channel; `reversed` writes the channels in the order blue, green, red.
   */
  write(
    images: readonly (Uint8Array | undefined)[],
    result: Float32Array,
    values: Float32Array,
    reversed: boolean,
  ): Promise<void>;
  /** Asks the system to use huge pages for memory that has not been written yet. Does nothing on systems without huge pages. */
  hugePages(memory: Uint8Array): void;
}

let loaded: ImageFiles | undefined;

/** Returns the addon, or undefined if the backend does not provide it: a project's own tfjs-node, or a backend that is not native. */
export const imageFiles = (): ImageFiles | undefined => loaded;

/** Loads the addon if it has been built on this system. */
export function loadImageFiles(path: string): void {
  if (existsSync(path)) loaded = createRequire(import.meta.url)(path) as ImageFiles;
}

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Our own addon that decodes JPEG files, see `native/jpeg_decoder.cc`. */
export interface JpegDecoder {
  /**
   * Decodes a file of one or three channels and brings a part of it to a size, on another thread. Neither the file nor the result may
   * change until then. The part and the size come from `plan`: `[ratio, interpolation, top, height, rows, left, width, columns]`,
   * where ratio 1, 2, 4 or 8 is how many times fewer pixels a side is decoded to, interpolation is 0 bilinear, 1 nearest or 2
   * bicubic, and the part is in pixels of what is decoded.
   *
   * `result` is `uint8[rows, columns, 3]`, red, green and blue; or `float32` of that shape, where `values[3, 256]` says what the levels of
   * each channel become, `reversed` that blue comes first. Its content means nothing when it can not be decoded.
   */
  decode(file: Uint8Array, plan: Float64Array, result: Uint8Array): Promise<boolean>;
  decode(
    file: Uint8Array,
    plan: Float64Array,
    result: Float32Array,
    values: Float32Array,
    reversed: boolean,
  ): Promise<boolean>;
}

let loaded: JpegDecoder | undefined;

/** The decoder, where the backend has come with it: a project's own tfjs-node has not, nor have backends that are not native. */
export const jpegDecoder = (): JpegDecoder | undefined => loaded;

/** Loads it, if it was built on this system. */
export function loadJpegDecoder(path: string): void {
  if (existsSync(path)) loaded = createRequire(import.meta.url)(path) as JpegDecoder;
}

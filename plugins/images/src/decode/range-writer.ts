import { imageFiles } from '@expgraph/native/addons';
import type { ValueRange } from '@expgraph/sdk';
import { pixelWriter, RANGE_SCALES, valuesOfLevels } from './value-range.js';

/** Converts levels to the values of a range. The JPEG decoder uses the table and writes values itself. */
export interface RangeWriter {
  /** `[3, 256]`: the values of all levels, for each channel of the range. */
  readonly ofLevels: Float32Array;
  /** Whether the channels are in the order blue, green, red. */
  readonly reversed: boolean;
  /**
   * Writes images into their places in `target`, `float32[images, height, width, channels]`; skips undefined images. Neither the images nor
   * the list may change until the promise resolves.
   */
  write(images: readonly (Uint8Array | undefined)[], target: Float32Array): Promise<void>;
}

/** Number of images that a thread writes in one call: few, so that all threads take part in a batch. */
const IMAGES_PER_CALL = 8;

/** Returns the writer of a range. Images of 3 channels are written in native code, on other threads, if it is available. */
export function rangeWriter(range: ValueRange, channelCount: 1 | 3 = 3): RangeWriter {
  const [ofLevels, reversed] = [valuesOfLevels(range), RANGE_SCALES[range].channels[0] === 2];
  const writePixels = pixelWriter(range, channelCount);
  return {
    ofLevels,
    reversed,
    write: async (images, target) => {
      const native = channelCount === 3 ? imageFiles() : undefined;
      const length = target.length / images.length;
      const writing: Promise<void>[] = [];
      for (let start = 0; start < images.length; start += IMAGES_PER_CALL) {
        const part = images.slice(start, start + IMAGES_PER_CALL);
        const into = target.subarray(start * length, (start + part.length) * length);
        if (native) writing.push(native.write(part, into, ofLevels, reversed));
        else for (const [index, pixels] of part.entries()) if (pixels) writePixels(pixels, into, index * length);
      }
      await Promise.all(writing);
    },
  };
}

import { imageFiles } from '@expgraph/native/addons';
import type { ValueRange } from '@expgraph/sdk';
import { pixelWriter, RANGE_SCALES, valuesOfLevels } from './value-range.js';

/** What levels become: for the decoder of JPEG files, which writes values itself, and for what is decoded otherwise. */
export interface RangeValues {
  /** `[3, 256]`: what the levels of each channel become. */
  readonly ofLevels: Float32Array;
  /** Whether blue comes first. */
  readonly reversed: boolean;
  /**
   * Writes images into their places, `float32[images, height, width, channels]`; of an undefined one, nothing. Neither the images nor the
   * list may change until then.
   */
  write(images: readonly (Uint8Array | undefined)[], target: Float32Array): Promise<void>;
}

/** Images that a thread writes, one after the other: few, so that all threads have some of a batch. */
const AT_ONCE = 8;

/** Of images of three channels in native code, on other threads, where there is some: JavaScript takes longer. */
export function rangeValues(range: ValueRange, channelCount: 1 | 3 = 3): RangeValues {
  const [ofLevels, reversed] = [valuesOfLevels(range), RANGE_SCALES[range].channels[0] === 2];
  const writePixels = pixelWriter(range, channelCount);
  return {
    ofLevels,
    reversed,
    write: async (images, target) => {
      const native = channelCount === 3 ? imageFiles() : undefined;
      const length = target.length / images.length;
      const writing: Promise<void>[] = [];
      for (let start = 0; start < images.length; start += AT_ONCE) {
        const some = images.slice(start, start + AT_ONCE);
        const into = target.subarray(start * length, (start + some.length) * length);
        if (native) writing.push(native.write(some, into, ofLevels, reversed));
        else for (const [index, pixels] of some.entries()) if (pixels) writePixels(pixels, into, index * length);
      }
      await Promise.all(writing);
    },
  };
}

import type { ValueRange } from '@expgraph/sdk';
import { imageFiles } from '@expgraph/tensorflow/native';
import { pixelWriter, RANGE_SCALES, valuesOfLevels } from './value-range.js';

/** What levels become: for the decoder of JPEG files, which writes values itself, and for what is decoded otherwise. */
export interface RangeValues {
  /** `[3, 256]`: what the levels of each channel become. */
  readonly ofLevels: Float32Array;
  /** Whether blue comes first. */
  readonly reversed: boolean;
  /** Writes an image into its place. */
  write(pixels: Uint8Array, target: Float32Array): void;
}

/** Of images of three channels in native code, where there is some: JavaScript takes four times as long. */
export function rangeValues(range: ValueRange, channelCount: 1 | 3 = 3): RangeValues {
  const [ofLevels, reversed] = [valuesOfLevels(range), RANGE_SCALES[range].channels[0] === 2];
  const write = pixelWriter(range, channelCount);
  return {
    ofLevels,
    reversed,
    write: (pixels, target) => {
      const native = channelCount === 3 ? imageFiles() : undefined;
      if (native) native.write(pixels, target, ofLevels, reversed);
      else write(pixels, target, 0);
    },
  };
}

import type { ValueRange } from '@expgraph/sdk';

export const VALUE_RANGES = ['0..255', '0..1', '-1..1', 'caffe', 'torch'] as const satisfies readonly ValueRange[];

/** Maps a level 0..255 to a value of a range: `value = level * scale[channel] + offset[channel]`. */
export interface RangeScale {
  readonly scale: readonly [number, number, number];
  readonly offset: readonly [number, number, number];
  /** `[3]`: the RGB channel (0 to 2) that each channel of the range holds. */
  readonly channels: readonly [number, number, number];
}

const RGB = [0, 1, 2] as const;
const BGR = [2, 1, 0] as const;

/** Means and standard deviations of ImageNet's channels, RGB in 0..1, as in Keras' `preprocess_input`. */
const TORCH_MEANS = [0.485, 0.456, 0.406] as const;
const TORCH_STDS = [0.229, 0.224, 0.225] as const;

/** Means of ImageNet's channels, BGR in 0..255 (Simonyan and Zisserman's networks in Caffe). */
const CAFFE_MEANS = [103.939, 116.779, 123.68] as const;

/** Scale of each range; `-1..1`, `torch` and `caffe` are the modes `tf`, `torch` and `caffe` of Keras' `preprocess_input`. */
export const RANGE_SCALES: Readonly<Record<ValueRange, RangeScale>> = {
  '0..255': { scale: [1, 1, 1], offset: [0, 0, 0], channels: RGB },
  '0..1': { scale: [1 / 255, 1 / 255, 1 / 255], offset: [0, 0, 0], channels: RGB },
  '-1..1': { scale: [1 / 127.5, 1 / 127.5, 1 / 127.5], offset: [-1, -1, -1], channels: RGB },
  caffe: { scale: [1, 1, 1], offset: [-CAFFE_MEANS[0], -CAFFE_MEANS[1], -CAFFE_MEANS[2]], channels: BGR },
  torch: {
    scale: [1 / 255 / TORCH_STDS[0], 1 / 255 / TORCH_STDS[1], 1 / 255 / TORCH_STDS[2]],
    offset: [-TORCH_MEANS[0] / TORCH_STDS[0], -TORCH_MEANS[1] / TORCH_STDS[1], -TORCH_MEANS[2] / TORCH_STDS[2]],
    channels: RGB,
  },
};

/** Writes an image of levels into `target` at `start`, as values of a range. */
export type PixelWriter = (pixels: Uint8Array, target: Float32Array, start: number) => void;

/** Returns `[3, 256]`: the values of all levels, for each channel of the range. */
export function valuesOfLevels(range: ValueRange): Float32Array {
  const { scale, offset } = RANGE_SCALES[range];
  return Float32Array.from({ length: 3 * 256 }, (_, index) => {
    const channel = index >> 8;
    return (index & 255) * scale[channel] + offset[channel];
  });
}

/** Returns the writer of a range. It looks values up in a table of 256 per channel. */
export function pixelWriter(range: ValueRange, channelCount: 1 | 3 = 3): PixelWriter {
  const { channels } = RANGE_SCALES[range];
  if (range === '0..255') return (pixels, target, start) => target.set(pixels, start);
  const values = valuesOfLevels(range);
  const [first, second, third] = RGB.map((channel) => values.subarray(channel * 256, (channel + 1) * 256));
  if (channelCount === 1) {
    return function writeGray(pixels, target, start) {
      for (let pixel = 0; pixel < pixels.length; pixel += 1) target[start + pixel] = first[pixels[pixel]];
    };
  }
  const [from0, from1, from2] = channels;
  return (pixels, target, start) => {
    for (let pixel = 0; pixel < pixels.length; pixel += 3) {
      target[start + pixel] = first[pixels[pixel + from0]];
      target[start + pixel + 1] = second[pixels[pixel + from1]];
      target[start + pixel + 2] = third[pixels[pixel + from2]];
    }
  };
}

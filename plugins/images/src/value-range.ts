import type { ValueRange } from '@expgraph/sdk';

export const VALUE_RANGES = ['0..255', '0..1', '-1..1', 'caffe', 'torch'] as const satisfies readonly ValueRange[];

/** How a grey level 0..255 becomes a value of a range: `value = level * scale[channel] + offset[channel]`. */
export interface RangeScale {
  readonly scale: readonly [number, number, number];
  readonly offset: readonly [number, number, number];
  /** `[3]`: which channel of red, green, blue each channel of the range is. */
  readonly channels: readonly [number, number, number];
}

const RGB = [0, 1, 2] as const;
const BGR = [2, 1, 0] as const;

/** Means and deviations of ImageNet's channels, as Keras' `preprocess_input` has them: red, green, blue of 0..1. */
const TORCH_MEANS = [0.485, 0.456, 0.406] as const;
const TORCH_DEVIATIONS = [0.229, 0.224, 0.225] as const;

/** Means of ImageNet's channels in the order blue, green, red of 0..255 (Simonyan and Zisserman's networks in Caffe). */
const CAFFE_MEANS = [103.939, 116.779, 123.68] as const;

/** The scale of each range; the same numbers as Keras' `preprocess_input` in the modes `tf`, `torch` and `caffe`. */
export const RANGE_SCALES: Readonly<Record<ValueRange, RangeScale>> = {
  '0..255': { scale: [1, 1, 1], offset: [0, 0, 0], channels: RGB },
  '0..1': { scale: [1 / 255, 1 / 255, 1 / 255], offset: [0, 0, 0], channels: RGB },
  '-1..1': { scale: [1 / 127.5, 1 / 127.5, 1 / 127.5], offset: [-1, -1, -1], channels: RGB },
  caffe: { scale: [1, 1, 1], offset: [-CAFFE_MEANS[0], -CAFFE_MEANS[1], -CAFFE_MEANS[2]], channels: BGR },
  torch: {
    scale: [1 / 255 / TORCH_DEVIATIONS[0], 1 / 255 / TORCH_DEVIATIONS[1], 1 / 255 / TORCH_DEVIATIONS[2]],
    offset: [
      -TORCH_MEANS[0] / TORCH_DEVIATIONS[0],
      -TORCH_MEANS[1] / TORCH_DEVIATIONS[1],
      -TORCH_MEANS[2] / TORCH_DEVIATIONS[2],
    ],
    channels: RGB,
  },
};

/** Writes an image of bytes into `target` at `start`, in the values of a range. */
export type PixelWriter = (pixels: Uint8Array, target: Float32Array, start: number) => void;

/** `[3, 256]`: the values of the levels of each channel of a range. */
export function valuesOfLevels(range: ValueRange): Float32Array {
  const { scale, offset } = RANGE_SCALES[range];
  return Float32Array.from({ length: 3 * 256 }, (_, index) => {
    const channel = index >> 8;
    return (index & 255) * scale[channel] + offset[channel];
  });
}

/** The 256 values of each channel are computed once: an image is then a look-up for each channel of a pixel. */
export function pixelWriter(range: ValueRange, channelCount: 1 | 3 = 3): PixelWriter {
  const { channels } = RANGE_SCALES[range];
  if (range === '0..255') return (pixels, target, start) => target.set(pixels, start);
  const values = valuesOfLevels(range);
  const [first, second, third] = RGB.map((channel) => values.subarray(channel * 256, (channel + 1) * 256));
  if (channelCount === 1) {
    return function writeGrey(pixels, target, start) {
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

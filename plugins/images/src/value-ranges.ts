import type { ValueRange } from '@expgraph/sdk';

type Write = (target: Float32Array, offset: number, red: number, green: number, blue: number) => void;

const scaled =
  (scale: number, shift: number): Write =>
  (target, offset, red, green, blue) => {
    target[offset] = red * scale + shift;
    target[offset + 1] = green * scale + shift;
    target[offset + 2] = blue * scale + shift;
  };

/** How each range is made of 8-bit RGB: as Keras' `preprocess_input` of the networks that want it. */
const RANGES: Readonly<Record<ValueRange, Write>> = {
  '0..255': scaled(1, 0),
  '0..1': scaled(1 / 255, 0),
  '-1..1': scaled(1 / 127.5, -1),
  // BGR, less the means of ImageNet.
  caffe: (target, offset, red, green, blue) => {
    target[offset] = blue - 103.939;
    target[offset + 1] = green - 116.779;
    target[offset + 2] = red - 123.68;
  },
  // 0..1, less the mean and over the deviation of each channel of ImageNet.
  torch: (target, offset, red, green, blue) => {
    target[offset] = (red / 255 - 0.485) / 0.229;
    target[offset + 1] = (green / 255 - 0.456) / 0.224;
    target[offset + 2] = (blue / 255 - 0.406) / 0.225;
  },
};

/** Writes `uint8[pixels, 3]` RGB as float32 in a range, from `offset` of the target on. */
export function writeInRange(pixels: Uint8Array, range: ValueRange, target: Float32Array, offset: number): void {
  const write = RANGES[range];
  for (let index = 0; index < pixels.length; index += 3) {
    write(target, offset + index, pixels[index], pixels[index + 1], pixels[index + 2]);
  }
}

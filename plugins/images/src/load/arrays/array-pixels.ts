import { elementsOf, type NumberArray } from '@expgraph/data/formats';
import { arrayShape, arrayValue } from './messages.js';

/** Images of one size, in memory. */
export interface ArrayPixels {
  readonly name: string;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3 | 4;
  /** `uint8[count, height, width, channels]`. */
  readonly pixels: Buffer;
}

/**
 * Converts an array to images: `[images, height, width]` in grayscale, or `[images, height, width, channels]` with 1, 3 or 4 channels.
 * Values are 0..255, or 0..1 if they are floating-point numbers and none is larger.
 * @throws ExperimentError if the shape or a value is not valid
 */
export function arrayPixels(array: NumberArray): ArrayPixels {
  const { name, shape, values } = array;
  const [count, height, width, channels = 1] = shape;
  const fits = shape.length === 3 || (shape.length === 4 && [1, 3, 4].includes(channels));
  if (!fits || elementsOf(shape) === 0) throw arrayShape(name, shape, 'images', '[images, height, width(, 1, 3 or 4)]');
  return { name, count, height, width, channels: channels as 1 | 3 | 4, pixels: levels(array, values) };
}

function levels({ name, isFloat }: NumberArray, values: NumberArray['values']): Buffer {
  if (values instanceof Uint8Array) return Buffer.from(values.buffer, values.byteOffset, values.length);
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = Number(values[index]);
    if (!(value >= 0 && value <= 255)) throw arrayValue(name, index, values[index]);
    if (value > largest) largest = value;
  }
  const scale = isFloat && largest <= 1 ? 255 : 1;
  const result = Buffer.alloc(values.length);
  for (let index = 0; index < values.length; index += 1) result[index] = Math.round(Number(values[index]) * scale);
  return result;
}

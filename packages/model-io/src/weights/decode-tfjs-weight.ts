import { readHalfFloats } from './half-floats.js';
import { sizeOf, type Weight } from './named-weights.js';

/** A weight in the manifest of a TensorFlow.js model. */
export interface TfjsSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Quantization of the stored values: `value = stored * scale + min`, or half precision. */
  readonly quantization?: { readonly dtype: string; readonly scale?: number; readonly min?: number };
}

/** Bytes per value and decoder of each stored data type. */
const STORED: Readonly<Record<string, readonly [bytes: number, read: (data: Buffer) => Float32Array]>> = {
  float32: [4, (data) => new Float32Array(copyOf(data))],
  float16: [2, readHalfFloats],
  int32: [4, (data) => Float32Array.from(new Int32Array(copyOf(data)))],
  uint16: [2, (data) => Float32Array.from(new Uint16Array(copyOf(data)))],
  uint8: [1, (data) => Float32Array.from(data)],
  bool: [1, (data) => Float32Array.from(data)],
};

/** Copies the bytes, because typed arrays need an aligned offset. */
const copyOf = ({ buffer, byteOffset, byteLength }: Buffer) => buffer.slice(byteOffset, byteOffset + byteLength);

function storedAs({ name, dtype, quantization }: TfjsSpec) {
  const type = quantization?.dtype ?? dtype;
  const stored = Object.hasOwn(STORED, type) ? STORED[type] : undefined;
  if (!stored) throw new Error(`"${name}" is ${type}, expected ${Object.keys(STORED).join(', ')}`);
  return stored;
}

/** Returns the size of a weight in bytes. */
export function tfjsSize(spec: TfjsSpec): number {
  if (!spec.shape.every((length) => Number.isSafeInteger(length) && length >= 0))
    throw new Error(`"${spec.name}" has the shape [${spec.shape.join(', ')}]`);
  return sizeOf(spec.shape) * storedAs(spec)[0];
}

/** Decodes a weight. */
export function tfjsWeight(spec: TfjsSpec, data: Buffer): Weight {
  const values = storedAs(spec)[1](data);
  const { scale, min } = spec.quantization ?? {};
  if (scale !== undefined && min !== undefined) {
    for (let index = 0; index < values.length; index += 1) values[index] = values[index] * scale + min;
  }
  return { shape: spec.shape, values };
}

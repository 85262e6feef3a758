import { type Column, MalformedExample } from './examples/index.js';
import { type InputFeature, sizeOf } from './input-features.js';

/**
 * Writes the numbers of a column into `target`, row by row: row `r` begins at `r * stride + start`.
 * @throws MalformedExample where bytes are not as many as numbers are wanted.
 */
export function writeNumbers(
  { values }: Column,
  { name, type, shape }: InputFeature,
  target: Float32Array,
  { start, stride }: { start: number; stride: number },
): void {
  const size = sizeOf(shape);
  const rows = target.length / stride;
  for (let row = 0; row < rows; row += 1) target.set(numbersOf(row), row * stride + start);

  function numbersOf(row: number): ArrayLike<number> {
    if (type !== 'uint8') return numbers(values, row * size, size);
    const bytes = values[row] as Uint8Array;
    if (bytes.length === size) return bytes;
    throw new MalformedExample(
      `its feature "${name}" has ${bytes.length} bytes, expected ${size} (shape [${shape.join(', ')}])`,
    );
  }
}

/** Integers beyond 2^24 are rounded, as float32 must. */
function numbers(values: Column['values'], from: number, count: number): ArrayLike<number> {
  if (values instanceof Float32Array) return values.subarray(from, from + count);
  return Float32Array.from({ length: count }, (_, index) => Number(values[from + index]));
}

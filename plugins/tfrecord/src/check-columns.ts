import { isUtf8 } from 'node:buffer';
import { type Column, MalformedExample } from './examples/index.js';
import { type InputFeature, sizeOf } from './input-features.js';

/**
 * Checks that byte strings have as many bytes as the shape has values.
 * @throws MalformedExample
 */
export function checkBytes({ values }: Column, { name, type, shape }: InputFeature): void {
  if (type !== 'uint8') return;
  const size = sizeOf(shape);
  for (const value of values as readonly Uint8Array[]) {
    if (value.length === size) continue;
    throw new MalformedExample(
      `feature "${name}" has ${value.length} bytes, expected ${size} (shape [${shape.join(', ')}])`,
    );
  }
}

/**
 * Checks that token ids are below `size`, the number of vectors of an embedding.
 * @throws MalformedExample
 */
export function checkTokens({ values }: Column, size: number | undefined): void {
  if (size === undefined) return;
  for (const value of values as BigInt64Array) {
    if (value < 0n || value >= BigInt(size))
      throw new MalformedExample(
        `token id ${value} is out of range, expected 0 to ${size - 1} (vocabularySize: ${size})`,
      );
  }
}

/**
 * Checks that class names are valid UTF-8: decoding could make two of them equal.
 * @throws MalformedExample
 */
export function checkNames({ values, spec }: Column, name: string): void {
  if (spec.type !== 'bytes') return;
  const wrong = (values as readonly Uint8Array[]).find((value) => !isUtf8(value));
  if (wrong === undefined) return;
  const bytes = Buffer.from(wrong.subarray(0, 8))
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1 ');
  throw new MalformedExample(
    `label "${name}" is not valid UTF-8 (bytes ${bytes}${wrong.length > 8 ? ' …' : ''}); labels that are names must be UTF-8`,
  );
}

/** How far the sum of soft labels may be from 1: they may have been rounded to a few digits. */
const SUM_TOLERANCE = 1e-3;

/**
 * Checks that soft labels are not negative and add up to 1.
 * @throws MalformedExample
 */
export function checkSoftLabels({ values }: Column, name: string): void {
  const softLabels = values as Float32Array;
  const wrong = softLabels.find((value) => !(value >= 0));
  if (wrong !== undefined) throw new MalformedExample(`label "${name}" has the value ${wrong}, expected 0 or more`);
  const sum = softLabels.reduce((a, b) => a + b, 0);
  if (!(Math.abs(sum - 1) <= SUM_TOLERANCE))
    throw new MalformedExample(`the values of label "${name}" add up to ${Number(sum.toFixed(4))}, expected 1`);
}

/** Writes the values of a column into `target`, row by row: row `r` begins at `r * stride + start`. */
export function writeValues(
  { values }: Column,
  { type, shape }: InputFeature,
  target: Float32Array,
  { start, stride }: { start: number; stride: number },
): void {
  const size = sizeOf(shape);
  for (let row = 0; row * stride < target.length; row += 1) {
    const found = type === 'uint8' ? (values[row] as Uint8Array) : floats(values, row * size, size);
    target.set(found, row * stride + start);
  }
}

/** Converts values to float32, which rounds integers beyond 2^24. */
function floats(values: Column['values'], from: number, count: number): ArrayLike<number> {
  if (values instanceof Float32Array) return values.subarray(from, from + count);
  return Float32Array.from({ length: count }, (_, index) => Number(values[from + index]));
}

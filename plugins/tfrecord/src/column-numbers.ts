import { isUtf8 } from 'node:buffer';
import { type Column, MalformedExample } from './examples/index.js';
import { type InputFeature, sizeOf } from './input-features.js';

/**
 * Refuses bytes that are not as many as numbers are wanted.
 * @throws MalformedExample
 */
export function checkBytes({ values }: Column, { name, type, shape }: InputFeature): void {
  if (type !== 'uint8') return;
  const size = sizeOf(shape);
  for (const value of values as readonly Uint8Array[]) {
    if (value.length === size) continue;
    throw new MalformedExample(
      `its feature "${name}" has ${value.length} bytes, expected ${size} (shape [${shape.join(', ')}])`,
    );
  }
}

/**
 * Refuses tokens that an embedding of `size` has no vector for.
 * @throws MalformedExample
 */
export function checkTokens({ values }: Column, size: number | undefined): void {
  if (size === undefined) return;
  for (const value of values as BigInt64Array) {
    if (value < 0n || value >= BigInt(size))
      throw new MalformedExample(`its token ${value} is not from 0 on and below vocabularySize, ${size}`);
  }
}

/**
 * Refuses class names that are not UTF-8: two of them could become one.
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
    `its label "${name}" is not valid UTF-8 (bytes ${bytes}${wrong.length > 8 ? ' …' : ''}); labels that are names must be written as UTF-8`,
  );
}

/** How far the sum of shares may be from 1: they may have been rounded to a few digits. */
const SHARE_TOLERANCE = 1e-3;

/**
 * Refuses numbers that are not shares of a whole.
 * @throws MalformedExample
 */
export function checkShares({ values }: Column, name: string): void {
  const shares = values as Float32Array;
  const wrong = shares.find((share) => !(share >= 0));
  if (wrong !== undefined) throw new MalformedExample(`a share in its label "${name}" is ${wrong}, expected 0 or more`);
  const sum = shares.reduce((a, b) => a + b, 0);
  if (!(Math.abs(sum - 1) <= SHARE_TOLERANCE))
    throw new MalformedExample(`the shares in its label "${name}" add up to ${Number(sum.toFixed(4))}, expected 1`);
}

/** Writes the numbers of a column into `target`, row by row: row `r` begins at `r * stride + start`. */
export function writeNumbers(
  { values }: Column,
  { type, shape }: InputFeature,
  target: Float32Array,
  { start, stride }: { start: number; stride: number },
): void {
  const size = sizeOf(shape);
  for (let row = 0; row * stride < target.length; row += 1) {
    const found = type === 'uint8' ? (values[row] as Uint8Array) : numbers(values, row * size, size);
    target.set(found, row * stride + start);
  }
}

/** Integers beyond 2^24 are rounded, as float32 must. */
function numbers(values: Column['values'], from: number, count: number): ArrayLike<number> {
  if (values instanceof Float32Array) return values.subarray(from, from + count);
  return Float32Array.from({ length: count }, (_, index) => Number(values[from + index]));
}

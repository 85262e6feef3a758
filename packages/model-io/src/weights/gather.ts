import { sizeOf } from './named-weights.js';

/**
 * Copies a strided view to a row-major array.
 * @param strides Distance between neighbors in `all` along each axis of `shape`.
 */
export function gather(
  all: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  const last = shape.length - 1;
  if (last < 0) return values.fill(all[offset]);
  const [length, stride] = [shape[last], strides[last]];
  const index = shape.map(() => 0);
  let start = offset;
  for (let place = 0; place < values.length; place += length) {
    for (let step = 0; step < length; step += 1) values[place + step] = all[start + step * stride];
    for (let axis = last - 1; axis >= 0; axis -= 1) {
      index[axis] += 1;
      start += strides[axis];
      if (index[axis] < shape[axis]) break;
      start -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return values;
}

/** Returns the strides of a row-major array. */
export const rowMajorStrides = (shape: readonly number[]) => shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));

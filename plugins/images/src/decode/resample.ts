export const INTERPOLATIONS = ['bilinear', 'nearest', 'bicubic'] as const;

export type Interpolation = (typeof INTERPOLATIONS)[number];

/** A part of an image, in pixels; its edges may be fractional. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** For each position of the result: the first input position and the weights from there on, which sum to 1. */
type Taps = readonly { readonly first: number; readonly weights: readonly number[] }[];

/**
 * Resizes a box of an image, `uint8[height, width, 3]`, like Pillow's `resize`: first along the rows, then along the columns, with
 * antialiasing when it shrinks. Rounds only once, at the end, so that levels differ from Pillow's by at most 1.
 */
export function resample(
  pixels: Uint8Array,
  [height, width]: readonly [number, number],
  box: Box,
  [toHeight, toWidth]: readonly [number, number],
  interpolation: Interpolation,
): Uint8Array {
  const rows = tapsOf(height, box.top, box.height, toHeight, interpolation);
  if (box.width === width && toWidth === width) return alongColumns(pixels, width * 3, rows);
  const columns = tapsOf(width, box.left, box.width, toWidth, interpolation);
  return alongColumns(alongRows(pixels, height, width, columns), toWidth * 3, rows);
}

/** Resamples each row. Returns `[height, columns, 3]`. */
function alongRows(pixels: Uint8Array, height: number, width: number, columns: Taps): Float32Array {
  const result = new Float32Array(height * columns.length * 3);
  for (let row = 0, to = 0; row < height; row += 1) {
    for (const { first, weights } of columns) {
      let [red, green, blue] = [0, 0, 0];
      let from = (row * width + first) * 3;
      for (const weight of weights) {
        red += pixels[from] * weight;
        green += pixels[from + 1] * weight;
        blue += pixels[from + 2] * weight;
        from += 3;
      }
      result[to] = red;
      result[to + 1] = green;
      result[to + 2] = blue;
      to += 3;
    }
  }
  return result;
}

/** Computes weighted sums of whole rows. Returns `[rows, stride]`. */
function alongColumns(pixels: Uint8Array | Float32Array, stride: number, rows: Taps): Uint8Array {
  // A clamped array rounds, and clips bicubic overshoot to 0..255.
  const result = new Uint8ClampedArray(rows.length * stride);
  const sum = new Float32Array(stride);
  for (const [row, { first, weights }] of rows.entries()) {
    sum.fill(0);
    for (const [tap, weight] of weights.entries()) {
      const from = (first + tap) * stride;
      for (let index = 0; index < stride; index += 1) sum[index] += pixels[from + index] * weight;
    }
    result.set(sum, row * stride);
  }
  return new Uint8Array(result.buffer);
}

function tapsOf(size: number, start: number, length: number, count: number, interpolation: Interpolation): Taps {
  const scale = length / count;
  return Array.from({ length: count }, (_, index) => {
    const center = start + (index + 0.5) * scale;
    if (interpolation === 'nearest') return { first: Math.min(Math.floor(center), size - 1), weights: [1] };
    const stretch = Math.max(scale, 1);
    const reach = (interpolation === 'bilinear' ? 1 : 2) * stretch;
    const first = Math.max(Math.floor(center - reach + 0.5), 0);
    const last = Math.min(Math.floor(center + reach + 0.5), size);
    const kernel = interpolation === 'bilinear' ? triangle : cubic;
    const weights = Array.from({ length: last - first }, (_, tap) => kernel((first + tap + 0.5 - center) / stretch));
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

const triangle = (distance: number) => Math.max(0, 1 - Math.abs(distance));

/** Keys' cubic convolution with a = -0.5 (1981). */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}

import { endOf, type ImageView } from '../decode/image-view.js';
import { type BrightnessChange, changeBrightness } from './adjust-brightness.js';
import { type FillMode, mapCoordinate } from './fill-mode.js';
import type { Matrix } from './matrix.js';

export const WARP_INTERPOLATIONS = ['bilinear', 'nearest'] as const;

export interface Warp {
  readonly mode: FillMode;
  /** `[3]`: values beyond the edges, for the fill mode `constant`. */
  readonly values: readonly number[];
  /** scipy's orders 1 and 0. */
  readonly interpolation: (typeof WARP_INTERPOLATIONS)[number];
}

/**
 * Writes an image, transformed by a matrix from output to input coordinates, into `target`, like `scipy.ndimage.affine_transform`; then
 * changes its brightness. `target` may be the image itself.
 */
export function warpImage(
  image: ImageView,
  target: ImageView,
  matrix: Matrix,
  warp: Warp,
  brightness?: BrightnessChange,
): void {
  const copy = { ...image, pixels: image.pixels.slice(image.start, endOf(image)), start: 0 };
  if (warp.interpolation === 'bilinear') warpBilinear(copy, target, matrix, warp);
  else warpNearest(copy, target, matrix, warp);
  if (brightness) changeBrightness(target, brightness);
}

/** Interpolates in 32-bit arithmetic like the native code. */
function warpBilinear(
  { pixels, height, width }: ImageView,
  target: ImageView,
  [rr, rc, r0, cr, cc, c0]: Matrix,
  { mode, values }: Warp,
): void {
  const { pixels: written } = target;
  const [lastRow, lastColumn] = [height - 1, width - 1];
  // The last row and column interpolate with the one before; an image of one row or column with itself.
  const [lastTop, lastLeft] = [Math.max(height - 2, 0), Math.max(width - 2, 0)];
  const [below, beside] = [height > 1 ? width * 3 : 0, width > 1 ? 3 : 0];
  let to = target.start;
  for (let row = 0; row < target.height; row += 1) {
    const [rowY, rowX] = [rr * row + r0, cr * row + c0];
    for (let column = 0; column < target.width; column += 1, to += 3) {
      let y = rowY + rc * column;
      let x = rowX + cc * column;
      if (y < 0 || x < 0 || y > lastRow || x > lastColumn) {
        if (mode === 'constant') {
          written[to] = values[0];
          written[to + 1] = values[1];
          written[to + 2] = values[2];
          continue;
        }
        y = mapCoordinate(y, height, mode);
        x = mapCoordinate(x, width, mode);
      }
      const top = Math.min(y | 0, lastTop);
      const left = Math.min(x | 0, lastLeft);
      const right = Math.fround(x - left);
      const down = Math.fround(y - top);
      const from = (top * width + left) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const upper = from + channel;
        const lower = upper + below;
        const above = between(pixels[upper], pixels[upper + beside], right);
        written[to + channel] = between(above, between(pixels[lower], pixels[lower + beside], right), down);
      }
    }
  }
}

const between = (first: number, second: number, fraction: number) =>
  Math.fround(first + Math.fround(fraction * Math.fround(second - first)));

function warpNearest(
  { pixels, height, width }: ImageView,
  target: ImageView,
  [rr, rc, r0, cr, cc, c0]: Matrix,
  { mode, values }: Warp,
): void {
  const { pixels: written } = target;
  const lastRow = height - 1;
  const lastColumn = width - 1;
  let to = target.start;
  for (let row = 0; row < target.height; row += 1) {
    for (let column = 0; column < target.width; column += 1, to += 3) {
      let y = rr * row + rc * column + r0;
      let x = cr * row + cc * column + c0;
      if (y < 0 || x < 0 || y > lastRow || x > lastColumn) {
        if (mode === 'constant') {
          written.set(values, to);
          continue;
        }
        y = mapCoordinate(y, height, mode);
        x = mapCoordinate(x, width, mode);
      }
      const from = (((y + 0.5) | 0) * width + ((x + 0.5) | 0)) * 3;
      written[to] = pixels[from];
      written[to + 1] = pixels[from + 1];
      written[to + 2] = pixels[from + 2];
    }
  }
}

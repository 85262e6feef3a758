import { type FillMode, mapCoordinate } from './fill-mode.js';
import { type Relight, relightWithKernel, warpWithKernel } from './image-kernel.js';
import { endOf, type ImageView } from './image-view.js';
import type { Matrix } from './matrix.js';

export const WARP_INTERPOLATIONS = ['bilinear', 'nearest'] as const;

export interface Warp {
  readonly mode: FillMode;
  /** `[3]`: the value beyond the edge, for `constant`. */
  readonly values: readonly number[];
  /** scipy's orders 1 and 0. */
  readonly interpolation: (typeof WARP_INTERPOLATIONS)[number];
}

/**
 * Writes an image moved by a matrix from output to input coordinates into `target`, as `scipy.ndimage.affine_transform` does, and
 * then, while it is at hand, changes its light.
 */
export function warpImage(image: ImageView, target: ImageView, matrix: Matrix, warp: Warp, light?: Relight): void {
  if (warp.interpolation === 'bilinear') {
    warpWithKernel(image, target, matrix, { ...warp, light });
    return;
  }
  // They may be the same.
  const copy = { ...image, pixels: image.pixels.slice(image.start, endOf(image)), start: 0 };
  warpNearest(copy, target, matrix, warp);
  if (light) relightWithKernel(target, light);
}

function warpNearest(
  { pixels, start, height, width }: ImageView,
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
      const from = start + (((y + 0.5) | 0) * width + ((x + 0.5) | 0)) * 3;
      written[to] = pixels[from];
      written[to + 1] = pixels[from + 1];
      written[to + 2] = pixels[from + 2];
    }
  }
}

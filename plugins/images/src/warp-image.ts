import { type FillMode, mapCoordinate } from './fill-mode.js';
import type { Matrix } from './image-transform.js';

/** One image of a batch: `float32[height, width, 3]` from `start` on. */
export interface ImageView {
  readonly pixels: Float32Array;
  readonly start: number;
  readonly height: number;
  readonly width: number;
}

export interface Fill {
  readonly mode: FillMode;
  /** `[3]`: the value beyond the edge, for `constant`. */
  readonly values: readonly number[];
}

/**
 * Writes an image moved by a matrix from output to input coordinates into `target`, at the same place of the batch:
 * bilinear interpolation, as `scipy.ndimage.affine_transform` of order 1. Plain loops without calls: 50,176 pixels in less
 * than a millisecond.
 */
export function warpImage(image: ImageView, target: Float32Array, matrix: Matrix, { mode, values }: Fill): void {
  const { pixels, start, height, width } = image;
  const [rr, rc, r0, cr, cc, c0] = matrix;
  const lastRow = height - 1;
  const lastColumn = width - 1;
  const beside = width > 1 ? 3 : 0;
  const below = height > 1 ? width * 3 : 0;
  let to = start;
  for (let row = 0; row < height; row += 1) {
    const rowY = rr * row + r0;
    const rowX = cr * row + c0;
    for (let column = 0; column < width; column += 1, to += 3) {
      let y = rowY + rc * column;
      let x = rowX + cc * column;
      if (y < 0 || x < 0 || y > lastRow || x > lastColumn) {
        if (mode === 'constant') {
          target.set(values, to);
          continue;
        }
        y = mapCoordinate(y, height, mode);
        x = mapCoordinate(x, width, mode);
      }
      // `| 0` is Math.floor of what is not negative. The last pixel is the far neighbour of the one before it.
      const top = y >= lastRow && lastRow > 0 ? lastRow - 1 : y | 0;
      const left = x >= lastColumn && lastColumn > 0 ? lastColumn - 1 : x | 0;
      const a = start + (top * width + left) * 3;
      const b = a + beside;
      const c = a + below;
      const d = b + below;
      const down = y - top;
      const right = x - left;
      const bottomRight = down * right;
      const bottomLeft = down - bottomRight;
      const topRight = right - bottomRight;
      const topLeft = 1 - right - bottomLeft;
      target[to] = pixels[a] * topLeft + pixels[b] * topRight + pixels[c] * bottomLeft + pixels[d] * bottomRight;
      target[to + 1] =
        pixels[a + 1] * topLeft + pixels[b + 1] * topRight + pixels[c + 1] * bottomLeft + pixels[d + 1] * bottomRight;
      target[to + 2] =
        pixels[a + 2] * topLeft + pixels[b + 2] * topRight + pixels[c + 2] * bottomLeft + pixels[d + 2] * bottomRight;
    }
  }
}

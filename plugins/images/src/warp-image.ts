import { type FillMode, mapCoordinate } from './fill-mode.js';
import type { Matrix } from './image-transform.js';

/** One image of a batch: `float32[height, width, channels]` from `start` on. */
export interface ImageView {
  readonly pixels: Float32Array;
  readonly start: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface Fill {
  readonly mode: FillMode;
  /** `[channels]`: the value beyond the edge, for `constant`. */
  readonly values: readonly number[];
}

/**
 * Writes an image moved by a matrix from output to input coordinates into `target`, at the same place of the batch:
 * bilinear interpolation, as `scipy.ndimage.affine_transform` of order 1.
 */
export function warpImage(image: ImageView, target: Float32Array, matrix: Matrix, fill: Fill): void {
  const { pixels, start, height, width, channels } = image;
  const [rr, rc, r0, cr, cc, c0] = matrix;
  const [lastRow, lastColumn] = [height - 1, width - 1];
  const stride = width * channels;
  let to = start;
  for (let row = 0; row < height; row += 1) {
    const [y0, x0] = [rr * row + r0, cr * row + c0];
    for (let column = 0; column < width; column += 1) {
      const y = y0 + rc * column;
      const x = x0 + cc * column;
      if (y >= 0 && x >= 0 && y < lastRow && x < lastColumn) {
        // Most pixels lie within: their four neighbours are there. `| 0` is Math.floor of what is not negative.
        const top = y | 0;
        const left = x | 0;
        const from = start + top * stride + left * channels;
        const bottomRight = (y - top) * (x - left);
        const bottomLeft = y - top - bottomRight;
        const topRight = x - left - bottomRight;
        const topLeft = 1 - (x - left) - bottomLeft;
        for (let channel = 0; channel < channels; channel += 1) {
          const at = from + channel;
          target[to + channel] =
            pixels[at] * topLeft +
            pixels[at + channels] * topRight +
            pixels[at + stride] * bottomLeft +
            pixels[at + stride + channels] * bottomRight;
        }
      } else {
        sampleBeyond(image, y, x, fill, target, to);
      }
      to += channels;
    }
  }
}

/** One pixel at or beyond the edge. */
function sampleBeyond(image: ImageView, y: number, x: number, fill: Fill, target: Float32Array, to: number): void {
  const { pixels, start, height, width, channels } = image;
  if (fill.mode === 'constant' && (y < 0 || x < 0 || y > height - 1 || x > width - 1)) {
    for (let channel = 0; channel < channels; channel += 1) target[to + channel] = fill.values[channel];
    return;
  }
  const row = mapCoordinate(y, height, fill.mode);
  const column = mapCoordinate(x, width, fill.mode);
  const top = Math.floor(row);
  const left = Math.floor(column);
  // At the last row or column the neighbour beyond it has no weight.
  const below = top < height - 1 ? width * channels : 0;
  const beside = left < width - 1 ? channels : 0;
  const [down, right] = [row - top, column - left];
  const from = start + (top * width + left) * channels;
  for (let channel = 0; channel < channels; channel += 1) {
    const at = from + channel;
    const upper = pixels[at] * (1 - right) + pixels[at + beside] * right;
    const lower = pixels[at + below] * (1 - right) + pixels[at + below + beside] * right;
    target[to + channel] = upper * (1 - down) + lower * down;
  }
}

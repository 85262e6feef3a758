import type { FillMode, ImageTransform } from './image-transform.js';

export interface ImageBuffer {
  readonly pixels: Float32Array;
  /** Where the image begins. */
  readonly offset: number;
  readonly height: number;
  readonly width: number;
}

export interface FillOptions {
  readonly fillMode: FillMode;
  /** The value outside the image, for `constant`, in the image's own range. */
  readonly fillValue: number;
  /** The image's range: what black and white are. */
  readonly black: number;
  readonly white: number;
}

const CHANNELS = 3;

/**
 * Transforms an image `float32[height, width, 3]` into another buffer in one pass: flips, the affine map with bilinear
 * interpolation as `scipy.ndimage.affine_transform` of order 1, the channel shift, the brightness.
 */
export function applyTransform(
  source: ImageBuffer,
  target: Float32Array,
  transform: ImageTransform,
  fill: FillOptions,
): void {
  const { height, width, offset } = source;
  const {
    matrix: [rr, rc, r0, cr, cc, c0],
    flipHorizontal,
    flipVertical,
  } = transform;
  const sample = new Float64Array(CHANNELS);
  for (let row = 0; row < height; row += 1) {
    const fromRow = flipVertical ? height - 1 - row : row;
    for (let column = 0; column < width; column += 1) {
      const fromColumn = flipHorizontal ? width - 1 - column : column;
      const y = rr * fromRow + rc * fromColumn + r0;
      const x = cr * fromRow + cc * fromColumn + c0;
      interpolate(source, y, x, fill, sample);
      const at = offset + (row * width + column) * CHANNELS;
      for (let channel = 0; channel < CHANNELS; channel += 1) target[at + channel] = sample[channel];
    }
  }
  if (transform.channelShift !== 0 || transform.brightness !== 1) recolour(target, source, transform, fill);
}

function interpolate(
  { pixels, offset, height, width }: ImageBuffer,
  y: number,
  x: number,
  fill: FillOptions,
  sample: Float64Array,
): void {
  const { fillMode, fillValue } = fill;
  if (fillMode === 'constant' && (y < 0 || x < 0 || y > height - 1 || x > width - 1)) {
    sample.fill(fillValue);
    return;
  }
  const row = mapCoordinate(y, height, fillMode);
  const column = mapCoordinate(x, width, fillMode);
  const top = Math.floor(row);
  const left = Math.floor(column);
  const down = row - top;
  const right = column - left;
  const bottom = neighbour(top + 1, height, fillMode);
  const beside = neighbour(left + 1, width, fillMode);
  const a = offset + (top * width + left) * CHANNELS;
  const b = offset + (top * width + beside) * CHANNELS;
  const c = offset + (bottom * width + left) * CHANNELS;
  const d = offset + (bottom * width + beside) * CHANNELS;
  for (let channel = 0; channel < CHANNELS; channel += 1) {
    const upper = pixels[a + channel] * (1 - right) + pixels[b + channel] * right;
    const lower = pixels[c + channel] * (1 - right) + pixels[d + channel] * right;
    sample[channel] = upper * (1 - down) + lower * down;
  }
}

/** Brings a coordinate into the image, in scipy's meaning of the modes. */
function mapCoordinate(value: number, size: number, mode: FillMode): number {
  if (value >= 0 && value <= size - 1) return value;
  if (mode === 'nearest' || mode === 'constant' || size === 1) return Math.min(Math.max(value, 0), size - 1);
  if (mode === 'wrap') {
    // scipy's "wrap" has a period of size - 1.
    const period = size - 1;
    return value - Math.floor(value / period) * period;
  }
  // reflect: d c b a | a b c d | d c b a
  const period = 2 * size;
  const shifted = value + 0.5 - Math.floor((value + 0.5) / period) * period;
  const mirrored = shifted < size ? shifted : period - shifted;
  return Math.min(Math.max(mirrored - 0.5, 0), size - 1);
}

const neighbour = (index: number, size: number, mode: FillMode) =>
  index < size ? index : mode === 'wrap' ? 0 : size - 1;

/** Shifts all channels, not beyond what the image has, then scales the light. */
function recolour(
  target: Float32Array,
  { offset, height, width }: ImageBuffer,
  transform: ImageTransform,
  { black, white }: FillOptions,
): void {
  const image = target.subarray(offset, offset + height * width * CHANNELS);
  const shift = (transform.channelShift * (white - black)) / 255;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of image) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  for (let index = 0; index < image.length; index += 1) {
    const shifted = shift === 0 ? image[index] : Math.min(Math.max(image[index] + shift, low), high);
    image[index] = Math.min(Math.max(black + (shifted - black) * transform.brightness, black), white);
  }
}

import type { Batch, Dataset, TensorSpec } from '@expgraph/sdk';
import type { OverlayOptions } from 'sharp';
import { loadSharp } from '../decode/load-sharp.js';
import { RANGE_SCALES } from '../decode/value-range.js';

export interface SheetOptions {
  readonly epochs: number;
  /** Height of an image on the sheet, in pixels. */
  readonly tileHeight: number;
  readonly signal: AbortSignal;
}

const GAP = 4;

/** Writes a PNG file with one row per image: the original, if it is given, then the image in each epoch. */
export async function drawContactSheet(
  { images, original }: { readonly images: Dataset; readonly original?: Dataset },
  indices: Int32Array,
  { epochs, tileHeight, signal }: SheetOptions,
  file: string,
): Promise<void> {
  const columns: Buffer[][] = [];
  if (original) columns.push(await tiles(await original.read(indices, { signal }), original.spec.features, tileHeight));
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    columns.push(await tiles(await images.read(indices, { epoch, signal }), images.spec.features, tileHeight));
  }
  const sharp = await loadSharp();
  const placed: OverlayOptions[] = [];
  let left = GAP;
  for (const column of columns) {
    for (const [row, input] of column.entries()) placed.push({ input, left, top: GAP + row * (tileHeight + GAP) });
    const { width = 0 } = await sharp(column[0]).metadata();
    left += width + GAP;
  }
  const size = { width: left, height: GAP + indices.length * (tileHeight + GAP) };
  const sheet = sharp({ create: { ...size, channels: 3, background: '#ffffff' } }).composite(placed);
  await sheet.png().toFile(file);
}

/** Encodes each image of a batch as a PNG. */
async function tiles({ features, shape }: Batch, spec: TensorSpec | undefined, tileHeight: number): Promise<Buffer[]> {
  const sharp = await loadSharp();
  const [count, height, width] = shape;
  const channels = shape[3] as 1 | 3;
  const length = height * width * channels;
  const levels = spec?.range ? levelsOfRange(features, spec.range, channels) : stretched(features, length);
  return Promise.all(
    Array.from({ length: count }, (_, image) =>
      sharp(levels.subarray(image * length, (image + 1) * length), { raw: { height, width, channels } })
        .resize({ height: tileHeight, kernel: height < tileHeight ? 'nearest' : 'linear' })
        .png()
        .toBuffer(),
    ),
  );
}

function levelsOfRange(
  features: Float32Array,
  range: keyof typeof RANGE_SCALES,
  channelCount: number,
): Uint8ClampedArray {
  const { scale, offset, channels } = RANGE_SCALES[range];
  const levels = new Uint8ClampedArray(features.length);
  for (const [channel, rgbChannel] of channels.slice(0, channelCount).entries()) {
    for (let index = 0; index < features.length; index += channelCount) {
      levels[index + rgbChannel] = (features[index + channel] - offset[channel]) / scale[channel];
    }
  }
  return levels;
}

/** Stretches the values of each image to 0..255, for images without a known range. */
function stretched(features: Float32Array, length: number): Uint8ClampedArray {
  const levels = new Uint8ClampedArray(features.length);
  for (let start = 0; start < features.length; start += length) {
    const image = features.subarray(start, start + length);
    const low = image.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    const high = image.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const scale = high > low ? 255 / (high - low) : 0;
    for (const [index, value] of image.entries()) levels[start + index] = (value - low) * scale;
  }
  return levels;
}

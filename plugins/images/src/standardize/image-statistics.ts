import type { ArtifactStore, Dataset, Progress } from '@expgraph/sdk';
import { endOf, type ImageView } from '../decode/image-view.js';
import {
  type ImageStatistics,
  type StandardizeOptions,
  standardizeFeatures,
  standardizeSample,
} from './standardize-image.js';
import { whiteningMatrix } from './whitening-matrix.js';

interface Services {
  readonly kept: ArtifactStore;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

const FILE = 'statistics.f64';
const BATCH = 32;

/**
 * Returns the means, standard deviations and ZCA matrix of all images of a dataset, as far as the options need them. Stores them, so that
 * they are computed once.
 */
export async function imageStatistics(
  data: Dataset,
  options: StandardizeOptions,
  services: Services,
): Promise<ImageStatistics> {
  const channelCount = channelsOfData(data);
  if (!options.featurewiseCenter && !options.featurewiseStdNormalization && !options.zcaWhitening)
    return { mean: new Float64Array(channelCount), std: new Float64Array(channelCount).fill(1) };
  const stored = await services.kept.read(FILE);
  if (stored) return decode(stored, channelCount);
  const channels = await channelStatistics(data, options, services);
  const statistics = options.zcaWhitening
    ? { ...channels, whitening: await whitening(data, options, channels, services) }
    : channels;
  await services.kept.write(FILE, encode(statistics));
  return statistics;
}

async function channelStatistics(
  data: Dataset,
  options: StandardizeOptions,
  services: Services,
): Promise<ImageStatistics> {
  const channelCount = channelsOfData(data);
  const [sums, squares] = [new Float64Array(channelCount), new Float64Array(channelCount)];
  let count = 0;
  await forEachImage(data, 'mean and standard deviation', services, (image) => {
    standardizeSample(image, options);
    for (let index = image.start; index < endOf(image); index += 1) {
      const channel = (index - image.start) % channelCount;
      sums[channel] += image.pixels[index];
      squares[channel] += image.pixels[index] ** 2;
    }
    count += image.height * image.width;
  });
  const mean = sums.map((sum) => sum / count);
  return { mean, std: squares.map((sum, channel) => Math.sqrt(Math.max(sum / count - mean[channel] ** 2, 0))) };
}

/** Returns the ZCA matrix of the centered images. */
async function whitening(
  data: Dataset,
  options: StandardizeOptions,
  channels: ImageStatistics,
  services: Services,
): Promise<Float64Array> {
  let products = new Float64Array();
  await forEachImage(data, 'covariance', services, (image) => {
    standardizeSample(image, options);
    standardizeFeatures(image, options, channels);
    const values = image.pixels.subarray(image.start, endOf(image));
    if (products.length === 0) products = new Float64Array(values.length ** 2);
    for (const [row, value] of values.entries()) {
      const start = row * values.length;
      for (let column = 0; column <= row; column += 1) products[start + column] += value * values[column];
    }
  });
  return whiteningMatrix(products, data.size, options.zcaEpsilon);
}

async function forEachImage(
  data: Dataset,
  label: string,
  { progress, signal }: Services,
  use: (image: ImageView) => void,
): Promise<void> {
  const task = progress.start({ label, total: data.size, unit: 'images' });
  for (let first = 0; first < data.size; first += BATCH) {
    signal.throwIfAborted();
    const indices = Int32Array.from({ length: Math.min(BATCH, data.size - first) }, (_, index) => first + index);
    const { features, shape } = await data.read(indices, { signal });
    const [count, height, width, channels] = shape;
    const pixels = features.slice();
    for (let place = 0; place < count; place += 1)
      use({ pixels, start: place * height * width * channels, height, width, channels });
    task.advance(count);
  }
  task.end();
}

function encode({ mean, std, whitening = new Float64Array() }: ImageStatistics): Uint8Array {
  const all = new Float64Array(2 * mean.length + whitening.length);
  all.set(mean);
  all.set(std, mean.length);
  all.set(whitening, 2 * mean.length);
  return new Uint8Array(all.buffer);
}

function decode(bytes: Buffer, channels: number): ImageStatistics {
  // The copy is aligned to 8 bytes.
  const all = new Float64Array(Uint8Array.from(bytes).buffer);
  const whitening = all.slice(2 * channels);
  return {
    mean: all.slice(0, channels),
    std: all.slice(channels, 2 * channels),
    ...(whitening.length > 0 && { whitening }),
  };
}

const channelsOfData = ({ spec }: Dataset) => spec.features?.shape?.at(-1) as number;

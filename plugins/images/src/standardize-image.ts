import type { ImageView } from './image-view.js';
import { endOf } from './image-view.js';

export interface StandardizeOptions {
  readonly rescale: number;
  readonly samplewiseCenter: boolean;
  readonly samplewiseStd: boolean;
  readonly featurewiseCenter: boolean;
  readonly featurewiseStd: boolean;
  readonly zca: boolean;
  readonly zcaEpsilon: number;
}

/** What is known of all images. */
export interface ImageStatistics {
  /** `[channels]` */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** `float64[values, values]` of ZCA, row-major. */
  readonly whitening?: Float64Array;
}

/** What Keras adds to every deviation. */
const EPSILON = 1e-6;

/** What needs to be known of no other image: rescaling, and the image's own mean and deviation. In place. */
export function standardizeSample(image: ImageView, options: StandardizeOptions): void {
  const { rescale, samplewiseCenter, samplewiseStd } = options;
  const { pixels, start } = image;
  const end = endOf(image);
  if (rescale !== 1) for (let index = start; index < end; index += 1) pixels[index] *= rescale;
  if (!samplewiseCenter && !samplewiseStd) return;
  let sum = 0;
  for (let index = start; index < end; index += 1) sum += pixels[index];
  const mean = sum / (end - start);
  let squares = 0;
  for (let index = start; index < end; index += 1) squares += (pixels[index] - mean) ** 2;
  const deviation = samplewiseStd ? Math.sqrt(squares / (end - start)) + EPSILON : 1;
  for (let index = start; index < end; index += 1) pixels[index] = (pixels[index] - mean) / deviation;
}

/** By channel, the mean and the deviation of all images. In place. */
export function standardizeFeatures(
  image: ImageView,
  { featurewiseCenter, featurewiseStd, zca }: StandardizeOptions,
  { mean, deviation }: ImageStatistics,
): void {
  if (!featurewiseCenter && !featurewiseStd && !zca) return;
  const { pixels, start } = image;
  for (const channel of mean.keys()) {
    const divisor = featurewiseStd && !zca ? deviation[channel] + EPSILON : 1;
    for (let index = start + channel; index < endOf(image); index += mean.length) {
      pixels[index] = (pixels[index] - mean[channel]) / divisor;
    }
  }
}

/** The values of an image times the matrix of ZCA. In place. */
export function whitenImage(image: ImageView, whitening: Float64Array): void {
  const { pixels, start } = image;
  const values = pixels.slice(start, endOf(image));
  for (let column = 0; column < values.length; column += 1) {
    // The matrix is symmetric: its rows are its columns.
    const row = column * values.length;
    let sum = 0;
    for (let index = 0; index < values.length; index += 1) sum += values[index] * whitening[row + index];
    pixels[start + column] = sum;
  }
}

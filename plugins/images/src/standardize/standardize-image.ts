import { endOf, type ImageView } from '../decode/image-view.js';

export interface StandardizeOptions {
  readonly rescale: number;
  readonly samplewiseCenter: boolean;
  readonly samplewiseStdNormalization: boolean;
  readonly featurewiseCenter: boolean;
  readonly featurewiseStdNormalization: boolean;
  readonly zcaWhitening: boolean;
  readonly zcaEpsilon: number;
}

/** Statistics over all images. */
export interface ImageStatistics {
  /** `[channels]` */
  readonly mean: Float64Array;
  /** `[channels]` */
  readonly std: Float64Array;
  /** ZCA matrix, `float64[values, values]`. */
  readonly whitening?: Float64Array;
}

/** Keras adds this to every standard deviation. */
const EPSILON = 1e-6;

/** Rescales an image and standardizes it by its own mean and standard deviation. In place. */
export function standardizeSample(image: ImageView, options: StandardizeOptions): void {
  const { rescale, samplewiseCenter, samplewiseStdNormalization } = options;
  const { pixels, start } = image;
  const end = endOf(image);
  if (rescale !== 1) for (let index = start; index < end; index += 1) pixels[index] *= rescale;
  if (!samplewiseCenter && !samplewiseStdNormalization) return;
  let sum = 0;
  for (let index = start; index < end; index += 1) sum += pixels[index];
  const mean = sum / (end - start);
  let squares = 0;
  for (let index = start; index < end; index += 1) squares += (pixels[index] - mean) ** 2;
  const std = samplewiseStdNormalization ? Math.sqrt(squares / (end - start)) + EPSILON : 1;
  for (let index = start; index < end; index += 1) pixels[index] = (pixels[index] - mean) / std;
}

/** Standardizes each channel by its mean and standard deviation over all images. In place. */
export function standardizeFeatures(
  image: ImageView,
  { featurewiseCenter, featurewiseStdNormalization, zcaWhitening }: StandardizeOptions,
  { mean, std }: ImageStatistics,
): void {
  if (!featurewiseCenter && !featurewiseStdNormalization && !zcaWhitening) return;
  const { pixels, start } = image;
  for (const channel of mean.keys()) {
    const divisor = featurewiseStdNormalization && !zcaWhitening ? std[channel] + EPSILON : 1;
    for (let index = start + channel; index < endOf(image); index += mean.length) {
      pixels[index] = (pixels[index] - mean[channel]) / divisor;
    }
  }
}

/** Multiplies the values of an image by the ZCA matrix. In place. */
export function whitenImage(image: ImageView, whitening: Float64Array): void {
  const { pixels, start } = image;
  const values = pixels.slice(start, endOf(image));
  for (let column = 0; column < values.length; column += 1) {
    // The matrix is symmetric, so its rows are its columns.
    const row = column * values.length;
    let sum = 0;
    for (let index = 0; index < values.length; index += 1) sum += values[index] * whitening[row + index];
    pixels[start + column] = sum;
  }
}

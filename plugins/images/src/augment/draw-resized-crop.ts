import type { Random } from '@expgraph/sdk';
import { boxMatrix, type Matrix, type Size } from './matrix.js';

export interface ResizedCropOptions {
  /** Lowest and highest fraction of the image's area. */
  readonly scale: readonly [number, number];
  /** Lowest and highest aspect ratio, width / height. */
  readonly ratio: readonly [number, number];
  /** Output size in pixels; default: the size of the image. */
  readonly size?: Size;
}

/**
 * Draws a box of random area, aspect ratio and position in an image, and returns the matrix that resizes it to the output (Szegedy et al.,
 * "Going deeper with convolutions", arXiv:1409.4842). An aspect ratio that does not fit into the image is clipped.
 */
export function drawResizedCrop(
  { scale, ratio }: ResizedCropOptions,
  [height, width]: Size,
  to: Size,
  random: Random,
): Matrix {
  const box = drawBox(scale, ratio, [height, width], random);
  const top = (height - box.height) * random.uniform();
  const left = (width - box.width) * random.uniform();
  return boxMatrix({ ...box, top, left }, to);
}

/** Draws the size of a box within an image. Its fraction of the area and the logarithm of its aspect ratio are uniformly distributed. */
export function drawBox(
  scale: readonly [number, number],
  ratio: readonly [number, number],
  [height, width]: Size,
  random: Random,
): { height: number; width: number } {
  const between = ([low, high]: readonly [number, number]) => low + (high - low) * random.uniform();
  const pixels = between(scale) * height * width;
  const drawn = Math.exp(between([Math.log(ratio[0]), Math.log(ratio[1])]));
  const aspectRatio = Math.min(Math.max(drawn, pixels / height ** 2), width ** 2 / pixels);
  return { height: Math.sqrt(pixels / aspectRatio), width: Math.sqrt(pixels * aspectRatio) };
}

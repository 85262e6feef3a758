import type { Random } from '@expgraph/sdk';
import { boxMatrix, type Matrix, type Size } from './matrix.js';

export interface ResizedCropOptions {
  /** Lowest and highest share of the image's area. */
  readonly area: readonly [number, number];
  /** Lowest and highest width by height. */
  readonly aspect: readonly [number, number];
  /** Of the result, in pixels; default that of the image. */
  readonly size?: Size;
}

/**
 * A box of random area and shape somewhere in an image, brought to the output's size (Szegedy et al., "Going deeper with
 * convolutions", arXiv:1409.4842). A shape that does not fit into the image is made less extreme.
 */
export function drawResizedCrop(
  { area, aspect }: ResizedCropOptions,
  [height, width]: Size,
  to: Size,
  random: Random,
): Matrix {
  const box = drawBox(area, aspect, [height, width], random);
  const top = (height - box.height) * random.uniform();
  const left = (width - box.width) * random.uniform();
  return boxMatrix({ ...box, top, left }, to);
}

/** The size of a box: its share of the area is uniform, the logarithm of its shape too. It fits into the image. */
export function drawBox(
  area: readonly [number, number],
  aspect: readonly [number, number],
  [height, width]: Size,
  random: Random,
): { height: number; width: number } {
  const between = ([low, high]: readonly [number, number]) => low + (high - low) * random.uniform();
  const pixels = between(area) * height * width;
  const drawn = Math.exp(between([Math.log(aspect[0]), Math.log(aspect[1])]));
  const shape = Math.min(Math.max(drawn, pixels / height ** 2), width ** 2 / pixels);
  return { height: Math.sqrt(pixels / shape), width: Math.sqrt(pixels * shape) };
}

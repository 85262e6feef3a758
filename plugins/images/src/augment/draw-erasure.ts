import type { Random } from '@expgraph/sdk';
import type { ColorStep } from './color-step.js';
import { drawBox } from './draw-resized-crop.js';
import type { Size } from './matrix.js';

export interface ErasingOptions {
  readonly probability: number;
  /** Lowest and highest fraction of the image's area. */
  readonly scale: readonly [number, number];
  /** Lowest and highest aspect ratio, width / height. */
  readonly ratio: readonly [number, number];
  /** Noise, or a level. */
  readonly fillValue: 'noise' | number;
}

/** Draws the box to fill in some of the images (Zhong et al., "Random erasing data augmentation", arXiv:1708.04896). */
export function drawErasure(
  { probability, scale, ratio, fillValue }: ErasingOptions,
  size: Size,
  random: Random,
): ColorStep[] {
  if (random.uniform() >= probability) return [];
  const box = drawBox(scale, ratio, size, random);
  const [height, width] = [box.height, box.width].map((length, axis) => Math.min(Math.round(length), size[axis]));
  const [top, left] = [random.integer(size[0] - height + 1), random.integer(size[1] - width + 1)];
  const fill = fillValue === 'noise' ? { seed: random.seed() } : { level: fillValue };
  return [{ kind: 'erase', top, left, height, width, fill }];
}

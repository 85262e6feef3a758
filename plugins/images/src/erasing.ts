import type { Random } from '@expgraph/sdk';
import type { ColourStep } from './colour-step.js';
import type { Size } from './matrix.js';
import { drawBox } from './resized-crop.js';

export interface ErasingOptions {
  readonly probability: number;
  /** Lowest and highest share of the image's area. */
  readonly area: readonly [number, number];
  /** Lowest and highest width by height. */
  readonly aspect: readonly [number, number];
  readonly fill: 'noise' | number;
}

/** A box that is painted over, in some of the images (Zhong et al., "Random erasing data augmentation", arXiv:1708.04896). */
export function drawErasure(
  { probability, area, aspect, fill }: ErasingOptions,
  size: Size,
  random: Random,
): ColourStep[] {
  if (random.uniform() >= probability) return [];
  const box = drawBox(area, aspect, size, random);
  const [height, width] = [box.height, box.width].map((length, axis) => Math.min(Math.round(length), size[axis]));
  const [top, left] = [random.integer(size[0] - height + 1), random.integer(size[1] - width + 1)];
  return [
    { kind: 'erase', top, left, height, width, fill: fill === 'noise' ? { seed: random.seed() } : { level: fill } },
  ];
}

import type { Random } from '@expgraph/sdk';
import type { Size } from '../augment/matrix.js';

export interface MixOptions {
  readonly mixup?: { readonly alpha: number };
  readonly cutmix?: { readonly alpha: number };
  readonly probability: number;
}

/** How an image is mixed with another one. */
export interface Mixture {
  /** The index of the other image. */
  readonly partner: number;
  /** Fraction of the other image, 0 to 1. */
  readonly fraction: number;
  /** Box with the other image (CutMix); without it, the images are blended (MixUp). */
  readonly box?: { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };
}

/** Draws the mixture of an image; undefined if it is not mixed. */
export function drawMixture(options: MixOptions, count: number, size: Size, random: Random): Mixture | undefined {
  const { mixup, cutmix, probability } = options;
  const [chance, choice] = [random.uniform(), random.uniform()];
  const partner = random.integer(count);
  if (chance >= probability) return undefined;
  if (mixup && (!cutmix || choice < 0.5)) return { partner, fraction: 1 - drawBeta(mixup.alpha, random) };
  if (!cutmix) return undefined;
  const box = drawBox(1 - drawBeta(cutmix.alpha, random), size, random);
  // Clipped at the edges, a box can be smaller than drawn.
  const fraction = ((box.bottom - box.top) * (box.right - box.left)) / (size[0] * size[1]);
  return { partner, box, fraction };
}

/** Draws a box with the aspect ratio of the image and a fraction of its area, centered anywhere and clipped to the image. */
function drawBox(fraction: number, [height, width]: Size, random: Random): NonNullable<Mixture['box']> {
  const [rows, columns] = [height, width].map((length) => Math.floor(length * Math.sqrt(fraction)));
  const [row, column] = [random.integer(height), random.integer(width)];
  const within = (value: number, length: number) => Math.min(Math.max(value, 0), length);
  const [top, left] = [row - Math.floor(rows / 2), column - Math.floor(columns / 2)];
  return {
    top: within(top, height),
    left: within(left, width),
    bottom: within(top + rows, height),
    right: within(left + columns, width),
  };
}

/** Draws a number from Beta(alpha, alpha). */
export function drawBeta(alpha: number, random: Random): number {
  const [logA, logB] = [drawLogGamma(alpha, random), drawLogGamma(alpha, random)];
  // Logarithms, because both numbers may be too small for a float64.
  return 1 / (1 + Math.exp(logB - logA));
}

/** Draws the logarithm of a number from Gamma(alpha, 1), by the method of Marsaglia and Tsang (2000). */
function drawLogGamma(alpha: number, random: Random): number {
  if (alpha < 1) return drawLogGamma(alpha + 1, random) + Math.log(1 - random.uniform()) / alpha;
  const d = alpha - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}

import type { Random } from '@expgraph/sdk';
import type { Size } from './matrix.js';

export interface MixOptions {
  readonly mixup?: { readonly alpha: number };
  readonly cutmix?: { readonly alpha: number };
  readonly probability: number;
}

/** What an image is mixed with. */
export interface Mixture {
  /** The index of the other image. */
  readonly partner: number;
  /** Of the other image, 0 to 1. */
  readonly share: number;
  /** Where the other image is seen; without it, it is everywhere, as strong as its share. */
  readonly box?: { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };
}

/** Draws what an image is mixed with; undefined where it is not. */
export function drawMixture(options: MixOptions, count: number, size: Size, random: Random): Mixture | undefined {
  const { mixup, cutmix, probability } = options;
  const [chance, way] = [random.uniform(), random.uniform()];
  const partner = random.integer(count);
  if (chance >= probability) return undefined;
  if (mixup && (!cutmix || way < 0.5)) return { partner, share: 1 - drawBeta(mixup.alpha, random) };
  if (!cutmix) return undefined;
  const box = drawBox(1 - drawBeta(cutmix.alpha, random), size, random);
  // Cut off at the edges, a box is smaller than was drawn.
  return { partner, box, share: ((box.bottom - box.top) * (box.right - box.left)) / (size[0] * size[1]) };
}

/** A box of the image's shape and a share of its area, whose middle is anywhere; what is outside is cut off. */
function drawBox(share: number, [height, width]: Size, random: Random): NonNullable<Mixture['box']> {
  const [rows, columns] = [height, width].map((length) => Math.floor(length * Math.sqrt(share)));
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

/** From Beta(alpha, alpha). */
export function drawBeta(alpha: number, random: Random): number {
  const [logA, logB] = [drawLogGamma(alpha, random), drawLogGamma(alpha, random)];
  // Of logarithms, because both may be too small for a number.
  return 1 / (1 + Math.exp(logB - logA));
}

/** The logarithm of a number from Gamma(alpha, 1): Marsaglia and Tsang's method (2000), with their way for alpha below 1. */
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

import type { Random } from '@expgraph/sdk';
import type { ColorStep } from './color-step.js';
import { aboutCenter, type Matrix, type Size } from './matrix.js';

export interface RandAugmentOptions {
  readonly numOps: number;
  /** 0 to 10. */
  readonly magnitude: number;
}

const IDENTITY = { xx: 1, xy: 0, yx: 0, yy: 1 };

/** Strength of each operation at magnitude 10, as in AutoAugment (arXiv:1805.09501). */
const MAX = { angle: Math.PI / 6, shear: 0.3, shift: 0.45, enhancement: 0.9, bits: 4 };

type Transform = (amount: number, size: Size) => Matrix;

/** `amount` is -1 to 1. */
const TRANSFORMS: readonly Transform[] = [
  (amount, size) => {
    const [cos, sin] = [Math.cos(MAX.angle * amount), Math.sin(MAX.angle * amount)];
    return aboutCenter({ xx: cos, xy: -sin, yx: sin, yy: cos }, [0, 0], size);
  },
  (amount, size) => aboutCenter({ ...IDENTITY, xy: MAX.shear * amount }, [0, 0], size),
  (amount, size) => aboutCenter({ ...IDENTITY, yx: MAX.shear * amount }, [0, 0], size),
  (amount, size) => aboutCenter(IDENTITY, [MAX.shift * amount * size[1], 0], size),
  (amount, size) => aboutCenter(IDENTITY, [0, MAX.shift * amount * size[0]], size),
];

const enhanced = (amount: number) => 1 + MAX.enhancement * amount;

const COLOR_OPERATIONS: readonly ((amount: number) => ColorStep)[] = [
  () => ({ kind: 'autocontrast' }),
  () => ({ kind: 'equalize' }),
  (amount) => ({ kind: 'solarize', from: 256 * (1 - Math.abs(amount)) }),
  (amount) => ({ kind: 'posterize', bits: 8 - Math.round(MAX.bits * Math.abs(amount)) }),
  (amount) => ({ kind: 'saturation', factor: enhanced(amount) }),
  (amount) => ({ kind: 'contrast', factor: enhanced(amount) }),
  (amount) => ({ kind: 'brightness', shift: 0, factor: enhanced(amount) }),
  (amount) => ({ kind: 'sharpness', factor: enhanced(amount) }),
];

/** The identity is one of the operations too. */
const OPERATIONS = TRANSFORMS.length + COLOR_OPERATIONS.length + 1;

/**
 * Draws the operations of RandAugment (Cubuk et al., arXiv:1909.13719): `numOps` of fourteen, with replacement, all of one magnitude and
 * with a random sign. Unlike the paper, all affine operations are applied first, in a single interpolation, then the color operations.
 */
export function drawRandAugment(
  { numOps, magnitude }: RandAugmentOptions,
  size: Size,
  random: Random,
): { readonly matrices: readonly Matrix[]; readonly steps: readonly ColorStep[] } {
  const matrices: Matrix[] = [];
  const steps: ColorStep[] = [];
  for (let count = 0; count < numOps; count += 1) {
    const chosen = random.integer(OPERATIONS);
    const amount = (magnitude / 10) * (random.uniform() < 0.5 ? -1 : 1);
    if (chosen < TRANSFORMS.length) matrices.push(TRANSFORMS[chosen](amount, size));
    else if (chosen < OPERATIONS - 1) steps.push(COLOR_OPERATIONS[chosen - TRANSFORMS.length](amount));
  }
  return { matrices, steps };
}

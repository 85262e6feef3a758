import type { Random } from '@expgraph/sdk';
import type { ColourStep } from './colour-step.js';
import { aboutCentre, type Matrix, type Size } from './matrix.js';

export interface RandAugmentOptions {
  readonly operations: number;
  /** 0 to 10. */
  readonly magnitude: number;
}

const STILL = { xx: 1, xy: 0, yx: 0, yy: 1 };

/** The largest of each at magnitude 10, as in AutoAugment (arXiv:1805.09501). */
const MOST = { angle: Math.PI / 6, shear: 0.3, shift: 0.45, enhancement: 0.9, bits: 4 };

type Move = (amount: number, size: Size) => Matrix;

/** `amount` is -1 to 1. */
const MOVES: readonly Move[] = [
  (amount, size) => {
    const [cos, sin] = [Math.cos(MOST.angle * amount), Math.sin(MOST.angle * amount)];
    return aboutCentre({ xx: cos, xy: -sin, yx: sin, yy: cos }, [0, 0], size);
  },
  (amount, size) => aboutCentre({ ...STILL, xy: MOST.shear * amount }, [0, 0], size),
  (amount, size) => aboutCentre({ ...STILL, yx: MOST.shear * amount }, [0, 0], size),
  (amount, size) => aboutCentre(STILL, [MOST.shift * amount * size[1], 0], size),
  (amount, size) => aboutCentre(STILL, [0, MOST.shift * amount * size[0]], size),
];

const enhanced = (amount: number) => 1 + MOST.enhancement * amount;

const COLOURS: readonly ((amount: number) => ColourStep)[] = [
  () => ({ kind: 'autocontrast' }),
  () => ({ kind: 'equalize' }),
  (amount) => ({ kind: 'solarize', from: 256 * (1 - Math.abs(amount)) }),
  (amount) => ({ kind: 'posterize', bits: 8 - Math.round(MOST.bits * Math.abs(amount)) }),
  (amount) => ({ kind: 'saturation', factor: enhanced(amount) }),
  (amount) => ({ kind: 'contrast', factor: enhanced(amount) }),
  (amount) => ({ kind: 'light', shift: 0, factor: enhanced(amount) }),
  (amount) => ({ kind: 'sharpness', factor: enhanced(amount) }),
];

/** Identity is one of the operations too. */
const OPERATIONS = MOVES.length + COLOURS.length + 1;

/**
 * RandAugment (Cubuk et al., arXiv:1909.13719): so many of fourteen operations, each drawn anew, all of one magnitude and to either
 * side. Unlike there, the moves of an image are made in one, before its colours change: it is interpolated once.
 */
export function drawRandAugment(
  { operations, magnitude }: RandAugmentOptions,
  size: Size,
  random: Random,
): { readonly moves: readonly Matrix[]; readonly steps: readonly ColourStep[] } {
  const moves: Matrix[] = [];
  const steps: ColourStep[] = [];
  for (let count = 0; count < operations; count += 1) {
    const chosen = random.integer(OPERATIONS);
    const amount = (magnitude / 10) * (random.uniform() < 0.5 ? -1 : 1);
    if (chosen < MOVES.length) moves.push(MOVES[chosen](amount, size));
    else if (chosen < OPERATIONS - 1) steps.push(COLOURS[chosen - MOVES.length](amount));
  }
  return { moves, steps };
}

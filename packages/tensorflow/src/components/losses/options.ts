import { Type } from '@expgraph/sdk';

export const labelSmoothing = Type.Number({
  minimum: 0,
  exclusiveMaximum: 1,
  default: 0,
  description: 'Fraction of each label that is spread evenly over all classes, 0 to 1 (arXiv:1512.00567).',
});

export interface CrossentropyOptions {
  readonly labelSmoothing: number;
}

/** The smallest positive float32. */
const SMALLEST = 2 ** -149;

/** Returns `-log(p)`, finite for a probability that has been rounded to 0. */
export const surprisal = (probability: number) => -Math.log(Math.max(probability, SMALLEST));

export const mean = (values: Float32Array, of: (value: number, index: number) => number) =>
  values.reduce((sum, value, index) => sum + of(value, index), 0) / values.length;

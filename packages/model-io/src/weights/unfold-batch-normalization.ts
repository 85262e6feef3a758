import type { Weight } from './named-weights.js';

/**
 * Returns weights of a batch normalization that only adds a folded bias. With mean 0 and variance 1 - epsilon it
 * divides by 1, so it is correct without gamma as well.
 */
export function unfoldBatchNormalization(bias: Weight, epsilon: number): Map<string, Weight> {
  const { shape } = bias;
  const filled = (value: number): Weight => ({ shape, values: new Float32Array(bias.values.length).fill(value) });
  return new Map([
    ['gamma', filled(1)],
    ['beta', bias],
    ['moving_mean', filled(0)],
    ['moving_variance', filled(1 - epsilon)],
  ]);
}

import type { Weight } from './named-weights.js';

/**
 * The weights of a batch normalisation that does what a folded bias did: with mean 0 and variance 1 it divides by
 * sqrt(1 + epsilon), which gamma takes back.
 */
export function unfoldBatchNormalization(bias: Weight, epsilon: number): Map<string, Weight> {
  const { shape } = bias;
  const filled = (value: number): Weight => ({ shape, values: new Float32Array(bias.values.length).fill(value) });
  return new Map([
    ['gamma', filled(Math.sqrt(1 + epsilon))],
    ['beta', bias],
    ['moving_mean', filled(0)],
    ['moving_variance', filled(1)],
  ]);
}

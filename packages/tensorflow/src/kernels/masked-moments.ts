import { tf } from '../tfjs.js';

/** Keras' `epsilon`, which avoids a division by 0 for a fully masked batch. */
const EPSILON = 1e-7;

/**
 * Returns the mean and variance of each channel, `float32[channels]`, over unmasked positions.
 * @param x `float32[...positions, channels]`
 * @param mask `bool[...positions]`: false for masked positions.
 */
export function maskedMoments(x: tf.Tensor, mask: tf.Tensor): { mean: tf.Tensor1D; variance: tf.Tensor1D } {
  const counts = tf.expandDims(tf.cast(mask, 'float32'), -1);
  const places = tf.add(tf.sum(counts), EPSILON);
  const axes = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
  const mean = tf.div(tf.sum(tf.mul(x, counts), axes), places) as tf.Tensor1D;
  // Not tf.squaredDifference: its gradient does not reduce over broadcast axes of the mean.
  const variance = tf.div(tf.sum(tf.mul(tf.square(tf.sub(x, mean)), counts), axes), places) as tf.Tensor1D;
  return { mean, variance };
}

import { tf } from '../tfjs.js';

/** Keras' `epsilon`: what keeps a batch that is masked throughout from dividing by 0. */
const EPSILON = 1e-7;

/**
 * The mean and the variance of each channel, `float32[channels]`, of what is not masked.
 * @param x `float32[...places, channels]`
 * @param mask `bool[...places]`: false where a place does not count.
 */
export function maskedMoments(x: tf.Tensor, mask: tf.Tensor): { mean: tf.Tensor1D; variance: tf.Tensor1D } {
  const counts = tf.expandDims(tf.cast(mask, 'float32'), -1);
  const places = tf.add(tf.sum(counts), EPSILON);
  const axes = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
  const mean = tf.div(tf.sum(tf.mul(x, counts), axes), places) as tf.Tensor1D;
  // Not tf.squaredDifference, whose gradient forgets that the mean is of many places.
  const variance = tf.div(tf.sum(tf.mul(tf.square(tf.sub(x, mean)), counts), axes), places) as tf.Tensor1D;
  return { mean, variance };
}

import { SeededRandom } from '@expgraph/core';
import { tf } from '@expgraph/tensorflow/tfjs';

/**
 * Sets statistics of batch normalization like those of a trained network: those of a new one are zeros and ones, which would be
 * optimized away.
 *
 * @param {readonly import('@tensorflow/tfjs').layers.Layer[]} layers
 */
export function trainedStatistics(layers) {
  const random = new SeededRandom(['benchmark', 'statistics']);
  const around = (middle, length) => tf.tensor1d(Array.from({ length }, () => middle + random.uniform() - 0.5));
  for (const layer of layers) {
    if (layer.getClassName() !== 'BatchNormalization') continue;
    const [channels] = layer.weights[0].shape;
    // gamma, beta, moving mean and variance
    tf.tidy(() => layer.setWeights([1, 0, 0, 1].map((middle) => around(middle, channels))));
  }
}

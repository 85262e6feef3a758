import { SeededRandom } from '@expgraph/core';
import { tf } from '@expgraph/tensorflow/tfjs';

/**
 * Gives batch normalization the statistics of a network that has been trained, in kind: those of a new one are zeros and ones,
 * and what is added or multiplied then is optimized away.
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

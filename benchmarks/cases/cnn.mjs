import { batchNormalization } from '@expgraph/tensorflow/layers';
import { tf } from '@expgraph/tensorflow/tfjs';
import { trainInRounds } from '../training.mjs';

export const run = (definition, folder, rounds) => trainInRounds(cnn(definition, false), definition, folder, rounds);

/** float32[batch, height, width, 3] -> float32[batch, classes]; with `normalized`, batch normalization after each convolution. */
export function cnn({ examples: { shape, classes } }, normalized) {
  const network = tf.sequential();
  for (const [index, filters] of [32, 64, 128].entries()) {
    const inputShape = index === 0 ? shape : undefined;
    const activation = normalized ? 'linear' : 'relu';
    network.add(tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation, inputShape }));
    if (normalized) {
      network.add(batchNormalization({}));
      network.add(tf.layers.reLU());
    }
    network.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  }
  network.add(tf.layers.flatten());
  network.add(tf.layers.dense({ units: 128, activation: 'relu' }));
  network.add(tf.layers.dense({ units: classes, activation: 'softmax' }));
  return network;
}

import { convLstm2d } from '@expgraph/tensorflow/layers';
import { tf } from '@expgraph/tensorflow/tfjs';
import { trainInRounds } from '../training.mjs';

/** float32[batch, 8, 32, 32, 1] -> float32[batch, 4]: one convolutional LSTM, the mean of its last images, and a classifier. */
export function run(definition, folder, rounds) {
  const { shape, classes } = definition.examples;
  const network = tf.sequential();
  network.add(convLstm2d({ filters: 16, kernelSize: 3, padding: 'same', batchInputShape: [null, ...shape] }));
  network.add(tf.layers.globalAveragePooling2d({}));
  network.add(tf.layers.dense({ units: classes, activation: 'softmax' }));
  return trainInRounds(network, definition, folder, rounds);
}

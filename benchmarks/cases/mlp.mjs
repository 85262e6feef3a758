import { tf } from '@expgraph/tensorflow/tfjs';
import { trainInRounds } from '../training.mjs';

export function run(definition, folder, rounds) {
  const { shape, classes } = definition.examples;
  const network = tf.sequential();
  network.add(tf.layers.dense({ units: 256, activation: 'relu', inputShape: shape }));
  network.add(tf.layers.dense({ units: classes, activation: 'softmax' }));
  return trainInRounds(network, definition, folder, rounds);
}

import { bidirectional, gru, lstm, simpleRnn } from '@expgraph/tensorflow/layers';
import { tf } from '@expgraph/tensorflow/tfjs';
import { trainInRounds } from './training.mjs';

const LAYERS = {
  lstm,
  gru,
  'gru-reset-before': (options) => gru({ ...options, resetAfter: false }),
  'simple-rnn': simpleRnn,
  bidirectional: (options) => bidirectional({ layer: lstm(options) }),
};

/** int32[batch, time] -> float32[batch, classes]: an embedding, one recurrent layer, and a classifier. */
export function trainOnSequences(definition, folder, rounds) {
  const { shape, classes, range } = definition.examples;
  const { layer, units } = definition.options;
  const network = tf.sequential();
  network.add(tf.layers.embedding({ inputDim: range[1] + 1, outputDim: units, inputLength: shape[0] }));
  network.add(LAYERS[layer]({ units }));
  network.add(tf.layers.dense({ units: classes, activation: 'softmax' }));
  return trainInRounds(network, definition, folder, rounds);
}

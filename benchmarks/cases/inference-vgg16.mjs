import { tf } from '@expgraph/tensorflow/tfjs';
import { predictInRounds } from '../inference.mjs';

export const run = (definition, folder, rounds) =>
  predictInRounds(vgg16(definition.examples), definition, folder, rounds);

/** Simonyan and Zisserman, 2014, arXiv:1409.1556: [convolutions, filters] of each block. */
const BLOCKS = [
  [2, 64],
  [2, 128],
  [3, 256],
  [3, 512],
  [3, 512],
];

function vgg16({ shape, classes }) {
  const input = tf.input({ shape });
  let x = input;
  for (const [convolutions, filters] of BLOCKS) {
    for (let index = 0; index < convolutions; index += 1) {
      x = tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu' }).apply(x);
    }
    x = tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }).apply(x);
  }
  x = tf.layers.flatten().apply(x);
  for (const units of [4096, 4096]) x = tf.layers.dense({ units, activation: 'relu' }).apply(x);
  x = tf.layers.dense({ units: classes, activation: 'softmax' }).apply(x);
  return tf.model({ inputs: input, outputs: x });
}

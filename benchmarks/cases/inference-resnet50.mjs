import { batchNormalization } from '@expgraph/tensorflow/layers';
import { tf } from '@expgraph/tensorflow/tfjs';
import { predictInRounds } from '../inference.mjs';
import { trainedStatistics } from '../trained-statistics.mjs';

export const run = (definition, folder, rounds) =>
  predictInRounds(resNet50(definition.examples), definition, folder, rounds);

/** He et al., 2015, arXiv:1512.03385: [blocks, filters, strides] of each stage. */
const STAGES = [
  [3, 64, 1],
  [4, 128, 2],
  [6, 256, 2],
  [3, 512, 2],
];

function resNet50({ shape, classes }) {
  const input = tf.input({ shape });
  let x = tf.layers.zeroPadding2d({ padding: 3 }).apply(input);
  x = relu(convolution(x, 64, 7, 2, 'valid'));
  x = tf.layers.zeroPadding2d({ padding: 1 }).apply(x);
  x = tf.layers.maxPooling2d({ poolSize: 3, strides: 2 }).apply(x);
  for (const [blocks, filters, strides] of STAGES) {
    for (let block = 0; block < blocks; block += 1) x = bottleneck(x, filters, block === 0 ? strides : 1, block === 0);
  }
  x = tf.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' }).apply(x);
  x = tf.layers.dense({ units: classes, activation: 'softmax' }).apply(x);
  const network = tf.model({ inputs: input, outputs: x });
  trainedStatistics(network.layers);
  return network;
}

/** As Keras has it: the stride is in the first convolution, and all have biases. */
function bottleneck(input, filters, strides, projected) {
  const shortcut = projected ? convolution(input, 4 * filters, 1, strides) : input;
  let x = relu(convolution(input, filters, 1, strides));
  x = relu(convolution(x, filters, 3));
  x = convolution(x, 4 * filters, 1);
  return relu(tf.layers.add().apply([shortcut, x]));
}

function convolution(x, filters, kernelSize, strides = 1, padding = 'same') {
  const convolved = tf.layers.conv2d({ filters, kernelSize, strides, padding }).apply(x);
  return batchNormalization({ epsilon: 1.001e-5 }).apply(convolved);
}

const relu = (x) => tf.layers.reLU().apply(x);

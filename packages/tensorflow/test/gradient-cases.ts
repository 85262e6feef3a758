import { normalizeBatch } from '../src/kernels/batch-normalization.js';
import { softmaxCrossEntropy } from '../src/kernels/softmax-cross-entropy.js';
import { tf } from '../src/tfjs.js';
import { lossPerExample } from '../src/training/losses.js';

type Compute = (inputs: Record<string, tf.Tensor>) => tf.Tensor;

const activations: Record<string, Compute> = {
  relu: ({ x }) => tf.relu(x),
  relu6: ({ x }) => tf.relu6(x),
  sigmoid: ({ x }) => tf.sigmoid(x),
  tanh: ({ x }) => tf.tanh(x),
  elu: ({ x }) => tf.elu(x),
  selu: ({ x }) => tf.selu(x),
  softplus: ({ x }) => tf.softplus(x),
  'leaky relu': ({ x }) => tf.leakyRelu(x, 0.2),
  swish: ({ x }) => layerActivation('swish', x),
  gelu: ({ x }) => layerActivation('gelu', x),
  mish: ({ x }) => layerActivation('mish', x),
  softmax: ({ x }) => tf.softmax(x),
  'log softmax': ({ x }) => tf.logSoftmax(x),
};

type Activation = NonNullable<Parameters<typeof tf.layers.activation>[0]>['activation'];

const layerActivation = (activation: string, x: tf.Tensor) =>
  tf.layers.activation({ activation: activation as Activation }).apply(x) as tf.Tensor;

const add: Compute = ({ a, b }) => tf.add(a, b);

const sums: Record<string, Compute> = {
  'bias of rank 2': add,
  'bias of rank 3': add,
  'bias of rank 4': add,
  'bias with axes of length one': add,
  'bias of one channel': add,
  'sum that broadcasts another axis': add,
  'sum whose first argument is the smaller': add,
  'input that is its own bias': ({ x }) => tf.add(x, x),
  'input used twice': ({ x }) => tf.add(tf.mul(tf.tanh(x), x), tf.relu(x)),
};

const EPSILON = 1e-3;

function normalizations(rank: number): Record<string, Compute> {
  const batch = ({ x, scale, offset }: Record<string, tf.Tensor>) =>
    normalizeBatch(x, { scale: scale as tf.Tensor1D, offset: offset as tf.Tensor1D, epsilon: EPSILON });
  return {
    [`batch normalization of rank ${rank}`]: (inputs) => batch(inputs).y,
    [`mean of the batch, rank ${rank}`]: (inputs) => batch(inputs).mean,
    [`variance of the batch, rank ${rank}`]: (inputs) => batch(inputs).variance,
    [`given statistics, rank ${rank}`]: ({ x, mean, variance, scale, offset }) =>
      tf.batchNorm(
        x as tf.Tensor4D,
        ...([mean, variance, offset, scale] as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D]),
        EPSILON,
      ),
  };
}

type Pair = number | [number, number];

const convolution =
  (strides: Pair, padding: 'valid' | 'same', dilations: Pair = 1): Compute =>
  ({ x, filter }) =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, padding, 'NHWC', dilations);

const depthwise =
  (strides: Pair, padding: 'valid' | 'same', dilations: Pair = 1): Compute =>
  ({ x, filter }) =>
    tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, padding, 'NHWC', dilations);

const convolutions: Record<string, Compute> = {
  convolution: convolution(1, 'valid'),
  'convolution to the same size': convolution(1, 'same'),
  'convolution with strides': convolution(2, 'valid'),
  'convolution with strides, padded': convolution(2, 'same'),
  'convolution with unequal strides': convolution([1, 2], 'same'),
  'convolution, dilated': convolution(1, 'valid', 2),
  'convolution, dilated to the same size': convolution(1, 'same', 2),
  'convolution, dilated unequally': convolution(1, 'same', [1, 3]),
  'convolution by a filter of one': convolution(1, 'same'),
  'dilated convolution by an even filter': convolution(1, 'same', 2),
  'transposed convolution': ({ x, filter }) =>
    tf.conv2dTranspose(x as tf.Tensor4D, filter as tf.Tensor4D, [1, 6, 6, 2], 2, 'same'),
  'depthwise convolution': depthwise(1, 'valid'),
  'depthwise convolution to the same size': depthwise(1, 'same'),
  'depthwise convolution with strides': depthwise(2, 'same'),
  'depthwise convolution with a multiplier': depthwise(1, 'same'),
  'depthwise convolution, dilated': depthwise(1, 'valid', 2),
  'depthwise convolution, dilated to the same size, with a multiplier': depthwise(1, 'same', 2),
  'depthwise convolution, dilated unequally': depthwise(1, 'same', [1, 3]),
  'separable convolution': ({ x, depth, point }) =>
    tf.separableConv2d(x as tf.Tensor4D, depth as tf.Tensor4D, point as tf.Tensor4D, 1, 'same'),
};

const lookup =
  (axis = 0, batchDims = 0): Compute =>
  ({ table, indices }) =>
    tf.gather(table, indices as tf.Tensor1D, axis, batchDims);

const lookups: Record<string, Compute> = {
  embedding: lookup(),
  'embedding of sequences': lookup(),
  'lookup of numbers': lookup(),
  'lookup along the second axis': lookup(1),
  'lookup along the last axis': lookup(-1),
  'lookup in a table for each example': lookup(1, 1),
};

function reductions(word: 'sum' | 'mean'): Record<string, Compute> {
  const reduce =
    (axes?: number | number[], keepDims = false): Compute =>
    ({ x }) =>
      tf[word](x, axes, keepDims);
  return {
    [`${word} of the first axis`]: reduce(0),
    [`${word} of two axes`]: reduce([0, 2]),
    [`${word} of two axes, kept`]: reduce([0, 2], true),
    [`${word} of the last axis, kept`]: reduce(-1, true),
    [`${word} of everything`]: reduce(),
    [`${word} of everything, kept`]: reduce(undefined, true),
    [`${word} of no axes`]: reduce([]),
    [`${word} of a number`]: reduce(),
  };
}

const entropies: Record<string, Compute> = {
  'cross-entropy of classes': ({ logits, labels }) => softmaxCrossEntropy(logits as tf.Tensor2D, labels as tf.Tensor1D),
  'cross-entropy of targets': ({ logits, targets }) =>
    softmaxCrossEntropy(logits as tf.Tensor2D, tf.softmax(targets) as tf.Tensor2D),
  'cross-entropy with label smoothing': ({ logits, labels }) =>
    lossPerExample(logits as tf.Tensor2D, labels as tf.Tensor1D, {
      loss: 'categoricalCrossentropy',
      labelSmoothing: 0.1,
    }),
};

const pools: Record<string, Compute> = {
  'maximum of an axis': ({ x }) => tf.max(x, 1),
  'maximum of equal numbers': ({ x }) => tf.max(tf.stack([x, x]), 0),
  'maximum pooling': ({ x }) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'),
  'maximum pooling of windows that overlap': ({ x }) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same'),
  'average pooling': ({ x }) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid'),
  'average pooling of windows that overlap': ({ x }) => tf.avgPool(x as tf.Tensor4D, 3, 2, 'same'),
};

const product =
  (left = false, right = false): Compute =>
  ({ a, b }) =>
    tf.matMul(a, b, left, right);

const products: Record<string, Compute> = {
  'product of matrices': product(),
  'product of matrices, left transposed': product(true),
  'product of matrices, right transposed': product(false, true),
  'product of matrices, left and right transposed': product(true, true),
  'product of many matrices': product(),
  'product of a matrix with itself': ({ x }) => tf.matMul(x, x, false, true),
  'axis of length one': ({ x }) => tf.expandDims(tf.tanh(x), 1),
};

/** The computations of `tensorflow-gradients.py`, by the same names. */
export const gradientCases: Readonly<Record<string, Compute>> = {
  ...activations,
  ...sums,
  ...normalizations(2),
  ...normalizations(3),
  ...normalizations(4),
  ...convolutions,
  ...lookups,
  ...reductions('sum'),
  ...reductions('mean'),
  ...entropies,
  ...pools,
  ...products,
};

import {
  type ActivationName,
  batchNormalization,
  bidirectional,
  conv2d,
  convLstm2d,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  gru,
  gruCell,
  hardActivations,
  hardSwish,
  lstm,
  lstmCell,
  normalization,
  reLU,
  rescaling,
  rnn,
  seededDropout,
  simpleRnnCell,
} from '@expgraph/tensorflow/layers';
import { tf } from '@expgraph/tensorflow/tfjs';
import { wave } from './small-network.js';

type Symbolic = tf.SymbolicTensor;
type Part = tf.layers.Layer | ((x: Symbolic) => Symbolic);

const chain = (x: Symbolic, parts: readonly Part[]): Symbolic =>
  parts.reduce((below, part) => (typeof part === 'function' ? part(below) : (part.apply(below) as Symbolic)), x);

/** Builds a network of layers with weights that follow a formula. */
export function network(
  shape: readonly number[],
  parts: readonly Part[],
  dtype: 'float32' | 'int32' = 'float32',
): tf.LayersModel {
  const input = tf.input({ shape: [...shape], name: 'input', dtype });
  const model = tf.model({ name: 'network', inputs: input, outputs: chain(input, parts) });
  for (const [index, weight] of model.weights.entries()) {
    if (weight.originalName.endsWith('count')) continue;
    const positive = /variance|gamma/.test(weight.originalName) ? 1 : 0;
    const tensor = tf.tensor(
      wave(weight.read().size, index).map((value) => value + positive),
      weight.shape as number[],
    );
    weight.write(tensor);
    tensor.dispose();
  }
  return model;
}

const scores = () => tf.layers.dense({ name: 'predictions', units: 3, activation: 'softmax' });

/** Convolutions with batch normalization, dropout, a residual connection, groups and a softmax. */
export const convolutionalNetwork = (): tf.LayersModel =>
  network(
    [8, 8, 3],
    [
      conv2d({ name: 'first', filters: 4, kernelSize: 3, padding: 'same', useBias: false }),
      batchNormalization({ name: 'first_bn', epsilon: 1e-3, trainable: false }),
      reLU({ name: 'first_relu', maxValue: 6 }),
      (x) => {
        const grouped = conv2d({ name: 'grouped', filters: 4, kernelSize: 3, padding: 'same', groups: 2 }).apply(x);
        return tf.layers.add({ name: 'sum' }).apply([x, grouped as Symbolic]) as Symbolic;
      },
      tf.layers.maxPooling2d({ name: 'pool', poolSize: 2 }),
      tf.layers.flatten({ name: 'flat' }),
      seededDropout({ name: 'drop', rate: 0.4 }),
      scores(),
    ],
  );

export const lstmNetwork = (): tf.LayersModel =>
  network([6, 4], [lstm({ name: 'recurrent', units: 5, dropout: 0.2 }), scores()]);

export const bidirectionalNetwork = (): tf.LayersModel => {
  const layer = gru({ name: 'recurrent', units: 5, returnSequences: true }) as tf.RNN;
  const both = tf.layers.bidirectional({ name: 'both', layer, mergeMode: 'concat' });
  return network([6, 4], [both, lstm({ name: 'over', units: 3 }), scores()]);
};

const IMAGE = [6, 6, 4];
const SEQUENCE = [6, 4];
const VECTOR = [6];

/** Merges the outputs of two layers with the same input. */
const merged =
  (merge: tf.layers.Layer, one: Part, other: Part): Part =>
  (x) =>
    merge.apply([chain(x, [one]), chain(x, [other])]) as Symbolic;

const dense = (name: string) => tf.layers.dense({ name, units: 4, activation: 'tanh' });
const activated = (activation: string) => tf.layers.activation({ activation: activation as ActivationName });

/** Networks that together contain every layer with an export to Keras, by topic. */
export const networksOfEveryLayer: Readonly<Record<string, () => tf.LayersModel>> = {
  convolutions: () =>
    network(IMAGE, [
      tf.layers.zeroPadding2d({
        padding: [
          [1, 0],
          [0, 1],
        ],
      }),
      tf.layers.separableConv2d({ filters: 5, kernelSize: 3, padding: 'same' }),
      tf.layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same', depthMultiplier: 2 }),
      tf.layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
      conv2d({ filters: 4, kernelSize: 3, dilationRate: 2, activation: hardActivations.hardSigmoid }),
      tf.layers.upSampling2d({ size: [2, 2] }),
      tf.layers.cropping2D({
        cropping: [
          [1, 0],
          [0, 1],
        ],
      }),
      tf.layers.averagePooling2d({ poolSize: 2, padding: 'same' }),
      merged(tf.layers.multiply(), hardSwish(), globalAveragePooling2d({ keepDims: true })),
      globalMaxPooling2d(),
    ]),
  'one dimension': () =>
    network(SEQUENCE, [
      tf.layers.conv1d({ filters: 4, kernelSize: 3, padding: 'same' }),
      tf.layers.maxPooling1d({ poolSize: 2, strides: 1, padding: 'same' }),
      tf.layers.averagePooling1d({ poolSize: 2, strides: 1 }),
      tf.layers.spatialDropout1d({ rate: 0.3 }),
      merged(
        tf.layers.concatenate({ axis: -1 }),
        tf.layers.globalAveragePooling1d({}),
        tf.layers.globalMaxPooling1d({}),
      ),
    ]),
  'three dimensions': () =>
    network(IMAGE, [
      tf.layers.reshape({ targetShape: [6, 6, 4, 1] }),
      tf.layers.conv3d({ filters: 3, kernelSize: 2 }),
      tf.layers.maxPooling3d({ poolSize: 2, strides: 1 }),
      tf.layers.averagePooling3d({ poolSize: 2, strides: 1 }),
      tf.layers.conv3dTranspose({ filters: 2, kernelSize: 2 }),
      tf.layers.flatten(),
    ]),
  normalizations: () =>
    network(IMAGE, [
      tf.layers.rescaling({ scale: 2, offset: -0.5 }),
      normalization({ name: 'normalize' }),
      batchNormalization({ scale: false }),
      batchNormalization({ center: false }),
      tf.layers.layerNormalization({ axis: -1 }),
      normalization({ axis: -1, mean: [0, 0.1, 0.2, 0.3], variance: [1, 2, 3, 4] }),
    ]),
  activations: () =>
    network(VECTOR, [
      tf.layers.leakyReLU({ alpha: 0.2 }),
      tf.layers.prelu(),
      tf.layers.elu(),
      reLU(),
      ...['selu', 'sigmoid', 'softplus', 'softsign', 'swish', 'mish', 'gelu', 'relu6', 'linear'].map(activated),
      tf.layers.softmax(),
    ]),
  merges: () =>
    network(VECTOR, [
      merged(tf.layers.average(), dense('a'), dense('b')),
      merged(tf.layers.maximum(), dense('c'), dense('d')),
      merged(tf.layers.minimum(), dense('e'), dense('f')),
      merged(tf.layers.dot({ axes: -1, normalize: true }), dense('g'), dense('h')),
      merged(tf.layers.concatenate(), dense('i'), dense('i2')),
    ]),
  noise: () =>
    network(VECTOR, [
      tf.layers.gaussianNoise({ stddev: 0.2 }),
      tf.layers.gaussianDropout({ rate: 0.2 }),
      tf.layers.alphaDropout({ rate: 0.2 }),
      seededDropout({ rate: 0.5, noiseShape: [null, 1] }),
      tf.layers.dense({
        units: 3,
        kernelRegularizer: tf.regularizers.l1l2({ l1: 0.1, l2: 0.2 }),
        biasConstraint: tf.constraints.maxNorm({ maxValue: 2 }),
        kernelInitializer: tf.initializers.truncatedNormal({ stddev: 0.1 }),
      }),
    ]),
  sequences: () =>
    network(SEQUENCE, [
      tf.layers.masking({ maskValue: 9 }),
      tf.layers.timeDistributed({ layer: dense('each') }),
      tf.layers.permute({ dims: [2, 1] }),
      tf.layers.simpleRNN({ units: 3, returnSequences: true }) as tf.layers.Layer,
      gru({ units: 3, returnSequences: true, resetAfter: false, goBackwards: true }),
      gru({ units: 3 }),
      tf.layers.repeatVector({ n: 3 }),
      tf.layers.bidirectional({ layer: lstm({ units: 2 }) as tf.RNN, mergeMode: 'sum' }),
    ]),
  stackedCells: () => {
    const cells = () => [lstmCell({ units: 3 }), gruCell({ units: 2, resetAfter: false }), lstmCell({ units: 2 })];
    return network(SEQUENCE, [
      rnn({ cell: simpleRnnCell({ units: 3 }), returnSequences: true }),
      bidirectional({ layer: rnn({ cell: cells(), returnSequences: true }) }),
      rnn({ cell: cells(), goBackwards: true }),
    ]);
  },
  films: () =>
    network(
      [3, 5, 4, 2],
      [
        convLstm2d({
          filters: 3,
          kernelSize: 2,
          returnSequences: true,
          recurrentActivation: hardActivations.hardSigmoid,
        }),
        convLstm2d({ filters: 2, kernelSize: [2, 3], padding: 'same', strides: 2, useBias: false }),
      ],
    ),
  embeddings: () =>
    network(VECTOR, [
      // Makes indices of the test's numbers.
      (x) => tf.layers.rescaling({ scale: 0, offset: 2 }).apply(x) as Symbolic,
      tf.layers.embedding({ inputDim: 5, outputDim: 3 }),
      lstm({ units: 2 }),
    ]),
};

const TIME = 6;
const TOKENS = 7;
const tokens = (...above: readonly Part[]) =>
  network([TIME], [tf.layers.embedding({ inputDim: TOKENS, outputDim: 4, maskZero: true }), ...above], 'int32');

/** Networks with padded tokens, by the effect on the mask. */
export const maskedNetworks: Readonly<Record<string, () => tf.LayersModel>> = {
  'masked average': () => tokens(globalAveragePooling1d({ name: 'average' }), scores()),
  'masked maximum': () => tokens(lstm({ units: 3, returnSequences: true }), globalMaxPooling1d(), scores()),
  'masked LSTM': () => tokens(lstm({ units: 3, returnSequences: true }), lstm({ units: 2 })),
  'masked GRU': () => tokens(rescaling({ scale: 2 }), gru({ units: 3, resetAfter: false })),
  'masked GRU with resetAfter': () => tokens(gru({ units: 3, returnSequences: true }), globalAveragePooling1d()),
  'masked bidirectional sequences': () =>
    tokens(bidirectional({ layer: lstm({ units: 2, returnSequences: true }) }), tf.layers.dense({ units: 2 })),
  'masked stacked bidirectional': () =>
    tokens(
      bidirectional({ layer: lstm({ units: 2, returnSequences: true }) }),
      bidirectional({ layer: lstm({ units: 2 }) }),
      scores(),
    ),
  'masked pooling below a GRU': () =>
    tokens(tf.layers.maxPooling1d({ poolSize: 2 }), gru({ units: 3, resetAfter: false }), scores()),
  'masked convolution below an average': () =>
    tokens(tf.layers.conv1d({ filters: 3, kernelSize: 2 }), globalAveragePooling1d(), scores()),
  'masked activations': () => tokens(tf.layers.leakyReLU(), tf.layers.elu(), globalAveragePooling1d(), scores()),
  'masked cells': () => tokens(rnn({ cell: [lstmCell({ units: 3 }), simpleRnnCell({ units: 2 })] }), scores()),
};

/** Returns a batch of numbers or padded tokens for a network. */
export function exampleInput({ inputs }: tf.LayersModel, batch: number) {
  const [{ shape: sizes, dtype }] = inputs;
  const shape = [batch, ...(sizes.slice(1) as number[])];
  const size = shape.reduce((product, length) => product * length);
  if (dtype !== 'int32') return { shape, dtype: 'float32' as const, values: [...wave(size, batch)] };
  const values = Array.from({ length: size }, (_, index) => {
    const [row, step] = [Math.floor(index / TIME), index % TIME];
    return step > (row + batch) % TIME ? 0 : 1 + ((index * 5 + batch) % (TOKENS - 1));
  });
  return { shape, dtype: 'int32' as const, values };
}

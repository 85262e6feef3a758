import { Type } from '@expgraph/sdk';
import { layerComponent } from '@expgraph/tensorflow';
import { checkInputDim } from '../check-input-dim.js';
import { noVocabularyOfLayer } from '../messages.js';
import { activation, positive, weighted } from './options.js';
import { SEQUENCES, TOKENS } from './shapes.js';

const share = (description: string) => Type.Number({ minimum: 0, exclusiveMaximum: 1, default: 0.5, description });

export const dense = layerComponent({
  ...{ type: 'dense', kind: 'Dense', description: 'Each unit looks at all features.' },
  options: { units: positive('Size of the output.'), ...weighted },
  gives: ({ units }, takes) => [...takes.slice(0, -1), units],
  async make(config, name, random) {
    const [{ tf }, { layerArguments }] = await Promise.all([
      import('@expgraph/tensorflow/tfjs'),
      import('@expgraph/tensorflow/layers'),
    ]);
    return tf.layers.dense({ ...layerArguments(config, random), name } as never);
  },
});

export const activationLayer = layerComponent({
  ...{ type: 'activation', kind: 'Activation', description: 'A function of each number.' },
  options: { activation: { ...activation, default: 'relu' } as typeof activation },
  async make(config, name, random) {
    const [{ tf }, { layerArguments }] = await Promise.all([
      import('@expgraph/tensorflow/tfjs'),
      import('@expgraph/tensorflow/layers'),
    ]);
    return tf.layers.activation({ ...layerArguments(config, random), name } as never);
  },
});

export const flatten = layerComponent({
  ...{ type: 'flatten', kind: 'Flatten', description: 'All numbers of an example as one vector.', options: {} },
  gives(_, [batch, ...rest]) {
    const known = rest.every((length) => typeof length === 'number');
    return [batch, known ? (rest as number[]).reduce((size, length) => size * length, 1) : 'features'];
  },
  async make(_, name) {
    const { tf } = await import('@expgraph/tensorflow/tfjs');
    return tf.layers.flatten({ name });
  },
});

export const dropout = layerComponent({
  ...{ type: 'dropout', kind: 'Dropout', description: 'Leaves out some numbers while training, others at each step.' },
  options: { rate: share('Share that is left out.') },
  async make(config, name) {
    const { seededDropout } = await import('@expgraph/tensorflow/layers');
    return seededDropout({ ...config, name });
  },
});

export const rescaling = layerComponent({
  ...{ type: 'rescaling', kind: 'Rescaling', description: 'Multiplies by a number, and adds one.' },
  options: {
    scale: Type.Number({ description: 'What numbers are multiplied by.' }),
    offset: Type.Number({ default: 0, description: 'What is added then.' }),
  },
  async make(config, name) {
    const layers = await import('@expgraph/tensorflow/layers');
    return layers.rescaling({ ...config, name });
  },
});

export const masking = layerComponent({
  ...{ type: 'masking', kind: 'Masking', takes: SEQUENCES },
  description: 'Masks steps whose features are all one number: layers above pass over them.',
  options: { maskValue: Type.Number({ default: 0, description: 'What padding is filled with.' }) },
  async make(config, name) {
    const { tf } = await import('@expgraph/tensorflow/tfjs');
    return tf.layers.masking({ ...config, name });
  },
});

const epsilon = Type.Number({ exclusiveMinimum: 0, default: 1e-3, description: 'Added to the variance.' });

export const batchNormalization = layerComponent({
  ...{ type: 'batch-normalization', kind: 'BatchNormalization' },
  description: 'Gives each channel mean 0 and deviation 1 over a batch (Ioffe and Szegedy, 2015, arXiv:1502.03167).',
  options: {
    momentum: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.99,
      description: 'Share of the moving mean and variance that a step keeps.',
    }),
    epsilon,
  },
  async make(config, name) {
    const layers = await import('@expgraph/tensorflow/layers');
    return layers.batchNormalization({ ...config, name });
  },
});

export const layerNormalization = layerComponent({
  ...{ type: 'layer-normalization', kind: 'LayerNormalization' },
  description: 'Gives the features of each place mean 0 and deviation 1 (Ba et al., 2016, arXiv:1607.06450).',
  options: { epsilon },
  async make(config, name) {
    const { tf } = await import('@expgraph/tensorflow/tfjs');
    return tf.layers.layerNormalization({ ...config, name });
  },
});

export const embedding = layerComponent({
  ...{ type: 'embedding', kind: 'Embedding', takes: TOKENS, description: 'A vector for each token, which is learnt.' },
  options: {
    inputDim: Type.Optional(positive('Number of different tokens; left out, it is what the data say.')),
    outputDim: Type.Integer({ minimum: 1, default: 64, description: 'Size of the vectors.' }),
    maskZero: Type.Boolean({ default: false, description: 'Whether 0 is padding, which recurrent layers pass over.' }),
  },
  gives: ({ outputDim }, takes) => [...takes, outputDim],
  async make({ inputDim: given, ...config }, name, random, { vocabularySize, shape }) {
    const inputDim = given ?? vocabularySize;
    if (inputDim === undefined) throw noVocabularyOfLayer();
    // It takes tokens, so that it is the first layer.
    checkInputDim(['layers', 0], inputDim, vocabularySize);
    const { tf } = await import('@expgraph/tensorflow/tfjs');
    const seed = random.stream('embeddings').seed();
    const embeddingsInitializer = tf.initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed });
    const inputShape = shape?.slice(1).map((length) => (typeof length === 'number' ? length : null));
    return tf.layers.embedding({ ...config, name, inputDim, inputShape, embeddingsInitializer });
  },
});

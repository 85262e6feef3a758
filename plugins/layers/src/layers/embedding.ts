import { Type } from '@expgraph/sdk';
import { layer } from '@expgraph/tensorflow';
import { checkInputDim } from '../check-input-dim.js';
import { noVocabularyOfLayer } from '../messages.js';
import { TOKENS } from './accepted-inputs.js';
import { positive } from './options.js';

export const embedding = layer({
  type: 'embedding',
  kind: 'Embedding',
  description: 'Trainable vector for each token id.',
  accepts: TOKENS,
  options: {
    inputDim: Type.Optional(positive('Size of the vocabulary; default: that of the data.')),
    outputDim: Type.Integer({ minimum: 1, default: 64, description: 'Size of the vectors.' }),
    maskZero: Type.Boolean({
      default: false,
      description: 'Treat token id 0 as padding and mask it; recurrent layers skip it.',
    }),
  },
  outputShape: ({ outputDim }, input) => [...input, outputDim],
  build({ inputDim: given, ...config }, { name, random, input: { vocabularySize, shape }, tf }) {
    const inputDim = given ?? vocabularySize;
    if (inputDim === undefined) throw noVocabularyOfLayer();
    // Only the first layer accepts token ids, so this is layer 0.
    checkInputDim(['layers', 0], inputDim, vocabularySize);
    const seed = random.stream('embeddings').seed();
    const embeddingsInitializer = tf.initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed });
    const inputShape = shape?.slice(1).map((length) => (typeof length === 'number' ? length : null));
    return tf.layers.embedding({ ...config, name, inputDim, inputShape, embeddingsInitializer });
  },
});

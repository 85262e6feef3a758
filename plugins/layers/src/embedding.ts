import {
  type DatasetSpec,
  dataset,
  type Infer,
  inject,
  model,
  node,
  type OutputSpecs,
  type Outputs,
  Random,
  type Run,
  Type,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { notTokens, noVocabularySize } from './messages.js';

/** Begins a model of tokens: each is looked up in a table of vectors, which are learnt. */
@node('model/embedding')
export class Embedding {
  static readonly description = 'Begins a model of tokens: each becomes a vector that is learnt.';
  static readonly inputs = {
    data: dataset({ description: 'Tokens, int32[batch, time]; only their shape and vocabulary are read.' }),
  };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({
    inputDim: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Number of different tokens; left out, it is what the data say.' }),
    ),
    outputDim: Type.Integer({ minimum: 1, default: 64, description: 'Size of the vectors.' }),
    maskZero: Type.Boolean({
      default: false,
      description: 'Whether 0 is padding, which recurrent layers above pass over.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Random) private readonly random: Random,
  ) {}

  static infer({ inputs, config }: Infer<typeof Embedding>): OutputSpecs<typeof Embedding> {
    const { features } = inputs.data;
    checkTokens(inputs.data);
    const time = features?.shape?.[1] ?? 'time';
    return {
      model: {
        kind: 'model',
        input: features,
        output: { dtype: 'float32', shape: ['batch', time, config.outputDim] },
        layers: [
          { name: 'input', kind: 'InputLayer' },
          { name: 'embedding', kind: 'Embedding' },
        ],
      },
    };
  }

  async run({ inputs, config }: Run<typeof Embedding>): Promise<Outputs<typeof Embedding>> {
    const { spec } = inputs.data;
    checkTokens(spec);
    const inputDim = config.inputDim ?? spec.features?.vocabularySize;
    if (inputDim === undefined) throw noVocabularySize();
    await this.tensorflow.start();
    const { buildEmbedding } = await import('./build-embedding.js');
    const time = spec.features?.shape?.[1];
    const network = buildEmbedding({ ...config, inputDim, time }, this.random);
    return { model: { network, card: { architecture: 'embedding', input: { dtype: 'int32', ...spec.features } } } };
  }
}

function checkTokens({ features }: DatasetSpec): void {
  if (features?.shape && features.shape.length !== 2) throw notTokens(features);
}

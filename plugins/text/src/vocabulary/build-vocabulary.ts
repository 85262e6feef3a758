import { forEachBatch } from '@expgraph/data/dataset';
import {
  dataset,
  type Infer,
  inject,
  node,
  type OutputSpecs,
  type Outputs,
  Progress,
  type Run,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { noTokens, vocabularyOfUnseenPart } from './messages.js';
import { TokenCounts } from './token-counts.js';
import { FIRST_TOKEN, vocabulary, vocabularySize } from './vocabulary.js';

const BATCH = 256;
const SHOWN = 20;

/** Builds the vocabulary of the training texts. */
@node('vocabulary')
export class BuildVocabulary {
  static readonly description =
    'Build a vocabulary from the training texts, with the most frequent tokens first. Token ids 0, 1 and 2 are padding, start and out-of-vocabulary.';
  static readonly inputs = {
    data: dataset({
      features: { dtype: 'string' },
      description: 'Tokenized training texts. Do not connect texts for validation or test.',
    }),
  };
  static readonly outputs = { vocabulary: vocabulary() };
  static readonly config = Type.Object(
    {
      maxTokens: Type.Integer({
        minimum: FIRST_TOKEN + 1,
        default: 10000,
        description: 'Maximum size of the vocabulary, including the three special tokens.',
      }),
      minCount: Type.Integer({
        minimum: 1,
        default: 1,
        description: 'Minimum number of occurrences of a token; less frequent tokens are out-of-vocabulary.',
      }),
    },
    { renamed: { size: 'maxTokens' } },
  );

  constructor(
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
  ) {}

  static infer({ inputs: { data } }: Infer<typeof BuildVocabulary>): OutputSpecs<typeof BuildVocabulary> {
    if (data.part !== undefined && data.part !== 'train') throw vocabularyOfUnseenPart(data.part);
    return { vocabulary: { kind: 'vocabulary', part: data.part, counted: true } };
  }

  async run({
    inputs: { data },
    config,
    signal,
  }: Run<typeof BuildVocabulary>): Promise<Outputs<typeof BuildVocabulary>> {
    const counts = new TokenCounts();
    const task = this.progress.start({ label: 'counting tokens', total: data.size, unit: 'texts' });
    await forEachBatch(data, { batchSize: BATCH, epoch: 0, signal }, async ({ texts = [] }) => {
      for (const text of texts) counts.add(text);
      task.advance(texts.length);
    });
    task.end();
    const result = counts.vocabulary(config.maxTokens - FIRST_TOKEN, config.minCount);
    if (result.tokens.length === 0) throw noTokens(data.size, counts.distinct, config.minCount);
    this.tracker.logParams({ tokens: counts.distinct, vocabularySize: vocabularySize(result) });
    const rows = result.tokens
      .slice(0, SHOWN)
      .map((token, index) => [index + FIRST_TOKEN, token, result.counts[index], result.texts[index]]);
    this.tracker.logTable('The most frequent tokens', { columns: ['id', 'token', 'count', 'texts'], rows });
    return { vocabulary: result };
  }
}

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
import { TokenCounts } from './count-tokens.js';
import { noTokens, vocabularyOfPart } from './messages.js';
import { FIRST_TOKEN, numbersOf, vocabulary } from './vocabulary.js';

const BATCH = 256;
const SHOWN = 20;

/** Gives the tokens of the training texts numbers. */
@node('vocabulary')
export class MakeVocabulary {
  static readonly description =
    'Numbers the tokens of the training texts, the most frequent first: 0 is the padding, 1 the start, 2 what is unknown.';
  static readonly inputs = {
    data: dataset({
      features: { dtype: 'string' },
      description: 'The texts to train with, tokenized. Those of validation and test must not be seen.',
    }),
  };
  static readonly outputs = { vocabulary: vocabulary() };
  static readonly config = Type.Object({
    size: Type.Integer({
      minimum: FIRST_TOKEN + 1,
      default: 10000,
      description: 'How many numbers there are at most, with the three that are no tokens.',
    }),
    minCount: Type.Integer({ minimum: 1, default: 1, description: 'Tokens that are met less often are unknown.' }),
  });

  constructor(
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
  ) {}

  static infer({ inputs: { data } }: Infer<typeof MakeVocabulary>): OutputSpecs<typeof MakeVocabulary> {
    if (data.part !== undefined && data.part !== 'train') throw vocabularyOfPart(data.part);
    return { vocabulary: { kind: 'vocabulary', part: data.part, counted: true } };
  }

  async run({ inputs: { data }, config, signal }: Run<typeof MakeVocabulary>): Promise<Outputs<typeof MakeVocabulary>> {
    const counts = new TokenCounts();
    const task = this.progress.start({ label: 'counting tokens', total: data.size, unit: 'texts' });
    for (let start = 0; start < data.size; start += BATCH) {
      const length = Math.min(BATCH, data.size - start);
      const { texts = [] } = await data.read(
        Int32Array.from({ length }, (_, index) => start + index),
        { epoch: 0, signal },
      );
      signal.throwIfAborted();
      for (const text of texts) counts.add(text);
      task.advance(length);
    }
    task.end();
    const result = counts.vocabulary(config.size - FIRST_TOKEN, config.minCount);
    if (result.tokens.length === 0) throw noTokens(data.size, counts.different, config.minCount);
    this.tracker.logParams({ tokens: counts.different, vocabularySize: numbersOf(result) });
    const rows = result.tokens
      .slice(0, SHOWN)
      .map((token, index) => [index + FIRST_TOKEN, token, result.counts[index], result.texts[index]]);
    this.tracker.logTable('The most frequent tokens', { columns: ['number', 'token', 'count', 'texts'], rows });
    return { vocabulary: result };
  }
}

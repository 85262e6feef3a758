import { dataset, type Infer, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { START, vocabulary, vocabularySize } from '../vocabulary/vocabulary.js';
import { checkVocabulary } from './check-vocabulary.js';
import { EncodedDataset } from './encoded-dataset.js';
import type { RowEncoding } from './row-encoding.js';

const SIDES = ['pre', 'post'] as const;

/** Encodes texts of different lengths as one matrix of token ids, like Keras' `pad_sequences`. */
@node('pad')
export class Pad {
  static readonly description =
    'Encode tokenized texts as token ids, padded with 0 or truncated to the same length. Tags of tokens are padded to match.';
  static readonly inputs = {
    data: dataset({ features: { dtype: 'string' }, description: 'Tokenized texts.' }),
    vocabulary: vocabulary(),
  };
  static readonly outputs = { data: dataset({ features: { dtype: 'int32', shape: ['batch', 'time'] } }) };
  static readonly config = Type.Object(
    {
      length: Type.Integer({
        minimum: 1,
        default: 256,
        description: 'Number of tokens per text, including the start token.',
      }),
      padding: Type.Choice(SIDES, {
        default: 'post',
        description: 'Whether to pad before (pre) or after (post) the tokens. post is faster in recurrent networks.',
      }),
      truncating: Type.Choice(SIDES, { default: 'post', description: 'Which end of longer texts to remove.' }),
      startToken: Type.Boolean({ default: true, description: 'Whether each text begins with the start token, id 1.' }),
    },
    { renamed: { truncation: 'truncating', start: 'startToken' } },
  );

  static infer({ inputs, config }: Infer<typeof Pad>): OutputSpecs<typeof Pad> {
    checkVocabulary(inputs.data, inputs.vocabulary);
    return { data: { ...inputs.data, features: { dtype: 'int32', shape: ['batch', config.length] } } };
  }

  run({ inputs, config }: Run<typeof Pad>): Outputs<typeof Pad> {
    const features = { dtype: 'int32', vocabularySize: vocabularySize(inputs.vocabulary) } as const;
    const rows = { features, width: config.length, ...padded(config) };
    return { data: new EncodedDataset(inputs.data, inputs.vocabulary, rows) };
  }
}

function padded({
  length,
  padding,
  truncating,
  ...config
}: Run<typeof Pad>['config']): Pick<RowEncoding, 'limit' | 'write' | 'columnsOf' | 'padded'> {
  const start = config.startToken ? 1 : 0;
  const columnsOf = (tokens: number) => {
    const whole = start + tokens;
    const before = padding === 'post' ? 0 : Math.max(0, length - whole);
    // A longer text has lost the start token with its first tokens.
    return { first: Math.max(0, tokens - length), column: before + (whole <= length ? start : 0) };
  };
  const write: RowEncoding['write'] = (ids, begin, end, features, row) => {
    const { first, column } = columnsOf(end - begin);
    if (start + end - begin <= length && config.startToken) features[row + column - 1] = START;
    let next = row + column;
    for (let token = begin + first; token < end; token += 1) features[next++] = ids[token];
  };
  const limit = truncating === 'post' ? length - start : undefined;
  return { limit, write, columnsOf, padded: { start: config.startToken ? START : 0, padding } };
}

import { dataset, type Infer, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { checkVocabulary } from './check-vocabulary.js';
import { NumberedTexts, type TextRows } from './numbered-texts.js';
import { numbersOf, START, vocabulary } from './vocabulary.js';

const SIDES = ['pre', 'post'] as const;

/** Texts of different length as one matrix of token numbers, as by Keras' `pad_sequences`. */
@node('pad')
export class Pad {
  static readonly description =
    'Turns tokenized texts into the numbers of their tokens, all of one length: shorter ones are filled with 0. Tags of tokens are kept beside them.';
  static readonly inputs = {
    data: dataset({ features: { dtype: 'string' }, description: 'Tokenized texts.' }),
    vocabulary: vocabulary(),
  };
  static readonly outputs = { data: dataset({ features: { dtype: 'int32', shape: ['batch', 'time'] } }) };
  static readonly config = Type.Object({
    length: Type.Integer({ minimum: 1, default: 256, description: 'Tokens of each text, the start included.' }),
    padding: Type.Choice(SIDES, {
      default: 'post',
      description: 'Where the zeros of shorter texts stand: before them, or behind them, which is faster in an RNN.',
    }),
    truncation: Type.Choice(SIDES, { default: 'post', description: 'Which end longer texts lose.' }),
    start: Type.Boolean({ default: true, description: 'Whether each text begins with the number 1.' }),
  });

  static infer({ inputs, config }: Infer<typeof Pad>): OutputSpecs<typeof Pad> {
    checkVocabulary(inputs.data, inputs.vocabulary);
    return { data: { ...inputs.data, features: { dtype: 'int32', shape: ['batch', config.length] } } };
  }

  run({ inputs, config }: Run<typeof Pad>): Outputs<typeof Pad> {
    const features = { dtype: 'int32', vocabularySize: numbersOf(inputs.vocabulary) } as const;
    const rows = { features, width: config.length, ...padded(config) };
    return { data: new NumberedTexts(inputs.data, inputs.vocabulary, rows) };
  }
}

function padded({
  length,
  padding,
  truncation,
  ...config
}: Run<typeof Pad>['config']): Pick<TextRows, 'limit' | 'write' | 'place' | 'padded'> {
  const start = config.start ? 1 : 0;
  const place = (tokens: number) => {
    const whole = start + tokens;
    const before = padding === 'post' ? 0 : Math.max(0, length - whole);
    // One that is longer has lost the start, with the tokens at its beginning.
    return { first: Math.max(0, tokens - length), column: before + (whole <= length ? start : 0) };
  };
  const write: TextRows['write'] = (numbers, begin, end, features, row) => {
    const { first, column } = place(end - begin);
    if (start + end - begin <= length && config.start) features[row + column - 1] = START;
    let next = row + column;
    for (let token = begin + first; token < end; token += 1) features[next++] = numbers[token];
  };
  const limit = truncation === 'post' ? length - start : undefined;
  return { limit, write, place, padded: { start: config.start ? START : 0, padding } };
}

import { dataset, type Infer, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { checkVocabulary } from './check-vocabulary.js';
import { NumberedTexts, type WriteNumbers } from './numbered-texts.js';
import { numbersOf, START, tokenNumbers, tokensOf, UNKNOWN, vocabulary } from './vocabulary.js';

const SIDES = ['pre', 'post'] as const;

/** Texts of different length as one matrix of token numbers, as by Keras' `pad_sequences`. */
@node('pad')
export class Pad {
  static readonly description =
    'Turns tokenized texts into the numbers of their tokens, all of one length: shorter ones are filled with 0.';
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
    const write = padded(tokenNumbers(inputs.vocabulary), config);
    return { data: new NumberedTexts(inputs.data, features, config.length, write) };
  }
}

function padded(numbers: ReadonlyMap<string, number>, config: Run<typeof Pad>['config']): WriteNumbers {
  return (text, row) => {
    const sequence = tokensOf(text).map((token) => numbers.get(token) ?? UNKNOWN);
    if (config.start) sequence.unshift(START);
    const kept = config.truncation === 'post' ? sequence.slice(0, row.length) : sequence.slice(-row.length);
    row.set(kept, config.padding === 'post' ? 0 : row.length - kept.length);
  };
}

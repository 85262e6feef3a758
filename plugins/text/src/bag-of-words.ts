import { dataset, type Infer, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { checkVocabulary } from './check-vocabulary.js';
import { NumberedTexts, type TextRows } from './numbered-texts.js';
import { tagsWithoutOrder } from './tag-messages.js';
import { numbersOf, UNKNOWN, vocabulary } from './vocabulary.js';

/** One number a token of the vocabulary: whether, or how often, a text has it. The order of the tokens is lost. */
@node('bag-of-words')
export class BagOfWords {
  static readonly description = 'Turns tokenized texts into one number a token of the vocabulary, without their order.';
  static readonly inputs = {
    data: dataset({ features: { dtype: 'string' }, description: 'Tokenized texts.' }),
    vocabulary: vocabulary(),
  };
  static readonly outputs = { data: dataset({ features: { dtype: 'float32', shape: ['batch', 'tokens'] } }) };
  static readonly config = Type.Object({
    values: Type.Choice(['binary', 'count', 'frequency'], {
      default: 'binary',
      description: 'Whether a text has a token, how often, or what share of its tokens.',
    }),
  });

  static infer({ inputs }: Infer<typeof BagOfWords>): OutputSpecs<typeof BagOfWords> {
    checkVocabulary(inputs.data, inputs.vocabulary);
    if (inputs.data.label?.encoding === 'tags') throw tagsWithoutOrder('bag-of-words');
    return { data: { ...inputs.data, features: { dtype: 'float32', shape: ['batch', 'tokens'] } } };
  }

  run({ inputs, config }: Run<typeof BagOfWords>): Outputs<typeof BagOfWords> {
    // Without the padding and the start, which would be 0 and 1 of every text; with what is unknown.
    const width = numbersOf(inputs.vocabulary) - UNKNOWN;
    const rows = { features: { dtype: 'float32' }, width, write: bagOf(config.values) } as const;
    return { data: new NumberedTexts(inputs.data, inputs.vocabulary, rows) };
  }
}

function bagOf(values: Run<typeof BagOfWords>['config']['values']): TextRows['write'] {
  return (numbers, begin, end, features, row) => {
    for (let token = begin; token < end; token += 1) {
      // Column 0 is for unknown tokens, column 1 for the first of the vocabulary.
      const column = row + numbers[token] - UNKNOWN;
      if (values === 'binary') features[column] = 1;
      else features[column] += values === 'count' ? 1 : 1 / (end - begin);
    }
  };
}

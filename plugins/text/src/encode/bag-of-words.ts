import { dataset, type Infer, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { UNKNOWN, vocabulary, vocabularySize } from '../vocabulary/vocabulary.js';
import { checkVocabulary } from './check-vocabulary.js';
import { EncodedDataset } from './encoded-dataset.js';
import { tagsWithoutOrder } from './messages.js';
import type { RowEncoding } from './row-encoding.js';

/** Encodes texts as one value per token of the vocabulary, without the order of the tokens. */
@node('bag-of-words')
export class BagOfWords {
  static readonly description =
    'Encode tokenized texts as bag-of-words vectors: one value per token of the vocabulary, without the order of the tokens.';
  static readonly inputs = {
    data: dataset({ features: { dtype: 'string' }, description: 'Tokenized texts.' }),
    vocabulary: vocabulary(),
  };
  static readonly outputs = { data: dataset({ features: { dtype: 'float32', shape: ['batch', 'tokens'] } }) };
  static readonly config = Type.Object(
    {
      mode: Type.Choice(['binary', 'count', 'frequency'], {
        default: 'binary',
        description:
          'binary: 1 if the token occurs in the text. count: number of occurrences. frequency: fraction of the tokens of the text, 0 to 1.',
      }),
    },
    { renamed: { values: 'mode' } },
  );

  static infer({ inputs }: Infer<typeof BagOfWords>): OutputSpecs<typeof BagOfWords> {
    checkVocabulary(inputs.data, inputs.vocabulary);
    if (inputs.data.label?.encoding === 'tags') throw tagsWithoutOrder('bag-of-words');
    return { data: { ...inputs.data, features: { dtype: 'float32', shape: ['batch', 'tokens'] } } };
  }

  run({ inputs, config }: Run<typeof BagOfWords>): Outputs<typeof BagOfWords> {
    // Without padding and start, which would be 0 and 1 in every text, but with out-of-vocabulary.
    const width = vocabularySize(inputs.vocabulary) - UNKNOWN;
    const rows = { features: { dtype: 'float32' }, width, write: bagOf(config.mode) } as const;
    return { data: new EncodedDataset(inputs.data, inputs.vocabulary, rows) };
  }
}

function bagOf(mode: Run<typeof BagOfWords>['config']['mode']): RowEncoding['write'] {
  return (ids, begin, end, features, row) => {
    for (let token = begin; token < end; token += 1) {
      // Column 0 is out-of-vocabulary, column 1 the first token of the vocabulary.
      const column = row + ids[token] - UNKNOWN;
      if (mode === 'binary') features[column] = 1;
      else features[column] += mode === 'count' ? 1 : 1 / (end - begin);
    }
  };
}

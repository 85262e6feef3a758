import { dataset, type Infer, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { FIRST_TOKEN, UNKNOWN, type Vocabulary, vocabulary } from '../vocabulary/vocabulary.js';
import { checkVocabulary } from './check-vocabulary.js';
import { EncodedDataset } from './encoded-dataset.js';
import { noDocumentFrequencies, tagsWithoutOrder } from './messages.js';
import type { RowEncoding } from './row-encoding.js';

/**
 * Encodes texts as term frequency times inverse document frequency (Spaerck Jones, 1972), like scikit-learn's TfidfVectorizer:
 * `count * (ln((1 + documents) / (1 + documents with the token)) + 1)`.
 */
@node('tf-idf')
export class TfIdf {
  static readonly description =
    'Encode tokenized texts as TF-IDF vectors: one value per token of the vocabulary, larger for tokens that occur in few texts.';
  static readonly inputs = {
    data: dataset({ features: { dtype: 'string' }, description: 'Tokenized texts.' }),
    vocabulary: vocabulary({ description: 'Vocabulary with document frequencies, from the node vocabulary.' }),
  };
  static readonly outputs = { data: dataset({ features: { dtype: 'float32', shape: ['batch', 'tokens'] } }) };
  static readonly config = Type.Object(
    {
      sublinearTf: Type.Boolean({ default: false, description: 'Whether to replace a count n by 1 + ln(n).' }),
      norm: Type.Choice(['l2', 'none'], {
        default: 'l2',
        description: 'l2: scale each row to Euclidean length 1.',
      }),
    },
    { renamed: { sublinear: 'sublinearTf' } },
  );

  static infer({ inputs }: Infer<typeof TfIdf>): OutputSpecs<typeof TfIdf> {
    checkVocabulary(inputs.data, inputs.vocabulary);
    if (inputs.data.label?.encoding === 'tags') throw tagsWithoutOrder('tf-idf');
    return { data: { ...inputs.data, features: { dtype: 'float32', shape: ['batch', 'tokens'] } } };
  }

  run({ inputs, config }: Run<typeof TfIdf>): Outputs<typeof TfIdf> {
    if (inputs.vocabulary.texts.length === 0) throw noDocumentFrequencies();
    const width = inputs.vocabulary.tokens.length;
    const rows = { features: { dtype: 'float32' }, width, write: weighted(inputs.vocabulary, config) } as const;
    return { data: new EncodedDataset(inputs.data, inputs.vocabulary, rows) };
  }
}

function weighted(vocabulary: Vocabulary, { sublinearTf, norm }: Run<typeof TfIdf>['config']): RowEncoding['write'] {
  const idf = vocabulary.texts.map((texts) => Math.log((1 + vocabulary.size) / (1 + texts)) + 1);
  return (ids, begin, end, features, row) => {
    const counts = new Map<number, number>();
    for (let token = begin; token < end; token += 1) {
      const id = ids[token];
      if (id !== UNKNOWN) counts.set(id - FIRST_TOKEN, (counts.get(id - FIRST_TOKEN) ?? 0) + 1);
    }
    let squares = 0;
    for (const [column, count] of counts) {
      const value = (sublinearTf ? 1 + Math.log(count) : count) * idf[column];
      features[row + column] = value;
      squares += value * value;
    }
    if (norm === 'none' || squares === 0) return;
    const length = Math.sqrt(squares);
    for (const column of counts.keys()) features[row + column] /= length;
  };
}

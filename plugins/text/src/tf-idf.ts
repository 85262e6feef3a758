import { dataset, type Infer, node, type OutputSpecs, type Outputs, type Run, Type } from '@expgraph/sdk';
import { checkVocabulary } from './check-vocabulary.js';
import { vocabularyUncounted } from './messages.js';
import { NumberedTexts, type TextRows } from './numbered-texts.js';
import { tagsWithoutOrder } from './tag-messages.js';
import { FIRST_TOKEN, UNKNOWN, type Vocabulary, vocabulary } from './vocabulary.js';

/**
 * Term frequency times inverse document frequency (Spaerck Jones, 1972), as scikit-learn's TfidfVectorizer computes it:
 * `count * (ln((1 + texts) / (1 + texts with the token)) + 1)`.
 */
@node('tf-idf')
export class TfIdf {
  static readonly description =
    'Turns tokenized texts into one number a token of the vocabulary, larger for tokens that few texts have.';
  static readonly inputs = {
    data: dataset({ features: { dtype: 'string' }, description: 'Tokenized texts.' }),
    vocabulary: vocabulary({ description: 'Says how many of the training texts have each token.' }),
  };
  static readonly outputs = { data: dataset({ features: { dtype: 'float32', shape: ['batch', 'tokens'] } }) };
  static readonly config = Type.Object({
    sublinear: Type.Boolean({ default: false, description: 'Whether a count n counts as 1 + ln(n).' }),
    norm: Type.Choice(['l2', 'none'], {
      default: 'l2',
      description: 'Whether the row of each text is brought to length 1.',
    }),
  });

  static infer({ inputs }: Infer<typeof TfIdf>): OutputSpecs<typeof TfIdf> {
    checkVocabulary(inputs.data, inputs.vocabulary);
    if (inputs.data.label?.encoding === 'tags') throw tagsWithoutOrder('tf-idf');
    return { data: { ...inputs.data, features: { dtype: 'float32', shape: ['batch', 'tokens'] } } };
  }

  run({ inputs, config }: Run<typeof TfIdf>): Outputs<typeof TfIdf> {
    if (inputs.vocabulary.texts.length === 0) throw vocabularyUncounted();
    const width = inputs.vocabulary.tokens.length;
    const rows = { features: { dtype: 'float32' }, width, write: weighted(inputs.vocabulary, config) } as const;
    return { data: new NumberedTexts(inputs.data, inputs.vocabulary, rows) };
  }
}

function weighted(vocabulary: Vocabulary, { sublinear, norm }: Run<typeof TfIdf>['config']): TextRows['write'] {
  const rarity = vocabulary.texts.map((texts) => Math.log((1 + vocabulary.size) / (1 + texts)) + 1);
  return (numbers, begin, end, features, row) => {
    const counts = new Map<number, number>();
    for (let token = begin; token < end; token += 1) {
      const number = numbers[token];
      if (number !== UNKNOWN) counts.set(number - FIRST_TOKEN, (counts.get(number - FIRST_TOKEN) ?? 0) + 1);
    }
    let squares = 0;
    for (const [column, count] of counts) {
      const value = (sublinear ? 1 + Math.log(count) : count) * rarity[column];
      features[row + column] = value;
      squares += value * value;
    }
    if (norm === 'none' || squares === 0) return;
    const length = Math.sqrt(squares);
    for (const column of counts.keys()) features[row + column] /= length;
  };
}

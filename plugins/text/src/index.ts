import { plugin } from '@expgraph/sdk';
import { BagOfWords } from './bag-of-words.js';
import { LoadText } from './load-text.js';
import { LoadVocabulary } from './load-vocabulary.js';
import { MakeVocabulary } from './make-vocabulary.js';
import { Pad } from './pad.js';
import { TfIdf } from './tf-idf.js';
import { Tokenize } from './tokenize.js';

export type { Vocabulary, VocabularySpec } from './vocabulary.js';
export { BagOfWords, LoadText, LoadVocabulary, MakeVocabulary, Pad, TfIdf, Tokenize };
export default plugin({
  name: 'text',
  nodes: [LoadText, Tokenize, MakeVocabulary, LoadVocabulary, Pad, BagOfWords, TfIdf],
  codecs: { vocabulary: async () => (await import('./vocabulary-codec.js')).vocabularyCodec },
});

import { plugin } from '@expgraph/sdk';
import { BagOfWords } from './encode/bag-of-words.js';
import { Pad } from './encode/pad.js';
import { TfIdf } from './encode/tf-idf.js';
import { LoadText } from './load/load-text.js';
import { Tokenize } from './tokenize/tokenize.js';
import { BuildVocabulary } from './vocabulary/build-vocabulary.js';
import { LoadVocabulary } from './vocabulary/load-vocabulary.js';

export type { Vocabulary, VocabularySpec } from './vocabulary/vocabulary.js';
export { BagOfWords, BuildVocabulary, LoadText, LoadVocabulary, Pad, TfIdf, Tokenize };
export default plugin({
  name: 'text',
  nodes: [LoadText, Tokenize, BuildVocabulary, LoadVocabulary, Pad, BagOfWords, TfIdf],
  codecs: { vocabulary: async () => (await import('./vocabulary/vocabulary-codec.js')).vocabularyCodec },
});

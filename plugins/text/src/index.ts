import { plugin } from '@expgraph/sdk';
import { BagOfWords } from './encode/bag-of-words.js';
import { LoadText } from './load/load-text.js';
import { LoadVocabulary } from './vocabulary/load-vocabulary.js';
import { BuildVocabulary } from './vocabulary/build-vocabulary.js';
import { Pad } from './encode/pad.js';
import { TfIdf } from './encode/tf-idf.js';
import { Tokenize } from './tokenize/tokenize.js';

export type { Vocabulary, VocabularySpec } from './vocabulary/vocabulary.js';
export { BagOfWords, LoadText, LoadVocabulary, BuildVocabulary, Pad, TfIdf, Tokenize };
export default plugin({
  name: 'text',
  nodes: [LoadText, Tokenize, BuildVocabulary, LoadVocabulary, Pad, BagOfWords, TfIdf],
  codecs: { vocabulary: async () => (await import('./vocabulary/vocabulary-codec.js')).vocabularyCodec },
});

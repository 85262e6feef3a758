import { FIRST_TOKEN, type Vocabulary } from '@expgraph/sdk';

export { FIRST_TOKEN, PADDING, START, UNKNOWN, type Vocabulary, type VocabularySpec, vocabulary } from '@expgraph/sdk';

/** Returns how many token ids there are, including those of the special tokens. */
export const vocabularySize = ({ tokens }: Vocabulary): number => tokens.length + FIRST_TOKEN;

/** Returns the tokens of a tokenized text. */
export const tokensOf = (text: string): string[] => (text === '' ? [] : text.split(' '));

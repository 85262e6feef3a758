import { FIRST_TOKEN, type Vocabulary } from '@expgraph/sdk';

export { FIRST_TOKEN, PADDING, START, UNKNOWN, type Vocabulary, type VocabularySpec, vocabulary } from '@expgraph/sdk';

/** How many different numbers it gives, those that are no tokens included. */
export const numbersOf = ({ tokens }: Vocabulary): number => tokens.length + FIRST_TOKEN;

/** The tokens of a tokenized text. */
export const tokensOf = (text: string): string[] => (text === '' ? [] : text.split(' '));

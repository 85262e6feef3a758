import type { Port } from '@expgraph/sdk';

/** Numbers that are no tokens of texts, as in Keras' IMDB: what fills a sequence, what begins one, and what is not known. */
export const PADDING = 0;
export const START = 1;
export const UNKNOWN = 2;
export const FIRST_TOKEN = 3;

/** The tokens that a model knows, the most frequent first. The number of the first is 3: see `PADDING`, `START`, `UNKNOWN`. */
export interface Vocabulary {
  readonly tokens: readonly string[];
  /** How often each was met; empty where it is not known. */
  readonly counts: readonly number[];
  /** In how many texts each was met; empty where it is not known. */
  readonly texts: readonly number[];
  /** How many texts it was made from; 0 where it is not known. */
  readonly size: number;
}

export interface VocabularySpec {
  readonly kind: 'vocabulary';
  /** The part of the data that it was made from. */
  readonly part?: string;
  /** Whether it is known how many texts have each token. */
  readonly counted?: boolean;
}

declare module '@expgraph/sdk' {
  interface PortKinds {
    vocabulary: { value: Vocabulary; spec: VocabularySpec };
  }
}

/** The tokens that a model knows, and their numbers. */
export function vocabulary(options: { description?: string } = {}): Port<'vocabulary', false> {
  return { kind: 'vocabulary', spec: { kind: 'vocabulary' }, optional: false, description: options.description };
}

/** How many different numbers it gives, those that are no tokens included. */
export const numbersOf = ({ tokens }: Vocabulary): number => tokens.length + FIRST_TOKEN;

/** The tokens of a tokenized text. */
export const tokensOf = (text: string): string[] => (text === '' ? [] : text.split(' '));

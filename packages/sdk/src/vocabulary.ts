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

/** How a person reads the number of a token. What is no token stands in angle brackets. */
export function tokenName({ tokens }: Vocabulary, number: number): string {
  return ['<padding>', '<start>', '<unknown>'][number] ?? tokens[number - FIRST_TOKEN] ?? `<${number}>`;
}

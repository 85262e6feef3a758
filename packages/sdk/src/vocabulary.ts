/** Reserved token ids, as in Keras' IMDB: padding, start of sequence, out-of-vocabulary; the first token id of the vocabulary. */
export const PADDING = 0;
export const START = 1;
export const UNKNOWN = 2;
export const FIRST_TOKEN = 3;

/** The known tokens, most frequent first. The first has the id `FIRST_TOKEN`. */
export interface Vocabulary {
  readonly tokens: readonly string[];
  /** Number of occurrences of each token; empty if unknown. */
  readonly counts: readonly number[];
  /** Document frequency of each token, the number of texts that contain it; empty if unknown. */
  readonly texts: readonly number[];
  /** Number of texts that the vocabulary was built from; 0 if unknown. */
  readonly size: number;
}

/** Returns the token of an id. Reserved and unknown ids are shown in angle brackets. */
export function tokenName({ tokens }: Vocabulary, id: number): string {
  return ['<padding>', '<start>', '<unknown>'][id] ?? tokens[id - FIRST_TOKEN] ?? `<${id}>`;
}

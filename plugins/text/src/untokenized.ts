import type { Batch } from '@expgraph/sdk';
import type { WordTokenizer } from './word-tokenizer.js';

/** A batch of texts before they are tokenized. */
export interface Untokenized {
  readonly texts: readonly string[];
  /** What else is in the batch. */
  readonly rest: Omit<Batch, 'texts'>;
  /** What tokenizes them. */
  readonly words: WordTokenizer;
}

const known = new WeakMap<Batch, Untokenized>();

/** What a batch of tokenized texts is made of, if none of them has been tokenized so far. Whoever wants numbers need not do it. */
export const untokenized = (batch: Batch): Untokenized | undefined => known.get(batch);

/** A batch whose texts are tokenized by `tokenize` when they are first looked at. */
export function tokenizedLater(made: Untokenized, tokenize: () => string[]): Batch {
  let tokens: string[] | undefined;
  const batch: Batch = {
    ...made.rest,
    get texts() {
      tokens ??= tokenize();
      return tokens;
    },
  };
  known.set(batch, made);
  return batch;
}

import type { Batch } from '@expgraph/sdk';
import type { WordTokenizer } from './word-tokenizer.js';

/** A batch of texts that are not tokenized yet. */
export interface LazyTokens {
  readonly texts: readonly string[];
  /** The rest of the batch. */
  readonly rest: Omit<Batch, 'texts'>;
  readonly tokenizer: WordTokenizer;
}

const lazyBatches = new WeakMap<Batch, LazyTokens>();

/** Returns the untokenized texts of a batch of `tokenizeLazily`: looking up token ids natively needs no tokens. */
export const lazyTokens = (batch: Batch): LazyTokens | undefined => lazyBatches.get(batch);

/** Returns a batch whose texts are tokenized by `tokenize` on first access. */
export function tokenizeLazily(lazy: LazyTokens, tokenize: () => string[]): Batch {
  let tokens: string[] | undefined;
  const batch: Batch = {
    ...lazy.rest,
    get texts() {
      tokens ??= tokenize();
      return tokens;
    },
  };
  lazyBatches.set(batch, lazy);
  return batch;
}

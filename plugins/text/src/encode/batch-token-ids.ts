import type { Batch } from '@expgraph/sdk';
import { lazyTokens } from '../tokenize/lazy-tokens.js';
import type { WordTokenizer } from '../tokenize/word-tokenizer.js';
import type { Vocabulary } from '../vocabulary/vocabulary.js';
import { NativeTokenIds, type PaddedRows } from './native-token-ids.js';
import { TokenLookup } from './token-lookup.js';
import type { UseTokenIds } from './use-token-ids.js';

/** Looks up the token ids of batches of texts. Native code does it without tokenizing them first, if it is available. */
export class BatchTokenIds {
  private readonly lookup: TokenLookup;
  private readonly native = new WeakMap<WordTokenizer, NativeTokenIds>();

  constructor(private readonly vocabulary: Vocabulary) {
    this.lookup = new TokenLookup(vocabulary);
  }

  /**
   * Passes the ids of the first `limit` tokens of each text to `use`. If `rows` are given, native code may write the row of a text instead,
   * which is faster.
   */
  async read(batch: Batch, limit: number, use: UseTokenIds, rows?: PaddedRows): Promise<void> {
    const lazy = lazyTokens(batch);
    const native = lazy && this.nativeFor(lazy.tokenizer);
    if (native) return native.read(lazy.texts, limit, use, rows);
    for (const [index, text] of (batch.texts ?? []).entries()) {
      const ids = this.lookup.idsOf(text, limit);
      use(ids, 0, ids.length, index);
    }
  }

  private nativeFor(tokenizer: WordTokenizer): NativeTokenIds | undefined {
    const native = this.native.get(tokenizer) ?? NativeTokenIds.create(tokenizer, this.vocabulary, this.lookup);
    if (native) this.native.set(tokenizer, native);
    return native;
  }
}

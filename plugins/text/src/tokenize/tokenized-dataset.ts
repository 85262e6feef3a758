import { DerivedDataset } from '@expgraph/data/dataset';
import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';
import { tokenizeLazily } from './lazy-tokens.js';
import { WordTokenizer } from './word-tokenizer.js';

/** Returns the tokens of a text, separated by single spaces. */
export type TokenizeText = (text: string) => string;

/** A dataset of texts whose tokens are separated by single spaces. Tokenized texts are cached in memory if they are the same in each epoch. */
export class TokenizedDataset extends DerivedDataset {
  private readonly cached = new Map<number, string>();

  constructor(
    original: Dataset,
    private readonly tokenizer: WordTokenizer | TokenizeText,
  ) {
    super(original);
  }

  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const { texts, ...rest } = await this.original.read(indices, options);
    if (texts === undefined) return rest;
    const { tokenizer } = this;
    if (!(tokenizer instanceof WordTokenizer)) return { ...rest, texts: this.tokensOf(texts, indices, tokenizer) };
    // A copy: the caller may reuse the memory of the indices before the tokens are read.
    const copied = Array.from(indices);
    const tokenize = (text: string) => tokenizer.tokenize(text);
    return tokenizeLazily({ texts, rest, tokenizer }, () => this.tokensOf(texts, copied, tokenize));
  }

  private tokensOf(texts: readonly string[], indices: ArrayLike<number>, tokenize: TokenizeText): string[] {
    return texts.map((text, position) => {
      const known = this.sameEachEpoch ? this.cached.get(indices[position]) : undefined;
      if (known !== undefined) return known;
      const tokens = tokenize(text);
      if (this.sameEachEpoch) this.cached.set(indices[position], tokens);
      return tokens;
    });
  }
}

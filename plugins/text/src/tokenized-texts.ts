import { DerivedDataset } from '@expgraph/data/dataset';
import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';
import { tokenizedLater } from './untokenized.js';
import { WordTokenizer } from './word-tokenizer.js';

/** Gives the tokens of a text, separated by single blanks. */
export type TokenizeText = (text: string) => string;

/**
 * Texts whose tokens are separated by single blanks. What has been tokenized is kept in memory, where the texts are the same in
 * every epoch: the next epoch costs nothing.
 */
export class TokenizedTexts extends DerivedDataset {
  private readonly kept = new Map<number, string>();

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
    // Who reads may use its memory for other indices by then.
    const then = Array.from(indices);
    const tokenize = (text: string) => tokenizer.tokenize(text);
    return tokenizedLater({ texts, rest, words: tokenizer }, () => this.tokensOf(texts, then, tokenize));
  }

  private tokensOf(texts: readonly string[], indices: ArrayLike<number>, tokenize: TokenizeText): string[] {
    return texts.map((text, position) => {
      const known = this.sameEachEpoch ? this.kept.get(indices[position]) : undefined;
      if (known !== undefined) return known;
      const tokens = tokenize(text);
      if (this.sameEachEpoch) this.kept.set(indices[position], tokens);
      return tokens;
    });
  }
}

import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';
import { TransformedTexts } from './transformed-texts.js';

/**
 * Texts whose tokens are separated by single blanks. What has been tokenized is kept in memory, where the texts are the same in
 * every epoch: the next epoch costs nothing.
 */
export class TokenizedTexts extends TransformedTexts {
  private readonly kept = new Map<number, string>();

  constructor(
    whole: Dataset,
    /** Gives the tokens of a text, separated by single blanks. */
    private readonly tokenize: (text: string) => string,
  ) {
    super(whole, whole.spec);
  }

  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const batch = await this.whole.read(indices, options);
    const texts = batch.texts?.map((text, position) => this.tokensOf(text, indices[position]));
    return { ...batch, texts };
  }

  private tokensOf(text: string, index: number): string {
    const known = this.sameEachEpoch ? this.kept.get(index) : undefined;
    if (known !== undefined) return known;
    const tokens = this.tokenize(text);
    if (this.sameEachEpoch) this.kept.set(index, tokens);
    return tokens;
  }
}

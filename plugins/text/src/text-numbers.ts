import type { Batch } from '@expgraph/sdk';
import { QuickNumbers } from './quick-numbers.js';
import { TokenNumbers } from './token-numbers.js';
import { untokenized } from './untokenized.js';
import type { Vocabulary } from './vocabulary.js';
import type { WordTokenizer } from './word-tokenizer.js';

/** Takes the numbers of the tokens of one text of a batch. They stay until the next text. */
export type TakeNumbers = (tokens: Int32Array, text: number) => void;

/** The numbers of the tokens of batches of texts, which are not tokenized for it where native code finds the same numbers without. */
export class TextNumbers {
  private readonly tokens: TokenNumbers;
  private readonly quick = new WeakMap<WordTokenizer, QuickNumbers>();

  constructor(private readonly vocabulary: Vocabulary) {
    this.tokens = new TokenNumbers(vocabulary);
  }

  /** Those of the first `limit` tokens of each text. */
  async read(batch: Batch, limit: number, take: TakeNumbers): Promise<void> {
    const made = untokenized(batch);
    const quick = made && this.quickFor(made.words);
    if (quick) return quick.read(made.texts, limit, take);
    for (const [index, text] of (batch.texts ?? []).entries()) take(this.tokens.of(text, limit), index);
  }

  private quickFor(words: WordTokenizer): QuickNumbers | undefined {
    const known = this.quick.get(words) ?? QuickNumbers.of(words, this.vocabulary, this.tokens);
    if (known) this.quick.set(words, known);
    return known;
  }
}

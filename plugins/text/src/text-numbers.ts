import type { Batch } from '@expgraph/sdk';
import { type PaddedRows, QuickNumbers } from './quick-numbers.js';
import { TokenNumbers } from './token-numbers.js';
import { untokenized } from './untokenized.js';
import type { Vocabulary } from './vocabulary.js';
import type { WordTokenizer } from './word-tokenizer.js';

/** Takes the numbers of the tokens of one text of a batch: `numbers[begin]` to `numbers[end - 1]`, which stay until the next text. */
export type TakeNumbers = (numbers: Int32Array, begin: number, end: number, text: number) => void;

/** The numbers of the tokens of batches of texts, which are not tokenized for it where native code finds the same numbers without. */
export class TextNumbers {
  private readonly tokens: TokenNumbers;
  private readonly quick = new WeakMap<WordTokenizer, QuickNumbers>();

  constructor(private readonly vocabulary: Vocabulary) {
    this.tokens = new TokenNumbers(vocabulary);
  }

  /**
   * Those of the first `limit` tokens of each text. Where `rows` are given, texts may get theirs right away, which is faster, instead
   * of being taken.
   */
  async read(batch: Batch, limit: number, take: TakeNumbers, rows?: PaddedRows): Promise<void> {
    const made = untokenized(batch);
    const quick = made && this.quickFor(made.words);
    if (quick) return quick.read(made.texts, limit, take, rows);
    for (const [index, text] of (batch.texts ?? []).entries()) {
      const numbers = this.tokens.of(text, limit);
      take(numbers, 0, numbers.length, index);
    }
  }

  private quickFor(words: WordTokenizer): QuickNumbers | undefined {
    const known = this.quick.get(words) ?? QuickNumbers.of(words, this.vocabulary, this.tokens);
    if (known) this.quick.set(words, known);
    return known;
  }
}

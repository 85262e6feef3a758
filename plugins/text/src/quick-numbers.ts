import { type FoundWords, type WordNumbers, wordNumbers } from '@expgraph/tensorflow/native';
import type { TakeNumbers } from './text-numbers.js';
import type { TokenNumbers } from './token-numbers.js';
import { FIRST_TOKEN, UNKNOWN, type Vocabulary } from './vocabulary.js';
import type { WordTokenizer } from './word-tokenizer.js';

/** Texts that one thread looks up while the next ones are handed to another. */
const BLOCK = 32;
/** Words whose numbers are kept at most: some megabytes. */
const KEPT = 50_000;
/** What stands for "all" in the addon. */
const ALL = 2 ** 32 - 1;
/** In place of the number of a word that the addon leaves to us. */
const OTHER = -1;

/**
 * The numbers of the tokens of texts that are not tokenized, from native code and on all cores. Words that are not all ASCII are left to
 * the tokenizer; they are few, or come again and again.
 */
export class QuickNumbers {
  private readonly kept = new Map<string, Int32Array>();

  private constructor(
    private readonly native: WordNumbers,
    private readonly words: WordTokenizer,
    private readonly tokens: TokenNumbers,
  ) {}

  /** Undefined where there is no native code. `tokens` are those of the vocabulary. */
  static of(words: WordTokenizer, vocabulary: Vocabulary, tokens: TokenNumbers): QuickNumbers | undefined {
    const native = wordNumbers({
      made: words.made,
      tokens: vocabulary.tokens,
      first: FIRST_TOKEN,
      unknown: UNKNOWN,
    });
    return native && new QuickNumbers(native, words, tokens);
  }

  async read(texts: readonly string[], limit: number, take: TakeNumbers): Promise<void> {
    const starts = Array.from({ length: Math.ceil(texts.length / BLOCK) }, (_, block) => block * BLOCK);
    const blocks = starts.map((start) => this.native.find(texts.slice(start, start + BLOCK), Math.min(limit, ALL)));
    for (const [block, found] of blocks.entries()) this.take(texts, starts[block], await found, limit, take);
  }

  private take(
    texts: readonly string[],
    start: number,
    { numbers, ends, others }: FoundWords,
    limit: number,
    take: TakeNumbers,
  ): void {
    let [begin, other] = [0, 0];
    for (const [index, end] of ends.entries()) {
      const found = numbers.subarray(begin, end);
      begin = end;
      if (other === others.length || !found.includes(OTHER)) {
        take(found, start + index);
        continue;
      }
      const text = texts[start + index];
      const complete: number[] = [];
      for (const number of found) {
        if (number !== OTHER) complete.push(number);
        else complete.push(...this.numbersOf(text.slice(others[other++], others[other++])));
      }
      take(Int32Array.from(complete.slice(0, limit)), start + index);
    }
  }

  /** Those of a word that may become several tokens, or none. */
  private numbersOf(word: string): Int32Array {
    const known = this.kept.get(word);
    if (known) return known;
    const numbers = this.tokens.of(this.words.tokenize(word)).slice();
    if (this.kept.size === KEPT) this.kept.clear();
    this.kept.set(word, numbers);
    return numbers;
  }
}

import { type FoundWords, type NumberRows, type WordNumbers, wordNumbers } from '@expgraph/native/addons';
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

/** Rows of all texts, as `pad` writes them. */
export type PaddedRows = Omit<NumberRows, 'first'>;

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

  /** Texts whose words are all ASCII get their `rows`, where some are given; the others are for `take`. */
  async read(texts: readonly string[], limit: number, take: TakeNumbers, rows?: PaddedRows): Promise<void> {
    const starts = Array.from({ length: Math.ceil(texts.length / BLOCK) }, (_, block) => block * BLOCK);
    const blocks = starts.map((start) => {
      const block = texts.slice(start, start + BLOCK);
      return this.native.find(block, Math.min(limit, ALL), rows && { ...rows, first: start * rows.width });
    });
    for (const [block, found] of blocks.entries()) this.take(texts, starts[block], await found, limit, take);
  }

  private take(
    texts: readonly string[],
    start: number,
    { numbers, texts: found, ends, others }: FoundWords,
    limit: number,
    take: TakeNumbers,
  ): void {
    let [begin, other] = [0, 0];
    for (let index = 0; index < ends.length; index += 1) {
      const end = ends[index];
      const next = other < others.length ? numbers.indexOf(OTHER, begin) : end;
      if (next >= end) {
        take(numbers, begin, end, start + found[index]);
      } else {
        const text = texts[start + found[index]];
        const complete: number[] = [];
        for (const number of numbers.subarray(begin, end)) {
          // Words behind the limit are passed over, not looked up: there may be any number of them.
          const place = number === OTHER ? other : undefined;
          if (place !== undefined) other += 2;
          if (complete.length >= limit) continue;
          if (place === undefined) complete.push(number);
          // One by one: what blanks of other scripts separate may be more tokens than a call takes arguments.
          else for (const token of this.numbersOf(text.slice(others[place], others[place + 1]))) complete.push(token);
        }
        const whole = Int32Array.from(complete.slice(0, limit));
        take(whole, 0, whole.length, start + found[index]);
      }
      begin = end;
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

import { createTokenIdFinder, type FoundTokens, type TokenIdFinder, type TokenIdRows } from '@expgraph/native/addons';
import type { WordTokenizer } from '../tokenize/word-tokenizer.js';
import { FIRST_TOKEN, UNKNOWN, type Vocabulary } from '../vocabulary/vocabulary.js';
import type { TokenLookup } from './token-lookup.js';
import type { UseTokenIds } from './use-token-ids.js';

/** Texts per call of native code, which runs on several threads. */
const BLOCK = 32;
/** Maximum number of cached words, which take some megabytes. */
const MAX_CACHED = 50_000;
/** "No limit" in the addon. */
const NO_LIMIT = 2 ** 32 - 1;
/** In place of the id of a word that the addon leaves to JavaScript. */
const OTHER = -1;

/** Rows of all texts, in the layout of `pad`. */
export type PaddedRows = Omit<TokenIdRows, 'first'>;

/**
 * Looks up the token ids of untokenized texts in native code, on all cores. Words with characters outside ASCII are left to the
 * tokenizer; they are few, or repeated.
 */
export class NativeTokenIds {
  private readonly cached = new Map<string, Int32Array>();

  private constructor(
    private readonly finder: TokenIdFinder,
    private readonly tokenizer: WordTokenizer,
    private readonly lookup: TokenLookup,
  ) {}

  /** Returns undefined if there is no native code. @param lookup The same vocabulary, for words outside ASCII. */
  static create(tokenizer: WordTokenizer, vocabulary: Vocabulary, lookup: TokenLookup): NativeTokenIds | undefined {
    const finder = createTokenIdFinder({
      asciiMap: tokenizer.asciiMap,
      tokens: vocabulary.tokens,
      first: FIRST_TOKEN,
      unknown: UNKNOWN,
    });
    return finder && new NativeTokenIds(finder, tokenizer, lookup);
  }

  /** Writes the `rows`, if given, of texts of ASCII words, and passes the ids of the others to `use`. */
  async read(texts: readonly string[], limit: number, use: UseTokenIds, rows?: PaddedRows): Promise<void> {
    const starts = Array.from({ length: Math.ceil(texts.length / BLOCK) }, (_, block) => block * BLOCK);
    const blocks = starts.map((start) => {
      const block = texts.slice(start, start + BLOCK);
      return this.finder.find(block, Math.min(limit, NO_LIMIT), rows && { ...rows, first: start * rows.width });
    });
    for (const [block, found] of blocks.entries()) this.use(texts, starts[block], await found, limit, use);
  }

  private use(
    texts: readonly string[],
    start: number,
    { ids, texts: found, ends, others }: FoundTokens,
    limit: number,
    use: UseTokenIds,
  ): void {
    let [begin, other] = [0, 0];
    for (let index = 0; index < ends.length; index += 1) {
      const end = ends[index];
      const next = other < others.length ? ids.indexOf(OTHER, begin) : end;
      if (next >= end) {
        use(ids, begin, end, start + found[index]);
      } else {
        const text = texts[start + found[index]];
        const complete: number[] = [];
        for (const id of ids.subarray(begin, end)) {
          // Words after the limit are skipped without a lookup: there may be any number of them.
          const word = id === OTHER ? other : undefined;
          if (word !== undefined) other += 2;
          if (complete.length >= limit) continue;
          if (word === undefined) complete.push(id);
          // Not with spread: a word may become more tokens than a call takes arguments.
          else for (const tokenId of this.idsOf(text.slice(others[word], others[word + 1]))) complete.push(tokenId);
        }
        const all = Int32Array.from(complete.slice(0, limit));
        use(all, 0, all.length, start + found[index]);
      }
      begin = end;
    }
  }

  /** Returns the ids of a word, which may become several tokens or none. */
  private idsOf(word: string): Int32Array {
    const known = this.cached.get(word);
    if (known) return known;
    const ids = this.lookup.idsOf(this.tokenizer.tokenize(word)).slice();
    if (this.cached.size === MAX_CACHED) this.cached.clear();
    this.cached.set(word, ids);
    return ids;
  }
}

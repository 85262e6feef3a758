import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { nativeFolder, WORDS } from '../set-up/native-folder.js';

/** The token ids of some texts. */
export interface FoundTokens {
  /** Token ids of `texts`, one text after another; -1 for each word with characters outside ASCII. */
  readonly ids: Int32Array;
  /** Indices of the texts whose row was not written. */
  readonly texts: Int32Array;
  /** `[texts]`: the end of the ids of each text. */
  readonly ends: Int32Array;
  /** `[words with characters outside ASCII, 2]`: begin and end of each in its text. */
  readonly others: Int32Array;
}

/** Rows of the same length to write token ids to. They must be filled with 0, and not be accessed until the ids are written. */
export interface TokenIdRows {
  readonly features: Float32Array;
  /** Index of the row of the first text in `features`. */
  readonly first: number;
  /** Number of ids in a row. Of a longer text, the last ids are written. */
  readonly width: number;
  /** Id of the start token, written before each text that leaves room for it; 0 for none. */
  readonly start: number;
  /** The side of shorter texts to pad. */
  readonly padding: 'pre' | 'post';
}

/** Finds the token ids of texts on other threads. */
export interface TokenIdFinder {
  /**
   * Writes the `rows`, if given, of the texts whose words are all ASCII, and returns the token ids of the other texts.
   * @param limit Maximum number of ASCII words per text, an integer below 2^32.
   */
  find(texts: readonly string[], limit: number, rows?: TokenIdRows): Promise<FoundTokens>;
}

export interface TokenIdFinderOptions {
  /** `[128]`: the replacement of each ASCII character: another character, a space, which ends a word, or 255 to remove it. */
  readonly asciiMap: Uint8Array;
  /** Tokens with characters outside ASCII are never found. */
  readonly tokens: readonly string[];
  /** Id of the first token; ids of the others follow. */
  readonly first: number;
  /** Id of words that are not in the vocabulary. */
  readonly unknown: number;
}

/** Our addon `token_ids`. */
interface Addon {
  create(asciiMap: Uint8Array, tokens: readonly string[], first: number, unknown: number): object;
  find(
    vocabulary: object,
    texts: readonly string[],
    length: number,
    limit: number,
    ...rows: [features?: Float32Array, first?: number, width?: number, start?: number, padBefore?: boolean]
  ): Promise<FoundTokens>;
}

/** Returns undefined if no native backend is built on this system. The backend need not be started: the addon does not use TensorFlow. */
export function createTokenIdFinder(options: TokenIdFinderOptions): TokenIdFinder | undefined {
  const path = join(nativeFolder(), WORDS);
  if (!existsSync(path)) return undefined;
  const { create, find } = createRequire(import.meta.url)(path) as Addon;
  const vocabulary = create(options.asciiMap, options.tokens, options.first, options.unknown);
  return {
    find(texts, limit, rows) {
      const length = texts.reduce((sum, text) => sum + text.length, 0);
      if (!rows) return find(vocabulary, texts, length, limit);
      const { features, first, width, start, padding } = rows;
      return find(vocabulary, texts, length, limit, features, first, width, start, padding === 'pre');
    },
  };
}

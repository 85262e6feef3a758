import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { nativeFolder, WORDS } from '../set-up/native-folder.js';

/** What the words of some texts have been found to be. */
export interface FoundWords {
  /** Of the words of `texts`, one text after the other; -1 for each that is not all ASCII. */
  readonly numbers: Int32Array;
  /** Which of the texts these are: those that have no row. */
  readonly texts: Int32Array;
  /** `[texts]`: where the numbers of each end. */
  readonly ends: Int32Array;
  /** `[words that are not all ASCII, 2]`: where each begins and ends in its text. */
  readonly others: Int32Array;
}

/** Rows of one length that numbers of texts are written into. They are full of zeros, and nobody else's until that is done. */
export interface NumberRows {
  readonly features: Float32Array;
  /** Where the row of the first text begins. */
  readonly first: number;
  /** Numbers of a row; of a text that has more, the last are taken. */
  readonly width: number;
  /** The number in front of each text that has room for it; 0 for none. */
  readonly start: number;
  /** Which side of shorter texts the zeros are on. */
  readonly padding: 'pre' | 'post';
}

/** Finds the numbers of words, on other threads. */
export interface WordNumbers {
  /**
   * Texts whose words are all ASCII get their `rows`, where some are given; of the others the numbers are told.
   * @param limit of words of ASCII in a text, a whole number below 2^32; what follows is not read.
   */
  find(texts: readonly string[], limit: number, rows?: NumberRows): Promise<FoundWords>;
}

export interface WordNumbersOptions {
  /** `[128]`: what becomes of each character of ASCII: another one, a blank, which ends words, or nothing, which is 255. */
  readonly made: Uint8Array;
  /** Those that are not all ASCII are never found. */
  readonly tokens: readonly string[];
  /** The number of the first token; those of the others follow. */
  readonly first: number;
  /** The number of words that are no tokens. */
  readonly unknown: number;
}

/** Our own addon, see `native/word_numbers.cc`. */
interface Addon {
  create(made: Uint8Array, tokens: readonly string[], first: number, unknown: number): object;
  find(
    vocabulary: object,
    texts: readonly string[],
    length: number,
    limit: number,
    ...rows: [features?: Float32Array, first?: number, width?: number, start?: number, behind?: boolean]
  ): Promise<FoundWords>;
}

/** Undefined where no native backend has been built on this system. It need not be started: this part has nothing of TensorFlow. */
export function wordNumbers({ made, tokens, first, unknown }: WordNumbersOptions): WordNumbers | undefined {
  const path = join(nativeFolder(), WORDS);
  if (!existsSync(path)) return undefined;
  const { create, find } = createRequire(import.meta.url)(path) as Addon;
  const vocabulary = create(made, tokens, first, unknown);
  return {
    find(texts, limit, rows) {
      const length = texts.reduce((sum, text) => sum + text.length, 0);
      if (!rows) return find(vocabulary, texts, length, limit);
      const { features, first, width, start, padding } = rows;
      return find(vocabulary, texts, length, limit, features, first, width, start, padding === 'pre');
    },
  };
}

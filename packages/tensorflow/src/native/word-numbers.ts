import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { nativeFolder, WORDS } from './native-folder.js';

/** What the words of some texts have been found to be. */
export interface FoundWords {
  /** Of the words of all texts, one text after the other; -1 for each that is not all ASCII. */
  readonly numbers: Int32Array;
  /** `[texts]`: where the numbers of each end. */
  readonly ends: Int32Array;
  /** `[words that are not all ASCII, 2]`: where each begins and ends in its text. */
  readonly others: Int32Array;
}

/** Finds the numbers of words, on other threads. */
export interface WordNumbers {
  /** `limit`: of words of ASCII in a text, a whole number below 2^32; what follows is not read. */
  find(texts: readonly string[], limit: number): Promise<FoundWords>;
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
  find(vocabulary: object, texts: readonly string[], limit: number): Promise<FoundWords>;
}

/** Undefined where no native backend has been built on this system. It need not be started: this part has nothing of TensorFlow. */
export function wordNumbers({ made, tokens, first, unknown }: WordNumbersOptions): WordNumbers | undefined {
  const path = join(nativeFolder(), WORDS);
  if (!existsSync(path)) return undefined;
  const { create, find } = createRequire(import.meta.url)(path) as Addon;
  const vocabulary = create(made, tokens, first, unknown);
  return { find: (texts, limit) => find(vocabulary, texts, limit) };
}

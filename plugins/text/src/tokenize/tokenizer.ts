/** Returns the tokens of a text in their order. No token is empty or contains white space. */
export type Tokenizer = (text: string) => string[];

export const STRIPPED = ['none', 'periods', 'punctuation'] as const;
export const SPLITS = ['whitespace', 'character', 'morpheme'] as const;
export const UNICODE_FORMS = ['NFC', 'NFKC', 'none'] as const;

/** What to do with a text before it is split. */
export interface StandardizeOptions {
  readonly normalization: (typeof UNICODE_FORMS)[number];
  readonly lowercase: boolean;
  readonly strip: (typeof STRIPPED)[number];
}

export interface TokenizerOptions extends StandardizeOptions {
  readonly split: Tokenizer;
}

const PATTERNS = {
  periods: /\./g,
  // The ASCII punctuation that Keras' TextVectorization strips.
  punctuation: /[!-/:-@[-`{-~]/g,
} as const;

/** Normalizes a text, converts it to lower case and strips characters, in this order. */
export function standardize(text: string, { normalization, lowercase, strip }: StandardizeOptions): string {
  let rest = normalization === 'none' ? text : text.normalize(normalization);
  if (lowercase) rest = rest.toLowerCase();
  return strip === 'none' ? rest : rest.replace(PATTERNS[strip], '');
}

/** Returns a tokenizer that splits standardized texts. */
export const tokenizer =
  ({ split, ...options }: TokenizerOptions): Tokenizer =>
  (text) =>
    split(standardize(text, options));

/** Splits on white space, including that of scripts other than Latin. */
export const splitOnWhitespace: Tokenizer = (text) => {
  const tokens = text.split(/\s+/);
  if (tokens[0] === '') tokens.shift();
  if (tokens.at(-1) === '') tokens.pop();
  return tokens;
};

/** Segments a text into grapheme clusters, for example an emoji of a family. */
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Code units to segment at once: the time of `Intl.Segmenter` grows with the square of a text's length. */
const WINDOW = 1024;

/** Splits into characters (grapheme clusters), without white space. */
export const splitIntoCharacters: Tokenizer = (text) => splitOnWhitespace(text).flatMap(charactersOf);

function charactersOf(word: string): string[] {
  const characters: string[] = [];
  let [start, size] = [0, WINDOW];
  while (start < word.length) {
    const end = start + size + (isHighSurrogate(word.charCodeAt(start + size - 1)) ? 1 : 0);
    const found = Array.from(graphemes.segment(word.slice(start, end)), ({ segment }) => segment);
    // The last one may continue after the window.
    if (end < word.length) found.pop();
    if (found.length === 0) {
      size *= 2;
      continue;
    }
    for (const character of found) {
      characters.push(character);
      start += character.length;
    }
    size = WINDOW;
  }
  return characters;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00;

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

/** Splits into characters (grapheme clusters), without white space. */
export const splitIntoCharacters: Tokenizer = (text) =>
  splitOnWhitespace(text).flatMap((word) => Array.from(graphemes.segment(word), ({ segment }) => segment));

/** Returns the tokens of a text in their order. No token is empty or contains white space. */
export type Tokenizer = (text: string) => string[];

export const STRIPPED = ['none', 'periods', 'punctuation'] as const;
export const SPLITS = ['whitespace', 'character', 'morpheme'] as const;
export const UNICODE_FORMS = ['NFC', 'NFKC', 'none'] as const;

export interface TokenizerOptions {
  readonly normalization: (typeof UNICODE_FORMS)[number];
  readonly lowercase: boolean;
  readonly strip: (typeof STRIPPED)[number];
  /** Splits the text after the other steps. */
  readonly split: Tokenizer;
}

const PATTERNS = {
  periods: /\./g,
  // The ASCII punctuation that Keras' TextVectorization strips.
  punctuation: /[!-/:-@[-`{-~]/g,
} as const;

/** Returns a tokenizer that normalizes a text, converts it to lower case, strips characters, and splits it, in this order. */
export function tokenizer({ normalization, lowercase, strip, split }: TokenizerOptions): Tokenizer {
  return (text) => {
    let rest = normalization === 'none' ? text : text.normalize(normalization);
    if (lowercase) rest = rest.toLowerCase();
    if (strip !== 'none') rest = rest.replace(PATTERNS[strip], '');
    return split(rest);
  };
}

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

/** The tokens of a text, in their order. None is empty, none has white space in it. */
export type Tokenizer = (text: string) => string[];

export const REMOVALS = ['nothing', 'full-stops', 'punctuation'] as const;
export const SPLITS = ['blanks', 'characters', 'morphemes'] as const;
export const UNICODE_FORMS = ['NFC', 'NFKC', 'none'] as const;

export interface TokenizerOptions {
  readonly form: (typeof UNICODE_FORMS)[number];
  readonly lowerCase: boolean;
  readonly remove: (typeof REMOVALS)[number];
  /** Splits what is left. */
  readonly split: Tokenizer;
}

const REMOVED = {
  'full-stops': /\./g,
  // What Keras' TextVectorization strips: all of ASCII's punctuation.
  punctuation: /[!-/:-@[-`{-~]/g,
} as const;

/** Brings a text into one form of Unicode, to lower case, takes characters out of it, and splits it: in this order. */
export function tokenizer({ form, lowerCase, remove, split }: TokenizerOptions): Tokenizer {
  return (text) => {
    let rest = form === 'none' ? text : text.normalize(form);
    if (lowerCase) rest = rest.toLowerCase();
    if (remove !== 'nothing') rest = rest.replace(REMOVED[remove], '');
    return split(rest);
  };
}

/** Splits on white space, also on that of other scripts than Latin. */
export const splitOnBlanks: Tokenizer = (text) => {
  const tokens = text.split(/\s+/);
  if (tokens[0] === '') tokens.shift();
  if (tokens.at(-1) === '') tokens.pop();
  return tokens;
};

/** What a reader takes for one character, for example a family of emoji. */
const characters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** One token a character; white space only separates. */
export const splitIntoCharacters: Tokenizer = (text) =>
  splitOnBlanks(text).flatMap((word) => Array.from(characters.segment(word), ({ segment }) => segment));

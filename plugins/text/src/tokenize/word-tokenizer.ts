import { type StandardizeOptions, standardize } from './tokenizer.js';

const ASCII = 128;
/** Values of `asciiMap`: white space, and a stripped character, which is no ASCII character. */
const SPACE = 0x20;
const STRIPPED = 255;
/** White space other than a single space: in most texts there is hardly any, so that replacing it is fast. */
const UNEVEN_SPACE = /\s\s+|[^\S ]/g;

/** Splits texts on white space. */
export class WordTokenizer {
  /** The replacement of each ASCII character, for the native code: a character, a space, or 255 to strip it. */
  readonly asciiMap: Uint8Array;

  constructor(private readonly options: StandardizeOptions) {
    this.asciiMap = Uint8Array.from({ length: ASCII }, (_, code) => {
      const character = String.fromCharCode(code);
      if (/\s/.test(character)) return SPACE;
      return this.tokenize(character).codePointAt(0) ?? STRIPPED;
    });
  }

  /** Returns the tokens of a text, separated by single spaces. */
  tokenize(text: string): string {
    return standardize(text, this.options).trim().replace(UNEVEN_SPACE, ' ');
  }
}

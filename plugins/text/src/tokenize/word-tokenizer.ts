import { CodeUnits } from './code-units.js';
import { splitOnWhitespace, type Tokenizer, type TokenizerOptions, tokenizer } from './tokenizer.js';

const ASCII = 128;
/** Stands for all white space. */
const BLANK = 0x20;
/** No character of ASCII. */
const NOTHING = 255;

/**
 * Does what `tokenizer` does with `splitOnWhitespace`, in one pass over the characters, three times as fast. Words that are not all
 * ASCII are left to that one: none of its rules reaches over a blank.
 */
export class WordTokenizer {
  private readonly thorough: Tokenizer;
  /** What becomes of each character of ASCII: another, a blank, or nothing, which is 255. */
  readonly asciiMap: Uint8Array;
  private readonly codeUnits = new CodeUnits();
  private written = Buffer.alloc(0);

  constructor(options: Omit<TokenizerOptions, 'split'>) {
    this.thorough = tokenizer({ ...options, split: splitOnWhitespace });
    this.asciiMap = Uint8Array.from({ length: ASCII }, (_, code) => {
      const character = String.fromCharCode(code);
      if (/\s/.test(character)) return BLANK;
      return this.thorough(character)[0]?.charCodeAt(0) ?? NOTHING;
    });
  }

  /** The tokens of a text, separated by single blanks. */
  tokenize(text: string): string {
    const { asciiMap } = this;
    const units = this.codeUnits.read(text, BLANK);
    if (this.written.length <= text.length) this.written = Buffer.alloc(2 * (text.length + 1));
    const { written } = this;
    let before = '';
    // Where the word begins that is read, and where it is written; and the end of what is written.
    let [begin, writtenBegin, end] = [0, 0, 0];
    for (let position = 0; position <= text.length; position += 1) {
      const unit = units[position];
      if (unit >= ASCII) {
        position = this.wordEnd(units, position);
        before += written.toString('latin1', 0, writtenBegin);
        for (const token of this.thorough(text.slice(begin, position))) before += `${token} `;
        begin = position + 1;
        writtenBegin = end = 0;
      } else if (asciiMap[unit] === BLANK) {
        if (end > writtenBegin) written[end++] = BLANK;
        begin = position + 1;
        writtenBegin = end;
      } else if (asciiMap[unit] !== NOTHING) {
        written[end++] = asciiMap[unit];
      }
    }
    // Each token has a blank behind it, also the last.
    return end > 0 ? before + written.toString('latin1', 0, end - 1) : before.slice(0, -1);
  }

  /** The first white space from a position on. There is some behind the text. */
  private wordEnd(units: Uint16Array, from: number): number {
    let position = from;
    while (units[position] >= ASCII || this.asciiMap[units[position]] !== BLANK) position += 1;
    return position;
  }
}

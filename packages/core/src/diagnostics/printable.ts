/**
 * What a terminal would obey, reorder or hide: control characters besides tab and line feed, marks of text direction, invisible
 * separators, and halves of surrogate pairs, which are no characters.
 */
const UNPRINTABLE = /[^\P{Cc}\t\n]|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}]/gu;

/**
 * Returns a text in which each unprintable character is written out, for example `\u001b`. JSON stays the same JSON: there such
 * characters are only in strings, and this is how strings spell them.
 */
export const printable = (text: string): string => text.replace(UNPRINTABLE, writtenOut);

/** Returns a text on one line: as `printable`, and tabs and line feeds are written out as `\t` and `\n`. */
export const printableLine = (text: string): string =>
  printable(text).replace(/[\t\n]/g, (character) => (character === '\t' ? '\\t' : '\\n'));

const writtenOut = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

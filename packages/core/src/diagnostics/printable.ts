/**
 * Characters that a terminal would interpret, reorder or hide: control characters except tab and line feed, text direction marks,
 * invisible separators, and lone surrogates.
 */
const UNPRINTABLE = /[^\P{Cc}\t\n]|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}]/gu;

/**
 * Returns a text with unprintable characters escaped, for example `\u001b`. The value of JSON text stays the same, since such
 * characters occur only in its strings, which use the same escapes.
 */
export const printable = (text: string): string => text.replace(UNPRINTABLE, writtenOut);

/** Returns a text on one line: like `printable`, with tabs and line feeds escaped as `\t` and `\n`. */
export const printableLine = (text: string): string =>
  printable(text).replace(/[\t\n]/g, (character) => (character === '\t' ? '\\t' : '\\n'));

const writtenOut = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

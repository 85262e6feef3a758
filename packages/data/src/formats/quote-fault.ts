import { quoteNotClosed, quoteWithinField, textAfterQuote } from './table-messages.js';
import type { RowOptions } from './table-rows.js';

/**
 * Finds the misplaced quote in the text of a table.
 * @param text Begins with the row.
 * @param line The line of the row.
 */
export function quoteFault(text: string, line: number, options: RowOptions): Error {
  const { delimiter, trim } = options;
  let at = 0;
  while (at < text.length) {
    const open = trim ? afterSpaces(text, at, delimiter) : at;
    if (text[open] !== '"') {
      at = endOfField(text, at, delimiter);
      if (text[at] === '"') return quoteWithinField(options, ...placeAt(text, at, line));
    } else {
      const close = closingQuote(text, open);
      if (close === undefined) return quoteNotClosed(options, ...placeAt(text, open, line));
      at = trim ? afterSpaces(text, close + 1, delimiter) : close + 1;
      if (at < text.length && text[at] !== delimiter && !isLineEnd(text[at]))
        return textAfterQuote(options, ...placeAt(text, open, line), text.slice(at, at + 20).split(/[\r\n]/)[0]);
    }
    at += 1;
  }
  return quoteNotClosed(options, ...placeAt(text, 0, line));
}

const isLineEnd = (character: string) => character === '\n' || character === '\r';

function afterSpaces(text: string, start: number, delimiter: string): number {
  let at = start;
  while (at < text.length && text[at] !== delimiter && !isLineEnd(text[at]) && text[at].trim() === '') at += 1;
  return at;
}

/** Returns the end of an unquoted field: a delimiter, a line break, or a quote. */
function endOfField(text: string, start: number, delimiter: string): number {
  let at = start;
  while (at < text.length && text[at] !== delimiter && !isLineEnd(text[at]) && text[at] !== '"') at += 1;
  return at;
}

function closingQuote(text: string, open: number): number | undefined {
  for (let quote = text.indexOf('"', open + 1); quote >= 0; quote = text.indexOf('"', quote + 2))
    if (text[quote + 1] !== '"') return quote;
  return undefined;
}

function placeAt(text: string, position: number, firstLine: number): readonly [line: number, column: number] {
  let [line, start] = [firstLine, 0];
  for (let at = 0; at < position; at += 1) {
    const end = text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n');
    if (!end) continue;
    line += 1;
    start = at + 1;
  }
  return [line, position - start + 1];
}

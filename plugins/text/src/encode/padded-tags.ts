import type { RowEncoding } from './row-encoding.js';

/** Returns the number of tokens of a text: all have a tag, followed by -1. */
export const taggedTokens = (tags: Int32Array): number => tags.findLastIndex((tag) => tag >= 0) + 1;

/**
 * Returns the tags of texts in the columns of their tokens, `[texts, width]`, -1 where a column has no token.
 * @param tags `[texts, longest]`
 */
export function paddedTags(tags: Int32Array, texts: number, { width, limit, columnsOf }: RowEncoding): Int32Array {
  const rows = new Int32Array(texts * width).fill(-1);
  const longest = tags.length / texts;
  for (let text = 0; text < texts; text += 1) {
    const own = tags.subarray(text * longest, (text + 1) * longest);
    const count = Math.min(taggedTokens(own), limit ?? Number.POSITIVE_INFINITY);
    const { first, column } = (columnsOf as NonNullable<RowEncoding['columnsOf']>)(count);
    rows.set(own.subarray(first, count), text * width + column);
  }
  return rows;
}

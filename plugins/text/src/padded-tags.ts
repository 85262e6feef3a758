import type { TextRows } from './numbered-texts.js';

/** Where a row has the tokens of a text. */
export interface RowPlace {
  /** The first of the tokens that it has. */
  readonly first: number;
  /** Its column. */
  readonly column: number;
}

/** How many tokens of a text are looked at: all have a tag, and -1 is behind them. */
export const taggedTokens = (tags: Int32Array): number => tags.findLastIndex((tag) => tag >= 0) + 1;

/**
 * The tags of texts in the columns that their tokens have, `[texts, width]`, -1 where there is no token.
 * @param tags `[texts, longest]`
 */
export function paddedTags(tags: Int32Array, texts: number, { width, limit, place }: TextRows): Int32Array {
  const rows = new Int32Array(texts * width).fill(-1);
  const longest = tags.length / texts;
  for (let text = 0; text < texts; text += 1) {
    const own = tags.subarray(text * longest, (text + 1) * longest);
    const count = Math.min(taggedTokens(own), limit ?? Number.POSITIVE_INFINITY);
    const { first, column } = (place as NonNullable<TextRows['place']>)(count);
    rows.set(own.subarray(first, count), text * width + column);
  }
  return rows;
}

import type { ExperimentError } from '@expgraph/sdk';
import { badRecord } from './messages.js';
import { tagCountDiffers, tokenWithoutTag } from './tag-messages.js';
import { type CheckedRecords, checkedRecords, type TextRecord, UNLABELED, type ValidRecords } from './text-record.js';

/** A text with a tag per token, and its name for people. */
export interface TaggedText {
  /** The tokens, separated by single spaces. */
  readonly text: string;
  /** One per token. */
  readonly tags: readonly string[];
  readonly name: string;
}

/**
 * Returns the valid texts of records: lists of tokens, or strings of tokens separated by spaces. White space inside a token becomes "_".
 * @throws ExperimentError at the first record without a tag for each token, unless invalid records are skipped
 */
export const taggedTexts = (
  records: readonly TextRecord[],
  { skipInvalid, unlabeled }: ValidRecords,
): CheckedRecords<TaggedText> =>
  checkedRecords<TaggedText>(records, (record) => taggedText(record, unlabeled), skipInvalid);

/** Returns the text of a record, or an error that says what is wrong. */
function taggedText({ text, label, place }: TextRecord, unlabeled: boolean): TaggedText | ExperimentError {
  const tokens = listOf(text);
  const tags = unlabeled ? tokens?.map(() => UNLABELED) : listOf(label);
  if (!tokens?.length || tokens.includes('')) return badRecord(place, 'text', tokens?.length ? '' : text, 'tokens');
  if (!tags) return badRecord(place, 'label', label, 'tokens');
  if (tags.length !== tokens.length) return tagCountDiffers(place, tokens.length, tags.length);
  const missing = tags.indexOf('');
  if (missing >= 0) return tokenWithoutTag(place, missing + 1, tokens[missing]);
  return { text: tokens.map((token) => token.replace(/\s+/g, '_')).join(' '), tags, name: place };
}

/** Returns strings and numbers as strings, other values as empty strings. */
function listOf(found: unknown): string[] | undefined {
  if (typeof found === 'string') return found.split(/\s+/).filter((word) => word !== '');
  if (!Array.isArray(found)) return undefined;
  return found.map((one: unknown) => (typeof one === 'number' || typeof one === 'string' ? String(one).trim() : ''));
}

import type { ExperimentError } from '@expgraph/sdk';
import { badRecord } from './messages.js';
import { otherNumberOfTags, tokenWithoutTag } from './tag-messages.js';
import { type CheckedRecords, checkedRecords, type TextRecord, UNLABELLED, type ValidRecords } from './text-record.js';

/** A text whose tokens have a tag each, and a name that a person recognises. */
export interface TaggedText {
  /** The tokens, separated by single blanks. */
  readonly text: string;
  /** One a token. */
  readonly tags: readonly string[];
  readonly name: string;
}

/**
 * What is right of the records: lists, or texts of what stands between blanks. White space within a token becomes "_".
 * @throws at the first that has not a tag for each token, unless such are skipped
 */
export const taggedTexts = (
  records: readonly TextRecord[],
  { skipInvalid, unlabelled }: ValidRecords,
): CheckedRecords<TaggedText> =>
  checkedRecords<TaggedText>(records, (record) => taggedText(record, unlabelled), skipInvalid);

/** The text of a record, or what is wrong with it. */
function taggedText({ text, label, place }: TextRecord, unlabelled: boolean): TaggedText | ExperimentError {
  const tokens = listOf(text);
  const tags = unlabelled ? tokens?.map(() => UNLABELLED) : listOf(label);
  if (!tokens?.length || tokens.includes('')) return badRecord(place, 'text', tokens?.length ? '' : text, 'tokens');
  if (!tags) return badRecord(place, 'label', label, 'tokens');
  if (tags.length !== tokens.length) return otherNumberOfTags(place, tokens.length, tags.length);
  const missing = tags.indexOf('');
  if (missing >= 0) return tokenWithoutTag(place, missing + 1, tokens[missing]);
  return { text: tokens.map((token) => token.replace(/\s+/g, '_')).join(' '), tags, name: place };
}

/** Names and numbers as texts, what is neither as an empty one. */
function listOf(found: unknown): string[] | undefined {
  if (typeof found === 'string') return found.split(/\s+/).filter((word) => word !== '');
  if (!Array.isArray(found)) return undefined;
  return found.map((one: unknown) => (typeof one === 'number' || typeof one === 'string' ? String(one).trim() : ''));
}

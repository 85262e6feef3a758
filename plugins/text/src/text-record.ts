import { badRecord } from './messages.js';
import type { LabelledText } from './text-dataset.js';

/** What a file has for one text, not yet looked at. */
export interface TextRecord {
  readonly text: unknown;
  readonly label: unknown;
  /** Where it stands, for people: `reviews.csv:12`. */
  readonly place: string;
}

/** The class of texts whose classes are not known. */
export const UNLABELLED = 'unknown';

export interface ValidRecords {
  /** Whether records that are not right are left out. */
  readonly skipInvalid: boolean;
  /** Whether labels are not looked at. */
  readonly unlabelled: boolean;
}

/** What is right of the records. @throws at the first that has no text or no label, unless such are skipped */
export function labelledTexts(
  records: readonly TextRecord[],
  { skipInvalid, unlabelled }: ValidRecords,
): LabelledText[] {
  const texts: LabelledText[] = [];
  for (const { text, label, place } of records) {
    const name = unlabelled ? UNLABELLED : nameOf(label);
    if (typeof text === 'string' && name !== undefined) texts.push({ text, label: name, name: place });
    else if (!skipInvalid)
      throw badRecord(place, typeof text === 'string' ? 'label' : 'text', typeof text === 'string' ? label : text);
  }
  return texts;
}

function nameOf(label: unknown): string | undefined {
  if (typeof label === 'number' || typeof label === 'boolean') return String(label);
  return typeof label === 'string' && label.trim() !== '' ? label.trim() : undefined;
}

import { badRecord, brokenRecord } from './messages.js';
import type { LabelledText } from './text-dataset.js';

/** What a file has for one text, not yet looked at. */
export interface TextRecord {
  readonly text: unknown;
  readonly label: unknown;
  /** Where it stands, for people: `reviews.csv:12`. */
  readonly place: string;
  /** Why text and label can not be told, where they can not: `it has 3 fields, the first line has 2`. */
  readonly fault?: string;
}

/** The records that are right, and what is wrong with the first that is not. */
export interface CheckedRecords {
  readonly texts: LabelledText[];
  readonly firstFault?: string;
}

/** Sorts out records that have no text or no label. @throws at the first of them, unless such are skipped */
export function labelledTexts(records: readonly TextRecord[], skipInvalid: boolean): CheckedRecords {
  const texts: LabelledText[] = [];
  let firstFault: string | undefined;
  for (const record of records) {
    const text = labelledText(record);
    if (text instanceof Error && !skipInvalid) throw text;
    if (text instanceof Error) firstFault ??= text.message;
    else texts.push(text);
  }
  return { texts, firstFault };
}

function labelledText({ text, label, place, fault }: TextRecord): LabelledText | Error {
  if (fault !== undefined) return brokenRecord(place, fault);
  if (typeof text !== 'string') return badRecord(place, 'text', text);
  const name = nameOf(label);
  return name === undefined ? badRecord(place, 'label', label) : { text, label: name, name: place };
}

function nameOf(label: unknown): string | undefined {
  if (typeof label === 'number' || typeof label === 'boolean') return String(label);
  return typeof label === 'string' && label.trim() !== '' ? label.trim() : undefined;
}

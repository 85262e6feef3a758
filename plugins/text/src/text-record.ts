import { isExact } from '@expgraph/data/formats';
import { badRecord, brokenRecord, inexactLabel } from './messages.js';
import type { LabelledText } from './text-dataset.js';

/** What a file has for one text, not yet looked at. */
export interface TextRecord {
  readonly text: unknown;
  readonly label: unknown;
  /** Where it stands, for people: `reviews.csv:12`. */
  readonly place: string;
  /** The same for errors, where that takes long to find: `reviews.json:12:3`. */
  readonly where?: () => string;
  /** Why text and label cannot be told apart: a sentence with the place. */
  readonly fault?: string;
}

/** The class of texts whose classes are not known. */
export const UNLABELLED = 'unknown';

export interface ValidRecords {
  /** Whether records that are not right are left out. */
  readonly skipInvalid: boolean;
  /** Whether labels are not looked at. */
  readonly unlabelled: boolean;
}

/** The records that are right, and what is wrong with the first that is not. */
export interface CheckedRecords<Text> {
  readonly texts: Text[];
  readonly firstFault?: string;
}

/** Sorts out records of which nothing can be made. @throws at the first of them, unless such are skipped */
export function checkedRecords<Text extends object>(
  records: readonly TextRecord[],
  textOf: (record: TextRecord) => Text | Error,
  skipInvalid: boolean,
): CheckedRecords<Text> {
  const texts: Text[] = [];
  let firstFault: string | undefined;
  for (const record of records) {
    const text = checked(record, textOf);
    if (!(text instanceof Error)) texts.push(text);
    else if (!skipInvalid || firstFault === undefined) {
      const error = checked({ ...record, place: record.where?.() ?? record.place }, textOf) as Error;
      if (!skipInvalid) throw error;
      firstFault = error.message;
    }
  }
  return { texts, firstFault };
}

const checked = <Text extends object>(
  record: TextRecord,
  textOf: (record: TextRecord) => Text | Error,
): Text | Error => (record.fault === undefined ? textOf(record) : brokenRecord(record.fault));

/** The same of texts that have a label each. @throws at the first that has no text or no label, unless such are skipped */
export const labelledTexts = (
  records: readonly TextRecord[],
  { skipInvalid, unlabelled }: ValidRecords,
): CheckedRecords<LabelledText> =>
  checkedRecords<LabelledText>(
    records,
    ({ text, label, place }) => {
      if (typeof text !== 'string') return badRecord(place, 'text', text);
      if (!unlabelled && !isExact(label)) return inexactLabel(place, label);
      const name = unlabelled ? UNLABELLED : nameOf(label);
      return name === undefined ? badRecord(place, 'label', label) : { text, label: name, name: place };
    },
    skipInvalid,
  );

function nameOf(label: unknown): string | undefined {
  if (typeof label === 'number' || typeof label === 'boolean') return String(label);
  return typeof label === 'string' && label.trim() !== '' ? label.trim() : undefined;
}

import { isExact } from '@expgraph/data/formats';
import { badRecord, brokenRecord, inexactLabel } from './messages.js';
import type { LabeledText } from './text-dataset.js';

/** An unchecked record of a file. */
export interface TextRecord {
  readonly text: unknown;
  readonly label: unknown;
  /** Place for messages: `reviews.csv:12`. */
  readonly place: string;
  /** A more precise place for errors, if it is slow to compute: `reviews.json:12:3`. */
  readonly where?: () => string;
  /** Why the text and label are ambiguous: a sentence that begins with the place. */
  readonly fault?: string;
}

/** Class of texts without labels. */
export const UNLABELED = 'unknown';

export interface ValidRecords {
  /** Whether to skip invalid records. */
  readonly skipInvalid: boolean;
  /** Whether to ignore labels. */
  readonly unlabeled: boolean;
}

/** The valid records, and the message for the first invalid one. */
export interface CheckedRecords<Text> {
  readonly texts: Text[];
  readonly firstFault?: string;
}

/** Separates valid records from invalid ones. @throws ExperimentError at the first invalid record, unless they are skipped */
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

/** Returns valid texts with one label each. @throws ExperimentError at the first record without text or label, unless they are skipped */
export const labeledTexts = (
  records: readonly TextRecord[],
  { skipInvalid, unlabeled }: ValidRecords,
): CheckedRecords<LabeledText> =>
  checkedRecords<LabeledText>(
    records,
    ({ text, label, place }) => {
      if (typeof text !== 'string') return badRecord(place, 'text', text);
      if (!unlabeled && !isExact(label)) return inexactLabel(place, label);
      const name = unlabeled ? UNLABELED : nameOf(label);
      return name === undefined ? badRecord(place, 'label', label) : { text, label: name, name: place };
    },
    skipInvalid,
  );

function nameOf(label: unknown): string | undefined {
  if (typeof label === 'number' || typeof label === 'boolean') return String(label);
  return typeof label === 'string' && label.trim() !== '' ? label.trim() : undefined;
}

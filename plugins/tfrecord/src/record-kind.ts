export const RECORDS = ['example', 'sequence-example'] as const;

/** What each record of a file is. */
export type RecordKind = (typeof RECORDS)[number];

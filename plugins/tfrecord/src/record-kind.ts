export const RECORDS = ['example', 'sequence-example'] as const;

/** Type of the records of a file. */
export type RecordKind = (typeof RECORDS)[number];

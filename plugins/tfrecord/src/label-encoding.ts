/** What the labels of records may be; with `shares`, the labels of a data set are classes, and soft. */
export const LABEL_ENCODINGS = ['class', 'classes', 'number', 'shares'] as const;

export type LabelEncoding = (typeof LABEL_ENCODINGS)[number];

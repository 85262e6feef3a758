/** Encodings of the labels of records; `soft` labels become class labels with a soft label per class. */
export const LABEL_ENCODINGS = ['class', 'classes', 'number', 'soft'] as const;

export type LabelEncoding = (typeof LABEL_ENCODINGS)[number];

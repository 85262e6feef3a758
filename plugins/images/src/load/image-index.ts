import type { Notice } from '@expgraph/data/wording';

/** An image and its labels, before it is read. */
export interface LabeledImage {
  /** Relative to the source, with "/". */
  readonly path: string;
  /** One label; any number with `multiLabel`. */
  readonly labels: readonly string[];
  /** Sample weight in the loss; default 1. */
  readonly weight?: number;
  /** Values of the kept columns of the list, by column. */
  readonly columns?: Readonly<Record<string, string>>;
}

export interface IndexedImage extends LabeledImage {
  /** SHA-256 of the stored bytes, in hexadecimal. */
  readonly sha256: string;
  /** In pixels, after the EXIF orientation is applied. */
  readonly height: number;
  readonly width: number;
}

/** The chosen images, and notices about those that were left out. */
export interface Selection<Image extends LabeledImage = LabeledImage> {
  readonly images: readonly Image[];
  readonly notices: readonly Notice[];
  /** Log line about the skipped files of the source, by reason. */
  readonly skipped?: string;
  /** Order of the classes: by code units (default), or as numbers. */
  readonly classOrder?: 'text' | 'number';
}

/** An image that cannot be read. */
export interface BadImage {
  readonly path: string;
  readonly reason: string;
}

/** The images after they have been read once. Stored, so that the next run does not need to read them all. */
export interface ImageIndex extends Selection<IndexedImage> {
  /** Images that were left out. */
  readonly bad: readonly BadImage[];
}

const FORMAT = 2;

export const encodeIndex = (index: ImageIndex): Buffer => Buffer.from(JSON.stringify({ format: FORMAT, ...index }));

/** Decodes an index. Returns undefined if it has another format version. */
export function decodeIndex(bytes: Buffer): ImageIndex | undefined {
  const { format, ...index } = JSON.parse(bytes.toString()) as ImageIndex & { format: number };
  return format === FORMAT ? index : undefined;
}

/** Returns the number of images of each class, by name, sorted. */
export function countClasses({ images, classOrder }: Pick<Selection, 'images' | 'classOrder'>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { labels } of images) for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const isNumeric = classOrder === 'number' && [...counts.keys()].every((name) => /^-?\d+$/.test(name));
  return new Map([...counts].sort(([a], [b]) => (isNumeric ? Number(a) - Number(b) : a < b ? -1 : 1)));
}

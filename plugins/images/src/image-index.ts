/** An image and its class, before it is read. */
export interface LabelledImage {
  /** Relative to the folder of the source, with "/". */
  readonly path: string;
  /** One; any number where images may have several classes. */
  readonly labels: readonly string[];
  /** How much the image counts in the loss; 1 where it is left out. */
  readonly weight?: number;
  /** What a list says of it besides, by column. */
  readonly columns?: Readonly<Record<string, string>>;
}

export interface IndexedImage extends LabelledImage {
  /** Of the file. */
  readonly sha256: string;
  /** Of the image as it is seen, in pixels. */
  readonly height: number;
  readonly width: number;
}

/** A sentence about what was left out. */
export interface Notice {
  readonly level: 'info' | 'warn';
  readonly message: string;
}

/** Images that were chosen, and what was left out. */
export interface Selection<Image extends LabelledImage = LabelledImage> {
  readonly images: readonly Image[];
  readonly notices: readonly Notice[];
  /** The files of the source that are not used, how many and why. */
  readonly skipped?: string;
  /** How the classes are sorted: by the numbers that they are, or by code units, as folders. */
  readonly classOrder?: 'text' | 'number';
}

/** An image that can not be read. */
export interface BadImage {
  readonly path: string;
  readonly reason: string;
}

/** What is known of the images once they have been read: kept, so that they are not read again to know it. */
export interface ImageIndex extends Selection<IndexedImage> {
  /** Left out. */
  readonly bad: readonly BadImage[];
}

const FORMAT = 2;

export const encodeIndex = (index: ImageIndex): Buffer => Buffer.from(JSON.stringify({ format: FORMAT, ...index }));

/** Undefined when the bytes are of another version. */
export function decodeIndex(bytes: Buffer): ImageIndex | undefined {
  const { format, ...index } = JSON.parse(bytes.toString()) as ImageIndex & { format: number };
  return format === FORMAT ? index : undefined;
}

/** The names of the classes, sorted, with how many images each has. */
export function countClasses({ images, classOrder }: Pick<Selection, 'images' | 'classOrder'>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { labels } of images) for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const isNumeric = classOrder === 'number' && [...counts.keys()].every((name) => /^-?\d+$/.test(name));
  return new Map([...counts].sort(([a], [b]) => (isNumeric ? Number(a) - Number(b) : a < b ? -1 : 1)));
}

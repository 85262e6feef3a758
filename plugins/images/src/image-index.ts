/** An image and its class, before it is read. */
export interface LabelledImage {
  /** Relative to the folder of the source, with "/". */
  readonly path: string;
  readonly label: string;
  /** How much the image counts in the loss; 1 where it is left out. */
  readonly weight?: number;
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
}

/** What is known of the images once they have been read: kept, so that they are not read again to know it. */
export type ImageIndex = Selection<IndexedImage>;

const FORMAT = 1;

export const encodeIndex = (index: ImageIndex): Buffer => Buffer.from(JSON.stringify({ format: FORMAT, ...index }));

/** Undefined when the bytes are of another version. */
export function decodeIndex(bytes: Buffer): ImageIndex | undefined {
  const { format, ...index } = JSON.parse(bytes.toString()) as ImageIndex & { format: number };
  return format === FORMAT ? index : undefined;
}

/** The names of the classes, sorted by code units, with how many images each has. */
export function countClasses(images: readonly LabelledImage[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of images) counts.set(label, (counts.get(label) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

import type { Selection } from '../image-index.js';
import type { ImageSource, StoredImage } from '../image-source.js';
import { arrayLabels } from './array-labels.js';
import type { ArrayPixels } from './array-pixels.js';
import type { ArrayPair } from './find-arrays.js';
import { arrayCounts, arrayWithoutLabels } from './messages.js';

/** Images in arrays, each named after its part and its place there: `train/17`. */
export class ArrayImages implements ImageSource {
  private reading?: Promise<readonly ArrayPair[]>;

  /** `readPairs` reads the arrays, once, when they are first needed. */
  constructor(private readonly readPairs: () => Promise<readonly ArrayPair[]>) {}

  async read(path: string): Promise<StoredImage> {
    const [part, index] = path.split(/\/(?=\d+$)/);
    const images = (await this.pairs()).find((pair) => pair.part === part)?.images;
    if (!images || Number(index) >= images.count) throw new Error('the arrays have no such image');
    const { pixels, height, width, channels } = images;
    const length = height * width * channels;
    const bytes = pixels.subarray(Number(index) * length, (Number(index) + 1) * length);
    return { bytes, raw: { height, width, channels } };
  }

  /** All images with their labels; without labels, all have the label that `unlabelled` gives. */
  async select(unlabelled?: string): Promise<Selection> {
    const images = (await this.pairs()).flatMap(({ part, images, labels }) =>
      labelsOf(images, labels, unlabelled).map((found, index) => ({ path: `${part}/${index}`, labels: found })),
    );
    return { images, notices: [], classOrder: 'number' };
  }

  private pairs(): Promise<readonly ArrayPair[]> {
    this.reading ??= this.readPairs();
    return this.reading;
  }
}

function labelsOf({ name, count }: ArrayPixels, labels: ArrayPair['labels'], unlabelled?: string): string[][] {
  if (unlabelled !== undefined) return Array.from({ length: count }, () => [unlabelled]);
  if (!labels) throw arrayWithoutLabels(name);
  // Before they are made: there may be far more of them than images.
  if (labels.shape[0] !== count) throw arrayCounts(name, count, labels.name, labels.shape[0] ?? 0);
  const found = arrayLabels(labels);
  return found;
}

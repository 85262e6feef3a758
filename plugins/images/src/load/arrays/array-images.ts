import type { ImageSource, StoredImage } from '../../decode/image-source.js';
import type { Selection } from '../image-index.js';
import { arrayLabels } from './array-labels.js';
import type { ArrayPixels } from './array-pixels.js';
import type { ArrayPair } from './find-arrays.js';
import { arrayCounts, arrayWithoutLabels } from './messages.js';

/** Images in arrays. An image is named after its part and index: `train/17`. */
export class ArrayImages implements ImageSource {
  private reading?: Promise<readonly ArrayPair[]>;

  /** `readPairs` reads the arrays; it is called once, at the first use. */
  constructor(private readonly readPairs: () => Promise<readonly ArrayPair[]>) {}

  async read(path: string): Promise<StoredImage> {
    const [part, index] = path.split(/\/(?=\d+$)/);
    const images = (await this.pairs()).find((pair) => pair.part === part)?.images;
    if (!images || Number(index) >= images.count) throw new Error('it is not in the arrays');
    const { pixels, height, width, channels } = images;
    const length = height * width * channels;
    const bytes = pixels.subarray(Number(index) * length, (Number(index) + 1) * length);
    return { bytes, raw: { height, width, channels } };
  }

  /** Returns all images with their labels, or with the label `unlabeled` if it is given. */
  async select(unlabeled?: string): Promise<Selection> {
    const images = (await this.pairs()).flatMap(({ part, images, labels }) =>
      labelsOf(images, labels, unlabeled).map((found, index) => ({ path: `${part}/${index}`, labels: found })),
    );
    return { images, notices: [], classOrder: 'number' };
  }

  private pairs(): Promise<readonly ArrayPair[]> {
    this.reading ??= this.readPairs();
    return this.reading;
  }
}

function labelsOf({ name, count }: ArrayPixels, labels: ArrayPair['labels'], unlabeled?: string): string[][] {
  if (unlabeled !== undefined) return Array.from({ length: count }, () => [unlabeled]);
  if (!labels) throw arrayWithoutLabels(name);
  // Checked before the labels are converted: there may be far more labels than images.
  if (labels.shape[0] !== count) throw arrayCounts(name, count, labels.name, labels.shape[0] ?? 0);
  return arrayLabels(labels);
}

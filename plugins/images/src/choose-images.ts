import type { Random } from '@expgraph/sdk';
import { apportion } from './apportion.js';
import { countClasses, type LabelledImage, type Notice, type Selection } from './image-index.js';
import { maxBelowClasses, oneClass } from './messages.js';

export interface ChooseOptions {
  readonly minImagesPerClass: number;
  readonly maxImages?: number;
  /** The images are of no known class: then one is enough. */
  readonly unlabelled?: boolean;
}

/**
 * Leaves out classes that are too small, then, if there are more than `maxImages`, draws as many at random, from each class
 * its share. Keeps the order.
 */
export function chooseImages<Image extends LabelledImage>(
  images: readonly Image[],
  { minImagesPerClass, maxImages, unlabelled }: ChooseOptions,
  random: Random,
): Selection<Image> {
  const counts = countClasses(images);
  const small = [...counts].filter(([, count]) => count < minImagesPerClass);
  for (const [label] of small) counts.delete(label);
  if (counts.size < 2 && !unlabelled) throw oneClass([...counts.keys()], small, minImagesPerClass);
  if (maxImages !== undefined && maxImages < counts.size) throw maxBelowClasses(maxImages, counts.size);
  const notices: Notice[] = [];
  if (small.length > 0) {
    const list = small.map(([label, count]) => `${label} (${count})`).join(', ');
    notices.push({
      level: 'info',
      message: `Classes of fewer than ${minImagesPerClass} images are left out: ${list}.`,
    });
  }
  const large = images.filter(({ label }) => counts.has(label));
  if (maxImages === undefined || large.length <= maxImages) return { images: large, notices };
  notices.push({ level: 'info', message: `${maxImages} of ${large.length} images are used, as maxImages says.` });
  return { images: drawShares(large, [...counts], maxImages, random), notices };
}

function drawShares<Image extends LabelledImage>(
  images: readonly Image[],
  counts: readonly (readonly [string, number])[],
  maxImages: number,
  random: Random,
): Image[] {
  const shares = counts.map(([, count]) => count / images.length);
  const chosen = new Set<Image>();
  for (const [index, amount] of apportion(maxImages, shares).entries()) {
    const [label, count] = counts[index];
    const members = images.filter((image) => image.label === label);
    for (const member of random.stream('max-images', label).permutation(count).subarray(0, amount)) {
      chosen.add(members[member]);
    }
  }
  return images.filter((image) => chosen.has(image));
}

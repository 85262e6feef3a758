import { apportion } from '@expgraph/data/dataset';
import { type Notice, plural } from '@expgraph/data/wording';
import type { Random } from '@expgraph/sdk';
import { maxBelowClasses, oneClass } from './class-messages.js';
import { countClasses, type LabeledImage, type Selection } from './image-index.js';

export interface ChooseOptions {
  readonly minImagesPerClass: number;
  readonly maxImages?: number;
  /** Whether the images have no labels. One class is then enough. */
  readonly unlabeled?: boolean;
  /** Whether an image may have any number of classes. It is then kept even if all its classes are skipped. */
  readonly multiLabel?: boolean;
}

/**
 * Skips classes with fewer than `minImagesPerClass` images, then draws at most `maxImages` images at random, from each class in
 * proportion to its size. Keeps the order.
 */
export function chooseImages<Image extends LabeledImage>(
  selection: Selection<Image>,
  { minImagesPerClass, maxImages, unlabeled, multiLabel = false }: ChooseOptions,
  random: Random,
): Selection<Image> {
  const counts = countClasses(selection);
  const small = [...counts].filter(([, count]) => count < minImagesPerClass);
  for (const [label] of small) counts.delete(label);
  if (counts.size < 2 && !unlabeled) throw oneClass([...counts.keys()], small, minImagesPerClass);
  if (maxImages !== undefined && maxImages < counts.size) throw maxBelowClasses(maxImages, counts.size);
  const notices: Notice[] = [...selection.notices];
  if (small.length > 0) {
    const list = small.map(([label, count]) => `${label} (${count})`).join(', ');
    notices.push({
      level: 'info',
      message: `Skipped classes with fewer than ${plural(minImagesPerClass, 'image')}: ${list}.`,
    });
  }
  const large = selection.images
    .map((image) => ({ ...image, labels: image.labels.filter((label) => counts.has(label)) }))
    .filter(({ labels }) => multiLabel || labels.length > 0);
  if (maxImages === undefined || large.length <= maxImages) return { ...selection, images: large, notices };
  notices.push({ level: 'info', message: `Using ${maxImages} of ${plural(large.length, 'image')} (maxImages).` });
  const chosen = multiLabel
    ? drawFromAll(large, maxImages, random)
    : drawFromClasses(large, [...counts], maxImages, random);
  return { ...selection, images: large.filter((image) => chosen.has(image)), notices };
}

function drawFromClasses<Image extends LabeledImage>(
  images: readonly Image[],
  counts: readonly (readonly [string, number])[],
  maxImages: number,
  random: Random,
): Set<Image> {
  const fractions = counts.map(([, count]) => count / images.length);
  const chosen = new Set<Image>();
  for (const [index, amount] of apportion(maxImages, fractions).entries()) {
    const [label, count] = counts[index];
    const members = images.filter(({ labels }) => labels[0] === label);
    for (const member of random.stream('max-images', label).permutation(count).subarray(0, amount)) {
      chosen.add(members[member]);
    }
  }
  return chosen;
}

/** Draws from all images: with several labels per image, the classes overlap. */
function drawFromAll<Image>(images: readonly Image[], maxImages: number, random: Random): Set<Image> {
  const order = random.stream('max-images').permutation(images.length).subarray(0, maxImages);
  return new Set(Array.from(order, (index) => images[index]));
}

import { apportion } from '@expgraph/data/dataset';
import type { Random } from '@expgraph/sdk';
import { maxBelowClasses, oneClass } from './class-messages.js';
import { countClasses, type LabelledImage, type Notice, type Selection } from './image-index.js';

export interface ChooseOptions {
  readonly minImagesPerClass: number;
  readonly maxImages?: number;
  /** The images are of no known class: then one is enough. */
  readonly unlabelled?: boolean;
  /** Whether an image may have any number of classes: then it stays without those that are left out. */
  readonly multiLabel?: boolean;
}

/**
 * Leaves out classes that are too small, then, if there are more than `maxImages`, draws as many at random, from each class
 * its share. Keeps the order.
 */
export function chooseImages<Image extends LabelledImage>(
  selection: Selection<Image>,
  { minImagesPerClass, maxImages, unlabelled, multiLabel = false }: ChooseOptions,
  random: Random,
): Selection<Image> {
  const counts = countClasses(selection);
  const small = [...counts].filter(([, count]) => count < minImagesPerClass);
  for (const [label] of small) counts.delete(label);
  if (counts.size < 2 && !unlabelled) throw oneClass([...counts.keys()], small, minImagesPerClass);
  if (maxImages !== undefined && maxImages < counts.size) throw maxBelowClasses(maxImages, counts.size);
  const notices: Notice[] = [...selection.notices];
  if (small.length > 0) {
    const list = small.map(([label, count]) => `${label} (${count})`).join(', ');
    notices.push({
      level: 'info',
      message: `Classes of fewer than ${minImagesPerClass} images are left out: ${list}.`,
    });
  }
  const large = selection.images
    .map((image) => ({ ...image, labels: image.labels.filter((label) => counts.has(label)) }))
    .filter(({ labels }) => multiLabel || labels.length > 0);
  if (maxImages === undefined || large.length <= maxImages) return { ...selection, images: large, notices };
  notices.push({ level: 'info', message: `${maxImages} of ${large.length} images are used, as maxImages says.` });
  const chosen = multiLabel ? drawSome(large, maxImages, random) : drawShares(large, [...counts], maxImages, random);
  return { ...selection, images: large.filter((image) => chosen.has(image)), notices };
}

function drawShares<Image extends LabelledImage>(
  images: readonly Image[],
  counts: readonly (readonly [string, number])[],
  maxImages: number,
  random: Random,
): Set<Image> {
  const shares = counts.map(([, count]) => count / images.length);
  const chosen = new Set<Image>();
  for (const [index, amount] of apportion(maxImages, shares).entries()) {
    const [label, count] = counts[index];
    const members = images.filter(({ labels }) => labels[0] === label);
    for (const member of random.stream('max-images', label).permutation(count).subarray(0, amount)) {
      chosen.add(members[member]);
    }
  }
  return chosen;
}

/** Images of several classes have no share of one: they are drawn from all. */
function drawSome<Image>(images: readonly Image[], maxImages: number, random: Random): Set<Image> {
  const order = random.stream('max-images').permutation(images.length).subarray(0, maxImages);
  return new Set(Array.from(order, (index) => images[index]));
}

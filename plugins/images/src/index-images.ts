import type { Progress, Random } from '@expgraph/sdk';
import { type ChooseOptions, chooseImages } from './choose-images.js';
import { oneClass } from './class-messages.js';
import { OTHER_FORMAT } from './decode-image.js';
import type { DecodedImages } from './decoded-images.js';
import { dropDuplicates } from './drop-duplicates.js';
import { ImageFault } from './image-fault.js';
import {
  type BadImage,
  countClasses,
  type ImageIndex,
  type IndexedImage,
  type Notice,
  type Selection,
} from './image-index.js';
import { IN_FLIGHT, parallelMap } from './parallel-map.js';
import { badImages, tooManyBadImages } from './source-messages.js';

export interface IndexOptions extends ChooseOptions {
  readonly source: string;
  readonly duplicates: 'keep' | 'drop';
  readonly onCorrupt: 'fail' | 'skip';
  /** The share of the images that may be left out because they can not be read. */
  readonly maxCorrupt: number;
}

interface Services {
  readonly progress: Progress;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/**
 * Chooses the images that are used, and reads and decodes each of them once: what is damaged is found now, not after hours
 * of training. What is decoded stays in `decoded`.
 */
export async function indexImages(
  selection: Selection,
  decoded: DecodedImages,
  options: IndexOptions,
  services: Services,
): Promise<ImageIndex> {
  const distinct = options.duplicates === 'drop' ? await withoutCopies(selection, decoded, services) : selection;
  const chosen = chooseImages(distinct, options, services.random);
  const { good, bad } = await inspected(chosen.images, decoded, services);
  if (bad.length > 0 && options.onCorrupt === 'fail') throw badImages(options.source, bad);
  if (bad.length > options.maxCorrupt * chosen.images.length)
    throw tooManyBadImages(options.source, bad, chosen.images.length, options.maxCorrupt);
  const skipped = bad.length > 0 ? [skippedNotice(bad)] : [];
  const index = { ...chosen, images: good, notices: [...chosen.notices, ...skipped], bad };
  const classes = [...countClasses(index).keys()];
  if (classes.length < 2 && !options.unlabelled) throw oneClass(classes, [], options.minImagesPerClass);
  return index;
}

async function withoutCopies(selection: Selection, decoded: DecodedImages, services: Services): Promise<Selection> {
  const { images, notices } = dropDuplicates(await hashed(selection.images, decoded, services));
  return { ...selection, images, notices: [...selection.notices, ...notices] };
}

async function hashed(images: Selection['images'], decoded: DecodedImages, { progress, signal }: Services) {
  const task = progress.start({ label: 'looking for copies', total: images.length, unit: 'images' });
  const result = await parallelMap(images, IN_FLIGHT, async (image) => {
    signal.throwIfAborted();
    const sha256 = await decoded.digest(image.path);
    task.advance();
    return { ...image, sha256 };
  });
  task.end();
  return result;
}

async function inspected(images: Selection['images'], decoded: DecodedImages, { progress, signal }: Services) {
  const bad: BadImage[] = [];
  decoded.expect(images.length);
  const task = progress.start({ label: 'reading images', total: images.length, unit: 'images' });
  const found = await parallelMap(images, IN_FLIGHT, async (image) => {
    signal.throwIfAborted();
    const result = await decoded.inspect(image).catch((error: Error) => {
      bad.push({ path: image.path, reason: reasonOf(error) });
    });
    task.advance();
    return result;
  });
  task.end();
  const good = found.filter((image): image is IndexedImage => image !== undefined);
  return { good, bad: bad.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function skippedNotice(bad: readonly BadImage[]): Notice {
  const [{ path, reason }] = bad;
  const count = bad.length === 1 ? 'One image' : `${bad.length} images`;
  const are = bad.length === 1 ? 'is' : 'are';
  return { level: 'warn', message: `${count} can not be read and ${are} left out, for example "${path}": ${reason}.` };
}

/** What is wrong with an image. The decoder's own words differ with what else it decodes at the time. */
function reasonOf(error: Error): string {
  if (error instanceof ImageFault) return error.message;
  return /unsupported image format/.test(error.message) ? OTHER_FORMAT : 'it is cut short or damaged';
}

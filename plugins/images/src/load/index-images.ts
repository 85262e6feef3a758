import { IN_FLIGHT, parallelMap } from '@expgraph/data/files';
import { type Notice, plural } from '@expgraph/data/wording';
import type { Progress, Random } from '@expgraph/sdk';
import { OTHER_FORMAT } from '../decode/decode-image.js';
import { ImageFault } from '../decode/image-fault.js';
import { type ChooseOptions, chooseImages } from './choose-images.js';
import { oneClass } from './class-messages.js';
import type { DecodedImages } from './decoded-images.js';
import { dropDuplicates } from './drop-duplicates.js';
import { type BadImage, countClasses, type ImageIndex, type IndexedImage, type Selection } from './image-index.js';
import { badImages, tooManyBadImages } from './source-messages.js';

export interface IndexOptions extends ChooseOptions {
  readonly source: string;
  readonly duplicates: 'keep' | 'drop';
  readonly onCorrupt: 'fail' | 'skip';
  /** Largest fraction of the images that may be left out because they cannot be read. */
  readonly maxCorrupt: number;
}

interface Services {
  readonly progress: Progress;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/**
 * Chooses the images to use, and reads and decodes each of them once, so that damaged images are found now and not after hours of
 * training. Decoded pixels are cached in `decoded`.
 */
export async function indexImages(
  selection: Selection,
  decoded: DecodedImages,
  options: IndexOptions,
  services: Services,
): Promise<ImageIndex> {
  const distinct = options.duplicates === 'drop' ? await withoutDuplicates(selection, decoded, services) : selection;
  const chosen = chooseImages(distinct, options, services.random);
  const { good, bad } = await inspected(chosen.images, decoded, services);
  if (bad.length > 0 && options.onCorrupt === 'fail') throw badImages(options.source, bad);
  if (bad.length > options.maxCorrupt * chosen.images.length)
    throw tooManyBadImages(options.source, bad, chosen.images.length, options.maxCorrupt);
  const skipped = bad.length > 0 ? [skippedNotice(bad)] : [];
  const index = { ...chosen, images: good, notices: [...chosen.notices, ...skipped], bad };
  const classes = [...countClasses(index).keys()];
  if (classes.length < 2 && !options.unlabeled) throw oneClass(classes, [], options.minImagesPerClass);
  return index;
}

async function withoutDuplicates(selection: Selection, decoded: DecodedImages, services: Services): Promise<Selection> {
  const { images, notices } = dropDuplicates(await hashed(selection.images, decoded, services));
  return { ...selection, images, notices: [...selection.notices, ...notices] };
}

async function hashed(images: Selection['images'], decoded: DecodedImages, { progress, signal }: Services) {
  const task = progress.start({ label: 'finding duplicates', total: images.length, unit: 'images' });
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
  decoded.reserve(images.length);
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
  const message = `Skipped ${plural(bad.length, 'image')} that cannot be read, for example "${path}": ${reason}.`;
  return { level: 'warn', message };
}

/** Returns why an image cannot be read. The decoder's own messages depend on the other images that it decodes at the time. */
function reasonOf(error: Error): string {
  if (error instanceof ImageFault) return error.message;
  return /unsupported image format/.test(error.message) ? OTHER_FORMAT : 'it is truncated or damaged';
}

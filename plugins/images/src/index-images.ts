import type { Progress, Random } from '@expgraph/sdk';
import { type ChooseOptions, chooseImages } from './choose-images.js';
import { type DecodedImages, IN_FLIGHT } from './decoded-images.js';
import { dropDuplicates } from './drop-duplicates.js';
import { countClasses, type ImageIndex, type IndexedImage, type Notice, type Selection } from './image-index.js';
import { type BadImage, badImages, oneClass } from './messages.js';
import { parallelMap } from './parallel-map.js';

export interface IndexOptions extends ChooseOptions {
  readonly source: string;
  readonly duplicates: 'keep' | 'drop';
  readonly onCorrupt: 'fail' | 'skip';
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
  { images, notices }: Selection,
  decoded: DecodedImages,
  options: IndexOptions,
  services: Services,
): Promise<ImageIndex> {
  const distinct =
    options.duplicates === 'drop' ? dropDuplicates(await hashed(images, decoded, services)) : { images, notices: [] };
  const chosen = chooseImages(distinct.images, options, services.random);
  const { good, bad } = await inspected(chosen.images, decoded, services);
  if (bad.length > 0 && options.onCorrupt === 'fail') throw badImages(options.source, bad);
  const classes = [...countClasses(good).keys()];
  if (classes.length < 2 && !options.unlabelled) throw oneClass(classes, [], options.minImagesPerClass);
  const skipped = bad.length > 0 ? [skippedNotice(bad)] : [];
  return { images: good, notices: [...notices, ...distinct.notices, ...chosen.notices, ...skipped] };
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
function reasonOf({ message }: Error): string {
  if (/^the file is empty/.test(message)) return message;
  return /unsupported image format/.test(message) ? 'it is neither a JPEG nor a PNG' : 'it is cut short or damaged';
}

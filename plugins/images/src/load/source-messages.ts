import { type SkippedEntry, skippedLine } from '@expgraph/data/files';
import { at, plural, some } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';
import type { BadImage } from './image-index.js';

export const notAFolder = (source: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_NOT_A_FOLDER', `"${source}" is a file, expected a folder of images.`, {
    at: at('source'),
    notes: ['Set source to the folder of the images, an archive of one (.tgz, .zip), or an idx or .npz file.'],
  });

export const emptyFolder = (source: string, skipped: readonly SkippedEntry[]) =>
  new ExperimentError('EXPGRAPH_IMAGES_EMPTY', `"${source}" contains no images.`, {
    at: at('source'),
    notes: [
      skipped.length > 0
        ? `expgraph ${skippedLine(skipped)}, for example ${some(skipped.map(({ path }) => path))}.`
        : 'The folder contains no files.',
      'Set source to a folder with JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF files, at any depth, or with idx or .npz files.',
    ],
  });

const listOf = (bad: readonly BadImage[]) => [
  ...bad.slice(0, 5).map(({ path, reason }) => `"${path}": ${reason}`),
  ...(bad.length > 5 ? [`… and ${bad.length - 5} more`] : []),
];

export const tooManyBadImages = (source: string, bad: readonly BadImage[], images: number, fraction: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_BAD_IMAGE',
    `${bad.length} of ${plural(images, 'image')} in "${source}" cannot be read, more than the fraction ${fraction} (maxCorrupt).`,
    { at: at('maxCorrupt'), notes: [...listOf(bad), 'Fix or remove them, or raise maxCorrupt.'] },
  );

export const badImages = (source: string, bad: readonly BadImage[]) =>
  new ExperimentError('EXPGRAPH_IMAGES_BAD_IMAGE', `${plural(bad.length, 'image')} in "${source}" cannot be read.`, {
    at: at('source'),
    notes: [...listOf(bad), 'Fix or remove them, or set onCorrupt: skip to leave them out.'],
  });

export const imageUnreadable = (path: string, cause: Error) =>
  new ExperimentError('EXPGRAPH_IMAGES_LOST', `The image "${path}" can no longer be read.`, {
    at: at('source'),
    notes: [cause.message.split('\n')[0], 'Restore the file, then run the experiment again.'],
    cause,
  });

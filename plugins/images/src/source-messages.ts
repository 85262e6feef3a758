import { type SkippedEntry, skippedLine } from '@expgraph/data/files';
import { ExperimentError } from '@expgraph/sdk';
import type { BadImage } from './image-index.js';
import { at, plural, some } from './wording.js';

export const notAFolder = (source: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_NOT_A_FOLDER', `"${source}" is a file, expected a folder of images.`, {
    at: at('source'),
    notes: ['Give the folder that the images lie in, an archive of one (.tgz, .zip), or an idx or .npz file.'],
  });

export const emptyFolder = (source: string, skipped: readonly SkippedEntry[]) =>
  new ExperimentError('EXPGRAPH_IMAGES_EMPTY', `"${source}" has no image.`, {
    at: at('source'),
    notes: [
      skipped.length > 0
        ? `expgraph ${skippedLine(skipped)}; for example ${some(skipped.map(({ path }) => path))}.`
        : 'It has no file at all.',
      'Set source to a folder with JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF files, at any depth, or with idx or .npz files.',
    ],
  });

const listOf = (bad: readonly BadImage[]) => [
  ...bad.slice(0, 5).map(({ path, reason }) => `"${path}": ${reason}`),
  ...(bad.length > 5 ? [`… and ${bad.length - 5} more`] : []),
];

export const tooManyBadImages = (source: string, bad: readonly BadImage[], images: number, share: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_BAD_IMAGE',
    `${bad.length} of ${plural(images, 'image')} in "${source}" can not be read, more than maxCorrupt, ${share}, of them.`,
    { at: at('maxCorrupt'), notes: [...listOf(bad), 'Mend or remove them, or raise maxCorrupt.'] },
  );

export const badImages = (source: string, bad: readonly BadImage[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_BAD_IMAGE',
    `${bad.length === 1 ? 'One image' : `${bad.length} images`} in "${source}" can not be read.`,
    {
      at: at('source'),
      notes: [...listOf(bad), 'Mend or remove them, or set onCorrupt: skip to leave them out.'],
    },
  );

export const imageUnreadable = (path: string, cause: Error) =>
  new ExperimentError('EXPGRAPH_IMAGES_LOST', `The image "${path}" could be read before, and can not be read now.`, {
    at: at('source'),
    notes: [cause.message.split('\n')[0], 'Put the file back as it was, then run the experiment again.'],
    cause,
  });

export const decoderMissing = (cause: Error) =>
  new ExperimentError('EXPGRAPH_IMAGES_DECODER', 'The image decoder "sharp" can not be loaded.', {
    notes: [cause.message.split('\n')[0], 'Install it for this machine: npm install --include=optional sharp'],
    cause,
  });

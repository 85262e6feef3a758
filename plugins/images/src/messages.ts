import { ExperimentError } from '@expgraph/sdk';

const SOURCE = { config: ['source'] } as const;
const some = (names: readonly string[], count = 3) =>
  `${names
    .slice(0, count)
    .map((name) => `"${name}"`)
    .join(', ')}${names.length > count ? ` … (${names.length})` : ''}`;

export const notAFolder = (source: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_NOT_A_FOLDER', `"${source}" is a file, expected a folder of images.`, {
    at: SOURCE,
    notes: ['Give the folder that the images lie in, or an archive of one (.tgz, .zip).'],
  });

export const emptyFolder = (source: string, others: readonly string[]) =>
  new ExperimentError('EXPGRAPH_IMAGES_EMPTY', `There is no image in "${source}".`, {
    at: SOURCE,
    notes: [
      others.length > 0 ? `It has other files: ${some(others)}.` : 'It has no file at all.',
      'Images are files that end in .jpg, .jpeg or .png, at any depth.',
    ],
  });

export const malformedPattern = (pattern: string, reason: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LABEL_PATTERN', `labels is no regular expression: ${reason}.`, {
    at: { config: ['labels'] },
    notes: [`Found ${pattern}. For example ^([^/]+)/ is the folder that an image lies in.`],
  });

export const noLabels = (pattern: string, paths: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_NO_LABEL',
    `None of the ${paths.length} images has a label: ${pattern} matches no path.`,
    {
      at: { config: ['labels'] },
      notes: [
        `Paths are, for example: ${some(paths)}.`,
        'Put the part of the path that is the label into a group ( ).',
      ],
    },
  );

export const oneClass = (classes: readonly string[], dropped: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ONE_CLASS',
    `The images are of ${classes.length === 1 ? `one class only, "${classes[0]}"` : 'no class'}.`,
    {
      at: dropped.length > 0 ? { config: ['minImagesPerClass'] } : { config: ['labels'] },
      notes: [
        ...(dropped.length > 0 ? [`Left out, with fewer images than minImagesPerClass: ${some(dropped, 8)}.`] : []),
        'A classifier needs two classes or more: one folder for each, or another pattern in labels.',
      ],
    },
  );

export const badImages = (source: string, bad: readonly { path: string; reason: string }[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_BAD_IMAGE',
    `${bad.length === 1 ? 'One image' : `${bad.length} images`} in "${source}" can not be read.`,
    {
      at: SOURCE,
      notes: [
        ...bad.slice(0, 5).map(({ path, reason }) => `${path}: ${reason}`),
        ...(bad.length > 5 ? [`… and ${bad.length - 5} more`] : []),
        'Mend or remove them, or set onCorrupt: skip.',
      ],
    },
  );

export const shares = (sum: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_SHARES',
    `train, validation and test add up to ${+sum.toFixed(6)}, expected at most 1.`,
    {
      at: { config: [] },
      notes: ['They are shares of the data, for example 0.7, 0.15 and 0.15.'],
    },
  );

export const rangeNotShiftable = (option: string, range: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_AUGMENT_RANGE', `${option} can not be used on images in the range ${range}.`, {
    at: { config: [option] },
    notes: ['Load the images in 0..255, 0..1 or -1..1.'],
  });

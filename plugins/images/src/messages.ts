import { ExperimentError, type NodePlace, suggest } from '@expgraph/sdk';

export interface BadImage {
  readonly path: string;
  readonly reason: string;
}

const at = (...option: string[]): NodePlace => ({ config: option });

/** Some of the names in quotes, and how many there are. */
const some = (names: readonly string[], count = 3) => {
  const shown = names.slice(0, count).map((name) => `"${name}"`);
  return `${shown.join(', ')}${names.length > count ? ` … and ${names.length - count} more` : ''}`;
};

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const notAFolder = (source: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_NOT_A_FOLDER', `"${source}" is a file, expected a folder of images.`, {
    at: at('source'),
    notes: ['Give the folder that the images lie in, or an archive of one (.tgz, .zip).'],
  });

export const emptyFolder = (source: string, others: readonly string[]) =>
  new ExperimentError('EXPGRAPH_IMAGES_EMPTY', `There is no image in "${source}".`, {
    at: at('source'),
    notes: [
      others.length > 0 ? `It has other files: ${some(others)}.` : 'It has no file at all.',
      'Give a folder with files that end in .jpg, .jpeg or .png, at any depth.',
    ],
  });

export const patternInvalid = (pattern: string, reason: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_PATTERN', `labels is no regular expression: ${reason}.`, {
    at: at('labels'),
    notes: [`Mend "${pattern}"; for example, "^([^/]+)/" takes the folder that an image lies in.`],
  });

export const patternWithoutGroup = (pattern: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_PATTERN_GROUP', `The regular expression "${pattern}" has no group.`, {
    at: at('labels'),
    notes: ['Put the part of the path that is the label between "(" and ")", for example "^([^/]+)/".'],
  });

export const noLabels = (pattern: string, paths: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_NO_LABEL',
    `"${pattern}" matches none of the ${plural(paths.length, 'image')}, so they have no labels.`,
    {
      at: at('labels'),
      notes: [
        `Their paths are: ${some(paths)}.`,
        'Give each class a folder, or a pattern whose group matches the label in these paths.',
      ],
    },
  );

export const oneClass = (classes: readonly string[], small: readonly (readonly [string, number])[], least: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ONE_CLASS',
    classes.length === 0
      ? `No class has ${plural(least, 'image')}.`
      : `There is one class only, "${classes[0]}", expected two or more.`,
    {
      at: at(small.length > 0 ? 'minImagesPerClass' : 'source'),
      notes: [
        ...(small.length > 0
          ? [
              `Fewer than ${least}: ${some(
                small.map(([label, count]) => `${label} (${count})`),
                8,
              )}.`,
            ]
          : []),
        small.length > 0
          ? 'Lower minImagesPerClass, or add images.'
          : 'Add images of another class, each class in its folder, or give another pattern in labels.',
      ],
    },
  );

export const maxBelowClasses = (maxImages: number, classes: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_MAX_TOO_SMALL',
    `maxImages is ${maxImages}, and there are ${classes} classes: not every class would have an image.`,
    { at: at('maxImages'), notes: [`Set it to ${classes} or more, or leave out classes with minImagesPerClass.`] },
  );

export const badImages = (source: string, bad: readonly BadImage[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_BAD_IMAGE',
    `${bad.length === 1 ? 'One image' : `${bad.length} images`} in "${source}" can not be read.`,
    {
      at: at('source'),
      notes: [
        ...bad.slice(0, 5).map(({ path, reason }) => `"${path}": ${reason}`),
        ...(bad.length > 5 ? [`… and ${bad.length - 5} more`] : []),
        'Mend or remove them, or set onCorrupt: skip to leave them out.',
      ],
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

export const listNotAFile = (list: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `"${list}" is a folder, expected a list of images.`, {
    at: at('list'),
    notes: ['Give a .csv or .json file.'],
  });

export const listNotJson = (list: string, reason: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `"${list}" is not JSON: ${reason}.`, {
    at: at('list'),
    notes: ['Mend it: an array of { "path": "a.jpg", "label": "cat" }.'],
  });

export const listColumns = (list: string, columns: readonly string[]) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `The first line of "${list}" names no columns path and label.`, {
    at: at('list'),
    notes: [`Found: ${columns.join(',') || 'nothing'}.`, 'Begin the file with a line "path,label".'],
  });

export const listRecord = (list: string, place: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `"${list}": ${place} is not as expected.`, {
    at: at('list'),
    notes: ['Give every image a path and a label: path,label in CSV; [{ "path": ..., "label": ... }] in JSON.'],
  });

export const weightsWithoutList = (weights: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_WEIGHTS',
    `weights is "${weights}", and there is no list that could have this column.`,
    {
      at: at('weights'),
      notes: ['Give a list with the columns path, label and that of the weights, or remove weights.'],
    },
  );

export const listWithoutWeights = (list: string, weights: string, columns: readonly string[]) => {
  const near = suggest(weights, columns);
  return new ExperimentError(
    'EXPGRAPH_IMAGES_WEIGHTS',
    `"${list}" has no column "${weights}".${near ? ` Did you mean "${near}"?` : ''}`,
    { at: at('weights'), notes: [`Its columns are: ${columns.join(', ') || 'none'}.`] },
  );
};

export const listWeight = (list: string, place: number | string, path: string, found: unknown) => {
  const where = typeof place === 'number' ? `${list}:${place}` : `${list}, ${place}`;
  return new ExperimentError(
    'EXPGRAPH_IMAGES_WEIGHT',
    `${where}: the weight of "${path}" is ${JSON.stringify(found) ?? 'missing'}, expected a finite number of 0 or more.`,
    { at: at('list'), notes: ['Mend the weight; an image of weight 0 has no part in the loss.'] },
  );
};

export const listWeightConflict = (list: string, path: string, before: number, weight: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_CONFLICT',
    `"${list}" gives "${path}" two weights, ${before} and ${weight}.`,
    { at: at('list'), notes: ['Keep one of the two lines.'] },
  );

export const listEmpty = (list: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `"${list}" names no image.`, {
    at: at('list'),
    notes: ['Add a line with the path and the label of each image.'],
  });

export const listConflict = (list: string, path: string, before: string, label: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_CONFLICT',
    `"${list}" gives "${path}" two labels, "${before}" and "${label}".`,
    { at: at('list'), notes: ['Keep one of the two lines.'] },
  );

export const listOutsideFolder = (list: string, paths: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_OUTSIDE',
    `"${list}" names ${plural(paths.length, 'path')} outside the folder of the source: ${some(paths)}.`,
    { at: at('list'), notes: ['Give paths that are relative to the source and lie below it.'] },
  );

export const listFilesMissing = (list: string, paths: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_MISSING',
    `"${list}" names ${plural(paths.length, 'file')} that the source does not have: ${some(paths, 5)}.`,
    { at: at('list'), notes: ['Mend the paths, which are relative to the source, or remove the lines.'] },
  );

export const sharesTooLarge = (sum: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_SHARES',
    `train, validation and test add up to ${Number(sum.toFixed(9))}, expected at most 1.`,
    { at: at(), notes: ['Make them shares of the data, for example 0.7, 0.15 and 0.15; give all three.'] },
  );

export const tooFewToSplit = (size: number, parts: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_TOO_FEW',
    `${plural(size, 'example')} can not be split into ${plural(parts, 'part')}.`,
    { at: { input: 'data' }, notes: ['Give it more data, or set a share to 0.'] },
  );

export const rangeUnknown = (option: string, shown = option) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_RANGE_UNKNOWN',
    `${shown} needs to know what black and white are, and the range of "images" is not known.`,
    { at: at(option), notes: [`Remove ${shown}, or load the images with a range, for example with load/images.`] },
  );

export const intervalReversed = (option: string, low: number, high: number) =>
  new ExperimentError('EXPGRAPH_IMAGES_INTERVAL', `${option} is [${low}, ${high}]: the first is above the second.`, {
    at: at(option),
    notes: [`Write [${high}, ${low}].`],
  });

import { ExperimentError, type NodePlace, suggest } from '@expgraph/sdk';
import type { BadImage } from './image-index.js';

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
    notes: ['Give the folder that the images lie in, an archive of one (.tgz, .zip), or an idx or .npz file.'],
  });

export const emptyFolder = (source: string, others: readonly string[]) =>
  new ExperimentError('EXPGRAPH_IMAGES_EMPTY', `There is no image in "${source}".`, {
    at: at('source'),
    notes: [
      others.length > 0 ? `It has other files: ${some(others)}.` : 'It has no file at all.',
      'Give a folder with files that end in .jpg, .jpeg, .png, .webp, .gif or .bmp, at any depth, or with idx or .npz files.',
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

const SET_UNLABELLED = 'Where classes are not known, as for the node predict, set unlabelled: true.';

export const noLabels = (pattern: string, paths: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_NO_LABEL',
    `"${pattern}" matches none of the ${plural(paths.length, 'image')}, so they have no labels.`,
    {
      at: at('labels'),
      notes: [
        `Their paths are: ${some(paths)}.`,
        'Give each class a folder, or a pattern whose group matches the label in these paths.',
        SET_UNLABELLED,
      ],
    },
  );

export const oneClass = (classes: readonly string[], small: readonly (readonly [string, number])[], least: number) => {
  const sizes = small.map(([label, count]) => `${label} (${count})`);
  return new ExperimentError(
    'EXPGRAPH_IMAGES_ONE_CLASS',
    classes.length === 0
      ? `No class has ${plural(least, 'image')}.`
      : `There is one class only, "${classes[0]}", expected two or more.`,
    {
      at: at(small.length > 0 ? 'minImagesPerClass' : 'source'),
      notes:
        small.length > 0
          ? [`Fewer than ${least}: ${some(sizes, 8)}.`, 'Lower minImagesPerClass, or add images.']
          : [
              'Add images of another class, each class in its folder, or give another pattern in labels.',
              SET_UNLABELLED,
            ],
    },
  );
};

export const maxBelowClasses = (maxImages: number, classes: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_MAX_TOO_SMALL',
    `maxImages is ${maxImages}, and there are ${classes} classes: not every class would have an image.`,
    { at: at('maxImages'), notes: [`Set it to ${classes} or more, or leave out classes with minImagesPerClass.`] },
  );

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

export const listNotJson = (place: string, reason: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: this is not JSON: ${reason}.`, {
    at: at('list'),
    notes: ['Mend it: an array of { "path": "a.jpg", "label": "cat" }, or one of them a line in .jsonl.'],
  });

export const listNotXml = (place: string, reason: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: this is not XML: ${reason}.`, {
    at: at('list'),
    notes: ['Mend or remove the file; each is the <annotation> of an image, as in Pascal VOC.'],
  });

export const listEmptyFolder = (list: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `"${list}" is a folder without .xml files.`, {
    at: at('list'),
    notes: ['Give a .csv, .json or .jsonl file, or the folder Annotations of Pascal VOC.'],
  });

export const listColumns = (list: string, columns: readonly string[]) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${list}:1: the first line names no columns path and label.`, {
    at: at('list'),
    notes: [`Found: ${columns.join(',') || 'nothing'}.`, 'Begin the file with a line "path,label".'],
  });

export const listRecord = (place: string, expected = 'a path and a label') =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: expected ${expected}.`, {
    at: at('list'),
    notes: ['Give every image a path and a label: path,label in CSV; [{ "path": ..., "label": ... }] in JSON.'],
  });

export const listOfSeveral = (place: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `${place}: the label is an array, expected one label.`, {
    at: at('list'),
    notes: ['Set multiLabel: true where images may have any number of classes.'],
  });

export const cocoReference = (place: string, field: string, found: unknown, kind: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_REFERENCE',
    `${place}: the ${field} ${JSON.stringify(found) ?? 'is missing, it'} is that of no ${kind} of the file.`,
    { at: at('list'), notes: [`Mend the ${field}, or remove the annotation.`] },
  );

export const columnsWithoutList = (option: 'weights' | 'columns', column: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_COLUMN',
    `${option} names "${column}", and there is no list that could have this column.`,
    { at: at(option), notes: [`Give a list with the columns path, label and "${column}", or remove ${option}.`] },
  );

export const listWithoutColumn = (
  list: string,
  option: 'weights' | 'columns',
  column: string,
  columns: readonly string[],
) => {
  const near = suggest(column, columns);
  return new ExperimentError(
    'EXPGRAPH_IMAGES_COLUMN',
    `"${list}" has no column "${column}".${near ? ` Did you mean "${near}"?` : ''}`,
    { at: at(option), notes: [`Its columns are: ${columns.join(', ') || 'none'}.`] },
  );
};

export const listColumnMissing = (place: string, column: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_COLUMN', `${place}: there is no "${column}".`, {
    at: at('columns'),
    notes: ['Give every image a text or a number for each of the columns.'],
  });

export const listWeight = (place: string, path: string, found: unknown) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_WEIGHT',
    `${place}: the weight of "${path}" is ${JSON.stringify(found) ?? 'missing'}, expected a finite number of 0 or more.`,
    { at: at('list'), notes: ['Mend the weight; an image of weight 0 has no part in the loss.'] },
  );

export const listWeightConflict = (place: string, path: string, before: number, weight: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_CONFLICT',
    `${place}: "${path}" has two weights, ${before} and ${weight}.`,
    { at: at('list'), notes: ['Keep one of the two lines.'] },
  );

export const listEmpty = (list: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_LIST', `"${list}" names no image.`, {
    at: at('list'),
    notes: ['Add a line with the path and the label of each image.'],
  });

export const listConflict = (place: string, path: string, before: string, label: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_CONFLICT',
    `${place}: "${path}" has two labels, "${before}" and "${label}".`,
    { at: at('list'), notes: ['Keep one of the two lines, or set multiLabel in a list that gives several at once.'] },
  );

export interface ListedPath {
  readonly path: string;
  readonly place: () => string;
}

const placesOf = (paths: readonly ListedPath[], count: number) => [
  ...paths.slice(0, count).map(({ path, place }) => `${place()}: "${path}"`),
  ...(paths.length > count ? [`… and ${paths.length - count} more`] : []),
];

export const listOutsideFolder = (list: string, paths: readonly ListedPath[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_OUTSIDE',
    `"${list}" names ${plural(paths.length, 'path')} outside the folder of the source.`,
    { at: at('list'), notes: [...placesOf(paths, 3), 'Give paths that are relative to the source and lie below it.'] },
  );

/** `ambiguous`: one of them that the source has in several folders. */
export const listFilesMissing = (list: string, paths: readonly ListedPath[], ambiguous?: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LIST_MISSING',
    `"${list}" names ${plural(paths.length, 'file')} that the source does not have${ambiguous ? ', or has in several folders' : ''}.`,
    {
      at: at('list'),
      notes: [
        ...placesOf(paths, 5),
        ...(ambiguous
          ? [`"${ambiguous}" is the name of several files: give its path, or one of their folders as source.`]
          : []),
        'Mend the paths, which are relative to the source, or remove the lines.',
      ],
    },
  );

export const severalLabels = (path: string, labels: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LABEL_COUNT',
    `"${path}" has ${labels.length === 0 ? 'no label' : `the labels ${some(labels)}`}, expected one.`,
    { at: at('source'), notes: ['Set multiLabel: true where images may have any number of classes.'] },
  );

export const classNamesFileUnknown = (file: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_CLASS_NAMES', `"${file}" is no list of synsets.`, {
    at: at('classNamesFile'),
    notes: ['Every line begins as "n01440764 tench", as in LOC_synset_mapping.txt. For other names, use classNames.'],
  });

export const greyRange = (range: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_GREY_RANGE',
    `The range ${range} is one of three channels, and colour is grey.`,
    {
      at: at('range'),
      notes: ['Use 0..255, 0..1 or -1..1, or colour: rgb.'],
    },
  );

export const arrayDamaged = (name: string, offset: number, what: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_ARRAY', `"${name}" at byte ${offset}: ${what}.`, {
    at: at('source'),
    notes: ['The file is cut short, damaged or of another format: fetch or write it again.'],
  });

export const archiveDamaged = (name: string, reason: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_ARRAY', `"${name}" is no .npz file, or is damaged: ${reason}.`, {
    at: at('source'),
    notes: ['Fetch it again, or write it with numpy.savez or numpy.savez_compressed.'],
  });

export const arrayType = (name: string, type: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ARRAY_TYPE',
    `"${name}" has the numpy type ${type}, expected numbers or texts.`,
    {
      at: at('source'),
      notes: ['Store images as uint8 or float32 and labels as whole numbers or texts: array.astype("uint8").'],
    },
  );

export const fortranOrder = (name: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_ARRAY_TYPE', `"${name}" is stored by columns, expected by rows.`, {
    at: at('source'),
    notes: ['Store numpy.ascontiguousarray(array).'],
  });

export const arrayShape = (name: string, shape: readonly number[], what: string, expected: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ARRAY_SHAPE',
    `"${name}" has the shape [${shape.join(', ')}], expected ${expected}.`,
    {
      at: at('source'),
      notes: [`Give ${what} an array of this shape.`],
    },
  );

export const arrayValue = (name: string, index: number, value: unknown) =>
  new ExperimentError('EXPGRAPH_IMAGES_ARRAY_VALUE', `Number ${index} of "${name}" is ${value}, expected 0..255.`, {
    at: at('source'),
    notes: ['Scale the pixels to 0..255, or to 0..1 as floating point numbers.'],
  });

export const arrayLabel = (name: string, image: number, value: unknown, expected: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ARRAY_VALUE',
    `The label of image ${image} in "${name}" is ${value}, expected ${expected}.`,
    {
      at: at('source'),
      notes: ['Labels are whole numbers or texts, or 0 and 1 for each class.'],
    },
  );

export const arrayCounts = (images: string, imageCount: number, labels: string, labelCount: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ARRAY_COUNT',
    `"${images}" has ${plural(imageCount, 'image')}, "${labels}" has ${plural(labelCount, 'label')}.`,
    { at: at('source'), notes: ['Give the labels of these images; they may be those of another part.'] },
  );

export const arrayWithoutLabels = (images: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_ARRAY_LABELS', `No array has the labels of "${images}".`, {
    at: at('source'),
    notes: [
      'Labels are expected in y beside x, in y_train beside x_train, in train-labels-idx1-ubyte beside train-images-idx3-ubyte; those of one idx file in list. Without classes, set unlabelled: true.',
    ],
  });

export const arraysMissing = (files: readonly string[], expected: string, names?: readonly string[]) =>
  new ExperimentError('EXPGRAPH_IMAGES_ARRAY_MISSING', `There is no array of images in ${some(files)}.`, {
    at: at('source'),
    notes: [...(names ? [`It has: ${some(names, 8)}.`] : []), `Expected ${expected}.`],
  });

export const rangeUnknown = (option: string, shown = option) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_RANGE_UNKNOWN',
    `${shown} needs to know what black and white are, and the range of "images" is not known.`,
    { at: at(option), notes: [`Remove ${shown}, or load the images with a range, for example with load/images.`] },
  );

export const otherChannels = (channels: number) =>
  new ExperimentError('EXPGRAPH_IMAGES_CHANNELS', `The images have ${channels} channels, expected 1 (grey) or 3.`, {
    at: at(),
    notes: ['Load them with colour: rgb or grey.'],
  });

export const intervalReversed = (option: readonly string[], low: number, high: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_INTERVAL',
    `${option.join('.')} is [${low}, ${high}]: the first is above the second.`,
    { at: at(...option), notes: [`Write [${high}, ${low}].`] },
  );

export const tooLargeToWhiten = ([height, width, channels]: readonly [number, number, number]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ZCA_SIZE',
    `zca of images of ${height}x${width} needs a matrix of ${height * width * channels} values squared, expected at most 3072 squared.`,
    { at: at('zca'), notes: ['Load the images at 32x32 or less, or leave zca out.'] },
  );

export const nothingToMix = () =>
  new ExperimentError('EXPGRAPH_IMAGES_NOTHING_TO_MIX', 'There is neither mixup nor cutmix, expected one or both.', {
    at: at(),
    notes: ['Write mixup: {}, or cutmix: { alpha: 1 }, or leave the node out.'],
  });

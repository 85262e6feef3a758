import { ExperimentError } from '@expgraph/sdk';
import { at, plural, some } from './wording.js';

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

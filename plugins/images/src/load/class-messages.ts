import { at, plural, some } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

const SET_UNLABELED = 'If the classes are unknown, for example for predict, set unlabeled: true.';

export const noLabels = (pattern: string, paths: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_NO_LABEL',
    `The pattern "${pattern}" in labels matches none of ${plural(paths.length, 'image path')}.`,
    {
      at: at('labels'),
      notes: [
        `The paths are: ${some(paths)}.`,
        'Put each class into its own folder, or set labels to a pattern whose group matches the label in these paths.',
        SET_UNLABELED,
      ],
    },
  );

export const oneClass = (classes: readonly string[], small: readonly (readonly [string, number])[], least: number) => {
  const sizes = small.map(([label, count]) => `${label} (${count})`);
  return new ExperimentError(
    'EXPGRAPH_IMAGES_ONE_CLASS',
    classes.length === 0
      ? `No class has at least ${plural(least, 'image')}.`
      : `Found only one class, "${classes[0]}", expected two or more.`,
    {
      at: at(small.length > 0 ? 'minImagesPerClass' : 'source'),
      notes:
        small.length > 0
          ? [
              `Classes with fewer than ${plural(least, 'image')}: ${some(sizes, 8)}.`,
              'Lower minImagesPerClass, or add images.',
            ]
          : [
              'Add images of another class, each class in its own folder, or change the pattern in labels.',
              SET_UNLABELED,
            ],
    },
  );
};

export const maxBelowClasses = (maxImages: number, classes: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_MAX_TOO_SMALL',
    `maxImages is ${maxImages}, expected at least ${classes}, one image for each class.`,
    { at: at('maxImages'), notes: [`Set maxImages to ${classes} or more, or skip classes with minImagesPerClass.`] },
  );

export const severalLabels = (path: string, labels: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_LABEL_COUNT',
    `"${path}" has ${labels.length === 0 ? 'no label' : `the labels ${some(labels)}`}, expected one.`,
    { at: at('source'), notes: ['Set multiLabel: true if images may have any number of classes.'] },
  );

export const classNamesFileUnknown = (file: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_CLASS_NAMES', `"${file}" is not a list of synsets.`, {
    at: at('classNamesFile'),
    notes: ['Begin each line like "n01440764 tench", as in LOC_synset_mapping.txt. For other names, use classNames.'],
  });

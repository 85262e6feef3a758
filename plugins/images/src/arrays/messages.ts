import { ExperimentError } from '@expgraph/sdk';
import { at, plural, some } from '../wording.js';

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

import { at, plural, some } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const arrayShape = (name: string, shape: readonly number[], what: 'images' | 'labels', expected: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ARRAY_SHAPE',
    `"${name}" has the shape [${shape.join(', ')}], expected ${expected}.`,
    {
      at: at('source'),
      notes: [`Store the ${what} in an array of this shape.`],
    },
  );

export const arrayValue = (name: string, index: number, value: unknown) =>
  new ExperimentError('EXPGRAPH_IMAGES_ARRAY_VALUE', `Value ${index} of "${name}" is ${value}, expected 0 to 255.`, {
    at: at('source'),
    notes: ['Scale the pixels to 0..255, or to 0..1 as floating-point numbers.'],
  });

export const arrayLabel = (name: string, image: number, value: unknown, expected: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ARRAY_VALUE',
    `The label of image ${image} in "${name}" is ${value}, expected ${expected}.`,
    {
      at: at('source'),
      notes: ['Store labels as integers or strings, or as 0 and 1 for each class.'],
    },
  );

export const arrayCounts = (images: string, imageCount: number, labels: string, labelCount: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ARRAY_COUNT',
    `"${images}" has ${plural(imageCount, 'image')}, but "${labels}" has ${plural(labelCount, 'label')}.`,
    { at: at('source'), notes: ['Provide one label for each image. These labels may belong to another part.'] },
  );

export const arrayWithoutLabels = (images: string) =>
  new ExperimentError('EXPGRAPH_IMAGES_ARRAY_LABELS', `The labels of "${images}" are missing.`, {
    at: at('source'),
    notes: [
      'Store the labels in y beside x, in y_train beside x_train, or in train-labels-idx1-ubyte beside train-images-idx3-ubyte, or set list to the idx file of the labels. For images without labels, set unlabeled: true.',
    ],
  });

export const arraysMissing = (files: readonly string[], expected: string, names?: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ARRAY_MISSING',
    `Found no array of images in ${some(files)}, expected ${expected}.`,
    {
      at: at('source'),
      notes: [
        ...(names ? [`The arrays are: ${some(names, 8)}.`] : []),
        'Rename the arrays, or set source to other files.',
      ],
    },
  );

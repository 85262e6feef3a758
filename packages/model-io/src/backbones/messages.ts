import { suggest } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const inputTooSmall = (size: readonly number[], minimum: number) =>
  new ExperimentError(
    'EXPGRAPH_BACKBONE_INPUT_SIZE',
    `inputSize is [${size.join(', ')}], expected at least [${minimum}, ${minimum}].`,
    {
      at: { config: ['inputSize'] },
      notes: [
        'Of smaller images, nothing is left after the last reduction.',
        'Give a larger inputSize, and load images of that size.',
      ],
    },
  );

export const unpublished = (
  weights: string,
  option: string,
  value: unknown,
  published: readonly unknown[],
  others: readonly string[],
) =>
  new ExperimentError(
    'EXPGRAPH_BACKBONE_UNPUBLISHED',
    `${option} is ${shown(value)}, expected ${published.map(shown).join(' or ')} for the weights "${weights}".`,
    {
      at: { config: [option] },
      notes: [
        ...others.map((name) => `The weights "${name}" are published for these options: weights: ${name}`),
        `Give one of these values of ${option}, weights of your own, or weights: none.`,
      ],
    },
  );

const shown = (value: unknown) => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));

export const noSuchVariant = (name: string, variant: string, all: readonly string[]) =>
  new ExperimentError('EXPGRAPH_BACKBONE_VARIANT', `There are no weights "${name}" of the variant ${variant}.`, {
    at: { config: ['weights'] },
    notes: [
      `There are: ${all.join(', ')}.`,
      'The other options choose between them. Take those of one of these, a file of your own, or weights: none.',
    ],
  });

export const unknownWeights = (weights: string, names: readonly string[]) => {
  const meant = suggest(weights, names);
  return new ExperimentError(
    'EXPGRAPH_BACKBONE_WEIGHTS',
    `weights is "${weights}", which is no known name and no file of weights.${meant ? ` Did you mean "${meant}"?` : ''}`,
    {
      at: { config: ['weights'] },
      notes: [`Give ${names.join(', ')}, or a source: a file of Keras, TensorFlow.js, TensorFlow Lite or PyTorch.`],
    },
  );
};

export const otherClasses = (weights: string, classes: number) =>
  new ExperimentError(
    'EXPGRAPH_BACKBONE_CLASSES',
    `classes is ${classes}, and the weights "${weights}" are of a network with 1000 classes.`,
    {
      at: { config: ['classes'] },
      notes: ['For classes of your own, leave out the top (includeTop: false) and put a head on it: head/classifier.'],
    },
  );

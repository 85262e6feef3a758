import { suggest } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const inputTooSmall = (size: readonly number[], minimum: number) =>
  new ExperimentError(
    'EXPGRAPH_BACKBONE_INPUT_SIZE',
    `inputSize is [${size.join(', ')}], expected at least [${minimum}, ${minimum}].`,
    {
      at: { config: ['inputSize'] },
      notes: [
        'Smaller images shrink to nothing before the last layer.',
        'Increase inputSize, and load images of that size.',
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
        ...others.map((name) => `The weights "${name}" exist for these options: weights: ${name}`),
        `Set ${option} to one of these values, or weights to a file of your own or none.`,
      ],
    },
  );

const shown = (value: unknown) => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));

export const noSuchVariant = (name: string, variant: string, all: readonly string[]) =>
  new ExperimentError('EXPGRAPH_BACKBONE_VARIANT', `The weights "${name}" do not exist for the variant ${variant}.`, {
    at: { config: ['weights'] },
    notes: [
      `Available variants: ${all.join(', ')}.`,
      'Set the options to those of an available variant, or weights to a file of your own or none.',
    ],
  });

export const unknownWeights = (weights: string, names: readonly string[]) => {
  const meant = suggest(weights, names);
  return new ExperimentError(
    'EXPGRAPH_BACKBONE_WEIGHTS',
    `Unknown weights "${weights}".${meant ? ` Did you mean "${meant}"?` : ''}`,
    {
      at: { config: ['weights'] },
      notes: [`Set weights to ${names.join(', ')}, or to a file of Keras, TensorFlow.js, TensorFlow Lite or PyTorch.`],
    },
  );
};

export const otherClasses = (weights: string, classes: number) =>
  new ExperimentError(
    'EXPGRAPH_BACKBONE_CLASSES',
    `classes is ${classes}, but the weights "${weights}" have 1000 classes.`,
    {
      at: { config: ['classes'] },
      notes: ['For your own classes, set includeTop: false and add a node of type head/classifier.'],
    },
  );

import { ExperimentError, suggest } from '@expgraph/sdk';

export const inputTooSmall = (size: readonly number[]) =>
  new ExperimentError(
    'EXPGRAPH_MOBILENET_INPUT_SIZE',
    `inputSize is [${size.join(', ')}], expected at least [32, 32].`,
    {
      at: { config: ['inputSize'] },
      notes: ['The network halves the image five times.', 'Give a larger inputSize, and load images of that size.'],
    },
  );

export const alphaWithoutWeights = (weights: string, alpha: number, available: readonly number[]) =>
  new ExperimentError('EXPGRAPH_MOBILENET_ALPHA', `There are no weights "${weights}" for alpha ${alpha}.`, {
    at: { config: ['alpha'] },
    notes: [`There are for alpha ${available.join(', ')}.`, 'Take one of these, or weights: none.'],
  });

export const unknownWeights = (weights: string, names: readonly string[]) => {
  const meant = suggest(weights, names);
  return new ExperimentError(
    'EXPGRAPH_MOBILENET_WEIGHTS',
    `weights is "${weights}", which is no known name and no file of weights.${meant ? ` Did you mean "${meant}"?` : ''}`,
    {
      at: { config: ['weights'] },
      notes: [`Give ${names.join(', ')}, or a source that ends in .h5 or .tflite.`],
    },
  );
};

export const damagedWeights = (source: string, found: string, expected: string) =>
  new ExperimentError('EXPGRAPH_MOBILENET_WEIGHTS_DAMAGED', `The weights in ${source} are not what they were.`, {
    at: { config: ['weights'] },
    notes: [
      `found    sha256 ${found}`,
      `expected sha256 ${expected}`,
      'Remove the download from the cache (expgraph doctor tells where) and run again.',
    ],
  });

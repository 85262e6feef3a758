import { ExperimentError, formatTensorSpec, type TensorSpec } from '@expgraph/sdk';

export const notFeatures = (output: TensorSpec) =>
  new ExperimentError('EXPGRAPH_LAYERS_NOT_FEATURES', `A classifier can not be put on ${formatTensorSpec(output)}.`, {
    at: { input: 'model' },
    notes: [
      'Connect a model that gives feature maps, float32[batch, height, width, channels], or float32[batch, features].',
    ],
  });

export const noClasses = (classes: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_CLASSES',
    `A classifier needs at least two classes, the data have ${classes.length}${classes.length ? `: "${classes[0]}"` : ''}.`,
    { at: { input: 'data' }, notes: ['Connect data whose labels are classes, with at least two of them.'] },
  );

export const notNumbers = (features: TensorSpec) =>
  new ExperimentError('EXPGRAPH_LAYERS_NOT_NUMBERS', `A network can not be made for ${formatTensorSpec(features)}.`, {
    at: { input: 'data' },
    notes: ['Turn texts into numbers first: tokenize, vocabulary, then pad, bag-of-words or tf-idf.'],
  });

export const featuresUnknown = (features: TensorSpec | undefined) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_FEATURES_UNKNOWN',
    `The features of the data are ${features ? formatTensorSpec(features) : 'of no known shape'}, expected sizes on all axes but the first.`,
    { at: { input: 'data' }, notes: ['Connect data whose examples all have one shape.'] },
  );

export const notTokens = (features: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_NOT_TOKENS',
    `The data are ${formatTensorSpec(features)}, expected tokens, int32[batch, time].`,
    {
      at: { input: 'data' },
      notes: [
        'Numbers of each step, float32[batch, time, features], need no embedding: connect them to a recurrent layer.',
      ],
    },
  );

export const noVocabularySize = () =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_VOCABULARY',
    'inputDim is left out, and the data do not say how many tokens there are.',
    {
      at: { config: ['inputDim'] },
      notes: ['Give inputDim: one more than the largest token.'],
    },
  );

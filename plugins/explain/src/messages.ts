import { some, suggest } from '@expgraph/data/wording';
import { ExperimentError, formatTensorSpec, type TensorSpec } from '@expgraph/sdk';

export const notTokens = (found: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_EXPLAIN_TOKENS',
    `The features of "data" are ${formatTensorSpec(found)}, expected ${formatTensorSpec({ dtype: 'int32', shape: ['batch', 'time'] })}.`,
    { at: { input: 'data' }, notes: ['Connect the token ids that the node pad outputs.'] },
  );

export const scoresOfSteps = (output: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_EXPLAIN_STEPS',
    `The model outputs ${formatTensorSpec(output)}, scores per timestep: expected one row per text, float32[batch, classes].`,
    { at: { input: 'model' }, notes: ['Connect a model that classifies whole texts.'] },
  );

export const vocabularyDiffers = (ids: number, tokens: number) =>
  new ExperimentError(
    'EXPGRAPH_EXPLAIN_VOCABULARY',
    `"data" was encoded with a vocabulary of size ${ids}, and "vocabulary" has size ${tokens}.`,
    { at: { input: 'vocabulary' }, notes: ['Connect the vocabulary that pad used.'] },
  );

export const unknownClass = (name: string, classes: readonly string[]) => {
  const near = suggest(name, classes);
  return new ExperimentError(
    'EXPGRAPH_EXPLAIN_CLASS',
    `The model has no class "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    { at: { config: ['class'] }, notes: [`Its classes are: ${some(classes, 10) || 'none'}.`] },
  );
};

export const unknownLayer = (name: string, layers: readonly string[]) => {
  const near = suggest(name, layers);
  return new ExperimentError(
    'EXPGRAPH_EXPLAIN_LAYER',
    `The model has no recurrent layer "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    { at: { config: ['layer'] }, notes: [`Its recurrent layers are: ${some(layers, 10)}.`] },
  );
};

export const noRecurrentLayer = (kinds: readonly string[]) =>
  new ExperimentError('EXPGRAPH_EXPLAIN_NOT_RECURRENT', 'The model has no recurrent layer.', {
    at: { input: 'model' },
    notes: [
      `Its layers are: ${some(kinds, 10)}.`,
      'Connect a model with rnn/simple-rnn, rnn/lstm, rnn/gru, rnn/bidirectional or rnn/stacked.',
    ],
  });

export const notSequences = (shape: readonly number[]) =>
  new ExperimentError(
    'EXPGRAPH_EXPLAIN_SEQUENCES',
    `The features are ${formatTensorSpec({ shape: ['batch', ...shape.slice(1)] })}, expected token ids [batch, time] or [batch, time, features].`,
    { at: { input: 'data' }, notes: ['Connect the sequences that the model was trained with.'] },
  );

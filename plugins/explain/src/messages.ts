import { suggest } from '@expgraph/data/wording';
import { ExperimentError, formatTensorSpec, type TensorSpec } from '@expgraph/sdk';

const listed = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ') || 'none';

export const notTokens = (found: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_EXPLAIN_TOKENS',
    `The features of "data" are ${formatTensorSpec(found)}, expected ${formatTensorSpec({ dtype: 'int32', shape: ['batch', 'time'] })}.`,
    { at: { input: 'data' }, notes: ['Connect the numbers of tokens that the node pad gives.'] },
  );

export const scoresOfSteps = (output: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_EXPLAIN_STEPS',
    `The model gives ${formatTensorSpec(output)}, scores of each step: expected one row for each text, float32[batch, classes].`,
    { at: { input: 'model' }, notes: ['Connect a model that classifies whole texts.'] },
  );

export const otherVocabulary = (numbers: number, tokens: number) =>
  new ExperimentError(
    'EXPGRAPH_EXPLAIN_VOCABULARY',
    `The tokens of "data" have ${numbers} numbers, those of the vocabulary ${tokens}.`,
    { at: { input: 'vocabulary' }, notes: ['Connect the vocabulary that the texts were numbered with.'] },
  );

export const unknownClass = (name: string, classes: readonly string[]) => {
  const near = suggest(name, classes);
  return new ExperimentError(
    'EXPGRAPH_EXPLAIN_CLASS',
    `The model knows no class "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    { at: { config: ['class'] }, notes: [`Its classes are: ${listed(classes)}.`] },
  );
};

export const unknownLayer = (name: string, layers: readonly string[]) => {
  const near = suggest(name, layers);
  return new ExperimentError(
    'EXPGRAPH_EXPLAIN_LAYER',
    `The model has no recurrent layer "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    { at: { config: ['layer'] }, notes: [`Its recurrent layers are: ${listed(layers)}.`] },
  );
};

export const noRecurrentLayer = (kinds: readonly string[]) =>
  new ExperimentError('EXPGRAPH_EXPLAIN_NOT_RECURRENT', 'The model has no recurrent layer.', {
    at: { input: 'model' },
    notes: [
      `Its layers are of the kinds: ${listed(kinds)}.`,
      'Connect a model with rnn/simple-rnn, rnn/lstm, rnn/gru, rnn/bidirectional or rnn/stacked.',
    ],
  });

export const notSequences = (shape: readonly number[]) =>
  new ExperimentError(
    'EXPGRAPH_EXPLAIN_SEQUENCES',
    `The data are ${formatTensorSpec({ shape: ['batch', ...shape.slice(1)] })}, expected [batch, time] of tokens or [batch, time, features].`,
    { at: { input: 'data' }, notes: ['Connect the sequences that the model was trained with.'] },
  );

import { type Dimension, ExperimentError, formatTensorSpec, type TensorSpec } from '@expgraph/sdk';

export const bothInputs = () =>
  new ExperimentError('EXPGRAPH_RNN_INPUTS', 'Both model and data are connected, and a layer has one input.', {
    at: { input: 'data' },
    notes: ['Leave out data: the layer takes what the model gives.'],
  });

export const noInput = () =>
  new ExperimentError('EXPGRAPH_RNN_NO_INPUT', 'Neither model nor data is connected, and a layer needs an input.', {
    notes: [
      'Connect data, where the model begins here, or model: an embedding, for tokens, or another recurrent layer.',
    ],
  });

export const maskOfModel = () =>
  new ExperimentError('EXPGRAPH_RNN_MASK', 'maskValue is for data, and this layer is put on a model.', {
    at: { config: ['maskValue'] },
    notes: [
      'Give it to the layer that the model begins with. Where that is model/embedding, set maskZero: true there.',
    ],
  });

export const notSequences = (found: TensorSpec, takes: readonly Dimension[], input: string) =>
  new ExperimentError(
    'EXPGRAPH_RNN_NOT_SEQUENCES',
    `The ${input} gives ${formatTensorSpec(found)}, expected ${formatTensorSpec({ shape: takes })}.`,
    { at: { input }, notes: [remedyFor(found, input)] },
  );

function remedyFor({ dtype, shape }: TensorSpec, input: string): string {
  if (dtype === 'string') return 'Turn texts into numbers first: tokenize, vocabulary, pad, then model/embedding.';
  if (dtype === 'int32') return 'Put model/embedding between tokens and this layer.';
  if (input === 'model' && shape?.length === 2)
    return 'Give the recurrent layer before this one returnSequences: true, and put heads and pooling behind this one.';
  if (shape?.length === 2)
    return 'Connect sequences: windows of a time series, or tokens of pad through model/embedding.';
  return 'Connect sequences of the number of axes that this layer takes.';
}

import { type Dimension, ExperimentError, formatTensorSpec, type TensorSpec } from '@expgraph/sdk';

export const bothInputs = () =>
  new ExperimentError('EXPGRAPH_RNN_INPUTS', 'Both model and data are connected, expected one of them.', {
    at: { input: 'data' },
    notes: ['Disconnect data: the input of the layer is the output of the model.'],
  });

export const noInput = () =>
  new ExperimentError('EXPGRAPH_RNN_NO_INPUT', 'Neither model nor data is connected, expected one of them.', {
    notes: [
      'Connect data to start a model with this layer, or model: an embedding (for token ids) or another recurrent layer.',
    ],
  });

export const maskOfModel = () =>
  new ExperimentError('EXPGRAPH_RNN_MASK', 'maskValue applies to data, but the input of this layer is a model.', {
    at: { config: ['maskValue'] },
    notes: ['Set it on the first layer of the model; on model/embedding, set maskZero: true.'],
  });

export const notSequences = (found: TensorSpec, takes: readonly Dimension[], input: string) =>
  new ExperimentError(
    'EXPGRAPH_RNN_NOT_SEQUENCES',
    `The ${input} has ${formatTensorSpec(found)}, expected ${formatTensorSpec({ shape: takes })}.`,
    { at: { input }, notes: [remedyFor(found, input)] },
  );

function remedyFor({ dtype, shape }: TensorSpec, input: string): string {
  if (dtype === 'string') return 'Encode texts first: tokenize, vocabulary, pad, then model/embedding.';
  if (dtype === 'int32') return 'Insert model/embedding between the token ids and this layer.';
  if (input === 'model' && shape?.length === 2)
    return 'Set returnSequences: true on the recurrent layer before this one, and add heads and pooling after this one.';
  if (shape?.length === 2)
    return 'Connect sequences: windows of a time series, or token ids of pad through model/embedding.';
  return 'Connect sequences with the number of axes that this layer expects.';
}

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

export const notSequences = (found: TensorSpec, takes: readonly Dimension[], input: string) =>
  new ExperimentError(
    'EXPGRAPH_RNN_NOT_SEQUENCES',
    `The ${input} gives ${formatTensorSpec(found)}, expected ${formatTensorSpec({ shape: takes })}.`,
    {
      at: { input },
      notes: [
        'Put model/embedding between tokens and this layer.',
        'Give a recurrent layer before this one returnSequences: true.',
      ],
    },
  );

import { ExperimentError, InternalError } from '@expgraph/sdk';

export const lossDiverged = (epoch: number, step: number, learningRate: number) =>
  new ExperimentError(
    'EXPGRAPH_TENSORFLOW_LOSS_NAN',
    `The loss is no number any more, at step ${step} of epoch ${epoch + 1}, with a learning rate of ${learningRate}.`,
    {
      at: { config: ['optimizer'] },
      notes: [
        'Make the learning rate ten times smaller, and see whether the data have the range that the model wants: images that of its backbone, series that of timeseries/scale.',
        'To end such a training without an error, add the callback { type: terminate-on-nan }.',
      ],
    },
  );

export const nowhereToSave = (name: string) =>
  new InternalError(
    'EXPGRAPH_TENSORFLOW_SAVE',
    `A callback wants the model kept as "${name}", and the Trainer has no place for it.`,
    {
      notes: ['Give the Trainer the option saveModel.'],
    },
  );

export const wrongFeatures = (found: readonly number[], expected: readonly (number | null)[]) =>
  new ExperimentError(
    'EXPGRAPH_TENSORFLOW_FEATURES',
    `The data give float32[batch, ${found.join(', ')}], the network takes float32[batch, ${expected.map((size) => size ?? 'any').join(', ')}].`,
    { at: { input: 'train' }, notes: ['Give both the same size.'] },
  );

export const emptyDataset = (input: string) =>
  new ExperimentError('EXPGRAPH_TENSORFLOW_EMPTY', `The data of "${input}" have no element.`, {
    at: { input },
    notes: ['Give this part a larger share of the data.'],
  });

export const notWholeBatches = (input: string, size: number, batchSize: number) =>
  new ExperimentError(
    'EXPGRAPH_TENSORFLOW_WHOLE_BATCHES',
    `The model is stateful, and the ${size} examples of "${input}" are no whole number of batches of ${batchSize}.`,
    {
      at: { input },
      notes: [
        `Put a node of type streams before it, with count: ${batchSize}: it lets as many parts of the data go side by side, and leaves out what is over.`,
        'Or set batchSize to a number that divides them: with 1, each example goes on from the one before.',
      ],
    },
  );

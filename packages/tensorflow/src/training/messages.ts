import { ExperimentError, InternalError } from '@expgraph/sdk';

export const lossDiverged = (epoch: number, step: number, learningRate: number) =>
  new ExperimentError(
    'EXPGRAPH_TENSORFLOW_LOSS_NAN',
    `The loss is NaN or infinite at step ${step} of epoch ${epoch + 1}, with a learning rate of ${learningRate}.`,
    {
      at: { config: ['optimizer'] },
      notes: [
        'Divide the learning rate by ten, and check that the data is in the range that the model expects: that of the backbone for images, that of timeseries/scale for series.',
        'To end such a training without an error, add the callback { type: terminate-on-nan }.',
      ],
    },
  );

export const noSaveModel = (name: string) =>
  new InternalError(
    'EXPGRAPH_TENSORFLOW_SAVE',
    `A callback saves the model as "${name}", but the Trainer has no option saveModel.`,
    {
      notes: ['Set the option saveModel of the Trainer.'],
    },
  );

export const wrongFeatures = (found: readonly number[], expected: readonly (number | null)[]) =>
  new ExperimentError(
    'EXPGRAPH_TENSORFLOW_FEATURES',
    `The features are float32[batch, ${found.join(', ')}], expected float32[batch, ${expected.map((size) => size ?? 'any').join(', ')}].`,
    { at: { input: 'train' }, notes: ['Set the same size for the data and the model.'] },
  );

export const emptyDataset = (input: string) =>
  new ExperimentError('EXPGRAPH_TENSORFLOW_EMPTY', `The dataset "${input}" is empty.`, {
    at: { input },
    notes: ['Increase the fraction of this part in the split.'],
  });

export const notWholeBatches = (input: string, size: number, batchSize: number) =>
  new ExperimentError(
    'EXPGRAPH_TENSORFLOW_WHOLE_BATCHES',
    `The model is stateful, but the ${size} examples of "${input}" are not a multiple of the batch size, ${batchSize}.`,
    {
      at: { input },
      notes: [
        `Insert a node of type streams with count: ${batchSize}, which interleaves the dataset into that many streams and drops the remainder.`,
        'Or set batchSize to a divisor of the number of examples: with 1, each example continues the one before.',
      ],
    },
  );

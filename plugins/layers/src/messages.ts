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

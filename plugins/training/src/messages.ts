import { ExperimentError, formatTensorSpec, suggest, type TensorSpec } from '@expgraph/sdk';

export const unknownLayer = (option: string, name: string, layers: readonly string[]) => {
  const near = suggest(name, layers);
  return new ExperimentError(
    'EXPGRAPH_TRAINING_LAYER_UNKNOWN',
    `The model has no layer "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    {
      at: { config: [option] },
      notes: [`It has ${layers.length} layers, from "${layers[0]}" to "${layers[layers.length - 1]}".`],
    },
  );
};

export const rangeMismatch = (input: string, data: TensorSpec, model: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_RANGE',
    `The images of "${input}" are in ${data.range}, the model wants ${model.range}.`,
    {
      at: { input },
      notes: [
        `${input.padEnd(8)} ${formatTensorSpec(data)}`,
        `${'model'.padEnd(8)} ${formatTensorSpec(model)}`,
        `Set range: ${model.range} in the config of the node that loads the images.`,
      ],
    },
  );

export const shapeMismatch = (input: string, axis: number, data: TensorSpec, model: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_SHAPE',
    `Axis ${axis} of "${input}" is ${data.shape?.[axis] ?? 'missing'}, the model wants ${model.shape?.[axis] ?? 'none'}.`,
    {
      at: { input },
      notes: [
        `${input.padEnd(8)} ${formatTensorSpec(data)}`,
        `${'model'.padEnd(8)} ${formatTensorSpec(model)}`,
        'Give both the same size: size of the node that loads the images, inputSize of the backbone.',
      ],
    },
  );

export const classesMismatch = (input: string, found: readonly string[], expected: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_CLASSES',
    `The classes of "${input}" are not those of the model: ${list(found)}, expected ${list(expected)}.`,
    {
      at: { input },
      notes: ['Connect data with the same classes, in the same order, as those the head was made for.'],
    },
  );

export const notAClassifier = (output: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_NO_HEAD',
    `The model gives ${formatTensorSpec(output)}, which are feature maps, not classes.`,
    { at: { input: 'model' }, notes: ['Put a head on it first, for example a node of type head/classifier.'] },
  );

export const nothingToTrain = (layers: number) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_ALL_FROZEN',
    `All ${layers} layers of the model are frozen: there is nothing to train.`,
    {
      at: { input: 'model' },
      notes: ['Put a head on the model (head/classifier), or unfreeze some of its layers (unfreeze).'],
    },
  );

export const notAModel = (source: string, missing: readonly string[], found: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_NO_MODEL',
    `${source} is not the folder of a model: it has no ${missing.join(', ')}.`,
    {
      at: { config: ['source'] },
      notes: [
        `It has: ${list(found) || 'nothing'}.`,
        'Give models/<node> or kept/<node>/… of a run, or what the node export has written as tfjs-layers.',
      ],
    },
  );

export const notLayers = (source: string, format: string) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_MODEL_FORMAT',
    `The model.json of ${source} is a ${format}, expected a layers-model.`,
    {
      at: { config: ['source'] },
      notes: ['A graph has no layers to go on with. Give models/<node> of the run, or export tfjs-layers.'],
    },
  );

const list = (names: readonly string[]) =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} … (${names.length})`;

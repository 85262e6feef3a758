import { suggest } from '@expgraph/data/wording';
import { ExperimentError, formatTensorSpec, type LabelSpec, type TensorSpec } from '@expgraph/sdk';

/** Path of an option in the config of its node. */
export type ConfigPath = readonly (string | number)[];

export const unknownLayer = (at: ConfigPath, name: string, layers: readonly string[], blocks: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_LAYER_UNKNOWN',
    `The model has no layer${blocks.length > 0 ? ' or block' : ''} "${name}".${didYouMean(name, [...layers, ...blocks])}`,
    {
      at: { config: at },
      notes: [
        `It has ${layers.length} layers, from "${layers[0]}" to "${layers.at(-1)}".`,
        ...(blocks.length > 0 ? [`Its blocks: ${ends(blocks)}.`] : []),
      ],
    },
  );

export const noMatch = (
  at: ConfigPath,
  what: 'layers' | 'blocks' | 'kinds',
  pattern: string,
  known: readonly string[],
) => {
  const one = { layers: 'layer', blocks: 'block', kinds: 'layer of the kind' }[what];
  const listed = what === 'layers' ? `${known.length} layers, from "${known[0]}" to "${known.at(-1)}"` : ends(known);
  return new ExperimentError(
    'EXPGRAPH_TRAINING_NOTHING_MATCHES',
    `The model has no ${one} "${pattern}".${didYouMean(pattern, [...known, ...patternsLike(pattern, known)])}`,
    { at: { config: at }, notes: [known.length > 0 ? `It has ${listed}.` : NO_BLOCKS] },
  );
};

export const tooManyBlocks = (at: ConfigPath, count: number, blocks: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_BLOCKS_TOO_MANY',
    `The model has ${blocks.length} blocks, expected at least ${count}.`,
    {
      at: { config: at },
      notes: [blocks.length > 0 ? `It has ${ends(blocks)}.` : NO_BLOCKS],
    },
  );

export const selectionEmpty = (at: ConfigPath, selection: object) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_SELECTION_EMPTY',
    `No layer matches both ${Object.keys(selection).join(' and ')}.`,
    {
      at: at.length > 0 ? { config: at } : { node: true },
      notes: ['Each of them matches some layers. Remove one, or use two nodes to select layers that match either.'],
    },
  );

export const onlyBatchNormalization = (at: ConfigPath, layers: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_ONLY_BATCH_NORMALIZATION',
    `Only batch normalization is selected, which stays frozen: ${list(layers)}.`,
    { at: { config: at }, notes: ['To train it, set batchNormalization: train.'] },
  );

export const unfreezingTooLate = (at: ConfigPath, atEpoch: number, epochs: number) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_NEVER_UNFROZEN',
    `atEpoch is ${atEpoch}, but the training has ${epochs} epochs.`,
    { at: { config: at }, notes: ['Decrease atEpoch or increase epochs.'] },
  );

export const nothingFrozen = (at: ConfigPath, layers: readonly string[]) =>
  new ExperimentError('EXPGRAPH_TRAINING_NOTHING_FROZEN', `The selected layers are not frozen: ${list(layers)}.`, {
    at: { config: at },
    notes: ['Freeze them with a node of type freeze before this one, or remove this entry.'],
  });

export const rangeMismatch = (input: string, data: TensorSpec, model: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_RANGE',
    `The images of "${input}" are in ${data.range}, expected ${model.range}.`,
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
    `Axis ${axis} of "${input}" is ${data.shape?.[axis] ?? 'missing'}, expected ${model.shape?.[axis] ?? 'none'}.`,
    {
      at: { input },
      notes: [
        `${input.padEnd(8)} ${formatTensorSpec(data)}`,
        `${'model'.padEnd(8)} ${formatTensorSpec(model)}`,
        model.shape?.length === 4
          ? 'Set the same size in the node that loads the images (size) and in the backbone (inputSize).'
          : 'Build both from the same data: the same vocabulary, length and columns.',
      ],
    },
  );

export const vocabularyMismatch = (input: string, found: number, expected: number) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_VOCABULARY',
    `The vocabulary of "${input}" has ${found} tokens, expected ${expected} as in the model.`,
    {
      at: { input },
      notes: ['Encode all texts with the vocabulary of the training texts: inputs: { vocabulary: vocabulary } of pad.'],
    },
  );

export const classesMismatch = (input: string, found: readonly string[], expected: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_CLASSES',
    `The classes of "${input}" are ${list(found)}, expected those of the model: ${list(expected)}.`,
    {
      at: { input },
      notes: [...classDifferences(input, found, expected), classRemedy(input, found, expected)],
    },
  );

/** Returns notes on missing and unknown classes, with suggestions. */
function classDifferences(input: string, found: readonly string[], expected: readonly string[]): string[] {
  const missing = expected.filter((name) => !found.includes(name));
  const unknown = found.filter((name) => !expected.includes(name));
  return [
    ...(missing.length > 0 ? [`"${input}" has no examples of ${quotedList(missing)}.`] : []),
    ...(unknown.length > 0
      ? [`The model does not know ${quotedList(unknown)}.${didYouMean(unknown[0], missing)}`]
      : []),
  ];
}

function classRemedy(input: string, found: readonly string[], expected: readonly string[]): string {
  if (found.some((name) => !expected.includes(name)))
    return 'Rename or remove these classes, for example with classNames of the node that loads the data.';
  if (expected.some((name) => !found.includes(name)))
    return `Add examples of the missing classes to "${input}", or load all data with one node and divide them with split.`;
  return 'Load the data with the classes in the same order.';
}

const quotedList = (names: readonly string[]) =>
  `${names
    .slice(0, 5)
    .map((name) => `"${name}"`)
    .join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;

export const noHead = (output: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_NO_HEAD',
    `The model outputs ${formatTensorSpec(output)}, expected float32[batch, outputs].`,
    {
      at: { input: 'model' },
      notes: [
        output.shape?.length === 3
          ? 'Add a head or global pooling, or remove returnSequences from the last recurrent layer.'
          : 'Add a head, for example a node of type head/classifier.',
      ],
    },
  );

export const noSteps = (input: string, output: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_NO_STEPS',
    `The model outputs ${formatTensorSpec(output)}, expected float32[batch, time, classes]: each timestep of "${input}" has a class.`,
    {
      at: { input: 'model' },
      notes: [
        'Set returnSequences: true on the last recurrent layer and add head/classifier, or end model/sequential with a dense layer on sequences.',
      ],
    },
  );

const numbersEach = (outputs: number, what = 'each example') =>
  `The model outputs ${outputs} number${outputs === 1 ? '' : 's'} for ${what}`;

export const notAScoreEach = (
  input: string,
  outputs: number,
  classes: readonly string[],
  encoding: LabelSpec['encoding'],
) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_OUTPUTS',
    `${numbersEach(outputs, encoding === 'tags' ? 'each timestep' : 'each example')}, but "${input}" has ${classes.length} class${classes.length === 1 ? '' : 'es'}: ${list(classes)}.`,
    {
      at: { input: 'model' },
      notes: [
        `End the model with an output for each class, such as { type: dense, units: ${classes.length}, activation: ${encoding === 'classes' ? 'sigmoid' : 'softmax'} }, or with a node of type head/classifier.`,
      ],
    },
  );

export const stepsMismatch = (input: string, given: number, wanted: number) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_STEPS',
    `The model outputs ${given} timesteps, but the sequences of "${input}" have ${wanted}.`,
    {
      at: { input: 'model' },
      notes: [
        'Remove layers that shorten sequences, such as pooling, strides, or a convolution without padding: same.',
      ],
    },
  );

export const notANumberEach = (input: string, outputs: number) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_OUTPUTS',
    `${numbersEach(outputs)}, but the labels of "${input}" are single numbers.`,
    {
      at: { input: 'model' },
      notes: [
        'End the model with one output, such as { type: dense, units: 1 }, or with a node of type head/regressor.',
      ],
    },
  );

export const otherScale = () =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_SCALE',
    'The labels of "validation" are scaled differently from those of "train".',
    {
      at: { input: 'validation' },
      notes: ['Scale both with the statistics of the training part: timeseries/scale with fit: parts.train.'],
    },
  );

export const nothingToTrain = (layers: number) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_ALL_FROZEN',
    `All ${layers} layers of the model are frozen, so there is nothing to train.`,
    {
      at: { input: 'model' },
      notes: ['Add a head (head/classifier), or unfreeze some layers (unfreeze).'],
    },
  );

export const notAModel = (source: string, missing: readonly string[], found: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_NO_MODEL',
    `${source} is not the folder of a model: ${missing.join(', ')} is missing.`,
    {
      at: { config: ['source'] },
      notes: [
        `It has: ${list(found) || 'nothing'}.`,
        'Set source to models/<node> or kept/<node>/… of a run, or to a tfjs-layers folder of the node export.',
      ],
    },
  );

export const notLayers = (source: string, format: string) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_MODEL_FORMAT',
    `The model.json of ${source} is a ${format}, expected a layers-model.`,
    {
      at: { config: ['source'] },
      notes: ['A graph has no layers to train. Use models/<node> of the run, or export tfjs-layers.'],
    },
  );

const NO_BLOCKS = 'The layer names have no blocks: select layers by layers, kinds, from or upTo.';

const didYouMean = (name: string, known: readonly string[]) => {
  const bare = (text: string) => text.replaceAll('_', '').toLowerCase();
  const near = known.find((other) => bare(other) === bare(name)) ?? suggest(name, known);
  return near ? ` Did you mean "${near}"?` : '';
};

/** Returns patterns that match existing names: `block1_*` for `blok1_*`. */
function patternsLike(pattern: string, names: readonly string[]): string[] {
  const wildcard = pattern.search(/[*?]/);
  if (wildcard < 0) return [];
  return [0, 1, -1].flatMap((more) => names.map((name) => name.slice(0, wildcard + more) + pattern.slice(wildcard)));
}

/** Lists a few names completely, and the first and last of many. */
const ends = (names: readonly string[]) =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 5).join(', ')} … ${names.slice(-5).join(', ')}`;

const list = (names: readonly string[]) =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} … (${names.length})`;

export const lossAndLabels = (loss: string, labels: string, expected: string) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_LOSS',
    `The loss ${loss} cannot be computed from these labels, which are ${labels}.`,
    {
      at: { config: ['loss'] },
      notes: [`Set loss to ${expected} or auto.`],
    },
  );

export const smoothingOfLoss = (loss: string) =>
  new ExperimentError('EXPGRAPH_TRAINING_LABEL_SMOOTHING', `labelSmoothing has no effect on the loss "${loss}".`, {
    at: { config: ['labelSmoothing'] },
    notes: ['Remove it, or set it in the loss: loss: { type: categoricalCrossentropy, labelSmoothing: 0.1 }.'],
  });

export const noBalance = (encoding: 'classes' | 'number') =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_BALANCE',
    encoding === 'classes'
      ? 'classWeight: balanced does not apply to multi-label examples.'
      : 'classWeight: balanced does not apply to labels that are numbers.',
    {
      at: { config: ['classWeight'] },
      notes: [
        encoding === 'classes' ? 'Set classWeight to none; give examples weights instead.' : 'Set classWeight to none.',
      ],
    },
  );

export const unknownMonitor = (monitor: string, metrics: readonly string[], config: readonly (string | number)[]) => {
  const unvalidated = /^val/.test(monitor) && !metrics.some((name) => name.startsWith('val_'));
  const near = metricMeant(monitor, metrics);
  return new ExperimentError(
    'EXPGRAPH_TRAINING_MONITOR',
    `Unknown metric "${monitor}".${near === undefined ? '' : ` Did you mean "${near}"?`}`,
    {
      at: { config },
      notes: [
        `Metrics of this training: ${metrics.join(', ')}.`,
        unvalidated
          ? 'Connect the input "validation", or set monitor to one of these.'
          : 'Set monitor to one of these.',
      ],
    },
  );
};

/**
 * Returns the metric meant by other names, such as Keras' or abbreviated ones: `val_acc`, `val_binary_accuracy`,
 * `validation_loss`.
 */
function metricMeant(monitor: string, metrics: readonly string[]): string | undefined {
  const bare = (text: string) =>
    text
      .replace(/^valid(ation)?(?=_)/, 'val')
      .replace(/(sparse_)?(categorical_|binary_)/, '')
      .replaceAll(/[_-]/g, '')
      .toLowerCase();
  const wanted = bare(monitor);
  return metrics.find((name) => wanted.length > 2 && bare(name).startsWith(wanted)) ?? suggest(monitor, metrics);
}

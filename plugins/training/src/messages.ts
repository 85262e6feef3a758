import { suggest } from '@expgraph/data/wording';
import { ExperimentError, formatTensorSpec, type LabelSpec, type TensorSpec } from '@expgraph/sdk';

/** Where an option stands in the config of its node. */
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

export const nothingMatches = (
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
    `The model has ${blocks.length} blocks, ${count} are asked for.`,
    {
      at: { config: at },
      notes: [blocks.length > 0 ? `It has ${ends(blocks)}.` : NO_BLOCKS],
    },
  );

export const selectionEmpty = (at: ConfigPath, selection: object) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_SELECTION_EMPTY',
    `No layer fits ${Object.keys(selection).join(' and ')} at once.`,
    {
      at: at.length > 0 ? { config: at } : { node: true },
      notes: ['Each of them fits some. Leave one out; for layers of the one or of the other, use two nodes.'],
    },
  );

export const onlyBatchNormalization = (at: ConfigPath, layers: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_ONLY_BATCH_NORMALIZATION',
    `All that is selected is batch normalisation, which stays frozen: ${list(layers)}.`,
    { at: { config: at }, notes: ['To let it train, set batchNormalization: train.'] },
  );

export const neverUnfrozen = (at: ConfigPath, atEpoch: number, epochs: number) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_NEVER_UNFROZEN',
    `Layers are to be unfrozen after ${atEpoch} epochs, and the training has ${epochs}.`,
    { at: { config: at }, notes: ['Make atEpoch less, or epochs more.'] },
  );

export const nothingFrozen = (at: ConfigPath, layers: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_NOTHING_FROZEN',
    `Nothing that is to be unfrozen is frozen by then: ${list(layers)}.`,
    {
      at: { config: at },
      notes: ['Freeze them first, with a node of type freeze before this one, or leave this step out.'],
    },
  );

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
        model.shape?.length === 4
          ? 'Give both the same size: size of the node that loads the images, inputSize of the backbone.'
          : 'Make both of the same data: with one vocabulary, one length and the same columns.',
      ],
    },
  );

export const vocabularyMismatch = (input: string, found: number, expected: number) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_VOCABULARY',
    `The tokens of "${input}" are of a vocabulary of ${found}, the model was made for one of ${expected}.`,
    {
      at: { input },
      notes: ['Number all texts with the vocabulary of the training texts: inputs: { vocabulary: vocabulary } of pad.'],
    },
  );

export const classesMismatch = (input: string, found: readonly string[], expected: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_CLASSES',
    `The classes of "${input}" are not those of the model: ${list(found)}, expected ${list(expected)}.`,
    {
      at: { input },
      notes: [...classDifferences(input, found, expected), classRemedy(input, found, expected)],
    },
  );

/** Which classes are missing or unknown, and what was meant. */
function classDifferences(input: string, found: readonly string[], expected: readonly string[]): string[] {
  const missing = expected.filter((name) => !found.includes(name));
  const unknown = found.filter((name) => !expected.includes(name));
  return [
    ...(missing.length > 0 ? [`"${input}" has no example of ${quotedList(missing)}.`] : []),
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
  return 'Load the data such that the classes have the same order.';
}

const quotedList = (names: readonly string[]) =>
  `${names
    .slice(0, 5)
    .map((name) => `"${name}"`)
    .join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;

export const noHead = (output: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_NO_HEAD',
    `The model gives ${formatTensorSpec(output)}, expected one row for each example, float32[batch, outputs].`,
    {
      at: { input: 'model' },
      notes: [
        output.shape?.length === 3
          ? 'Put a head on it, or global pooling of the steps, or leave out returnSequences of its last recurrent layer.'
          : 'Put a head on it first, for example a node of type head/classifier.',
      ],
    },
  );

export const noSteps = (input: string, output: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_NO_STEPS',
    `The model gives ${formatTensorSpec(output)}, and "${input}" has a class for each step: expected float32[batch, time, classes].`,
    {
      at: { input: 'model' },
      notes: [
        'Set returnSequences: true on its last recurrent layer, and put head/classifier on it with data whose labels are of steps, or end model/sequential in a dense layer on sequences.',
      ],
    },
  );

const numbersEach = (outputs: number, what = 'an example') =>
  `The model gives ${outputs} number${outputs === 1 ? '' : 's'} ${what}`;

export const notAScoreEach = (
  input: string,
  outputs: number,
  classes: readonly string[],
  encoding: LabelSpec['encoding'],
) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_OUTPUTS',
    `${numbersEach(outputs, encoding === 'tags' ? 'a step' : 'an example')}, and "${input}" has ${classes.length} class${classes.length === 1 ? '' : 'es'}: ${list(classes)}.`,
    {
      at: { input: 'model' },
      notes: [
        `End it with a number for each class, such as { type: dense, units: ${classes.length}, activation: ${encoding === 'classes' ? 'sigmoid' : 'softmax'} }, or with a node of type head/classifier.`,
      ],
    },
  );

export const stepsMismatch = (input: string, given: number, wanted: number) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_STEPS',
    `The model gives a class for ${given} steps, and the sequences of "${input}" have ${wanted}.`,
    {
      at: { input: 'model' },
      notes: [
        'Leave out what makes sequences shorter, such as pooling, strides, or a convolution without padding: same.',
      ],
    },
  );

export const notANumberEach = (input: string, outputs: number) =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_OUTPUTS',
    `${numbersEach(outputs)}, and the labels of "${input}" are one number each.`,
    {
      at: { input: 'model' },
      notes: ['End it with one number, such as { type: dense, units: 1 }, or with a node of type head/regressor.'],
    },
  );

export const otherScale = () =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_SCALE',
    'The numbers of "validation" are on another scale than those of "train".',
    {
      at: { input: 'validation' },
      notes: ['Scale both by the part to train with: timeseries/scale with fit: parts.train.'],
    },
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

const NO_BLOCKS = 'The names of its layers tell no blocks: select them by layers, kinds, from or upTo.';

const didYouMean = (name: string, known: readonly string[]) => {
  const bare = (text: string) => text.replaceAll('_', '').toLowerCase();
  const near = known.find((other) => bare(other) === bare(name)) ?? suggest(name, known);
  return near ? ` Did you mean "${near}"?` : '';
};

/** A pattern with another beginning, one that names have: `block1_*` for `blok1_*`. */
function patternsLike(pattern: string, names: readonly string[]): string[] {
  const wildcard = pattern.search(/[*?]/);
  if (wildcard < 0) return [];
  return [0, 1, -1].flatMap((more) => names.map((name) => name.slice(0, wildcard + more) + pattern.slice(wildcard)));
}

/** All of a few names, the ends of many. */
const ends = (names: readonly string[]) =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 5).join(', ')} … ${names.slice(-5).join(', ')}`;

const list = (names: readonly string[]) =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} … (${names.length})`;

export const lossAndLabels = (loss: string, labels: string, expected: string) =>
  new ExperimentError('EXPGRAPH_TRAINING_LOSS', `The loss is ${loss}, and the labels are ${labels}.`, {
    at: { config: ['loss'] },
    notes: [`Set it to ${expected}, or to auto.`],
  });

export const noBalance = (encoding: 'classes' | 'number') =>
  new ExperimentError(
    'EXPGRAPH_TRAINING_BALANCE',
    encoding === 'classes'
      ? 'classWeight is balanced, and the examples have any number of classes each.'
      : 'classWeight is balanced, and the labels are numbers.',
    {
      at: { config: ['classWeight'] },
      notes: [
        encoding === 'classes' ? 'Set it to none; give examples weights to have some count more.' : 'Set it to none.',
      ],
    },
  );

export const unknownMonitor = (monitor: string, metrics: readonly string[], config: readonly (string | number)[]) => {
  const unvalidated = /^val/.test(monitor) && !metrics.some((name) => name.startsWith('val_'));
  const near = metricMeant(monitor, metrics);
  return new ExperimentError(
    'EXPGRAPH_TRAINING_MONITOR',
    `The training does not measure "${monitor}".${near === undefined ? '' : ` Did you mean "${near}"?`}`,
    {
      at: { config },
      notes: [
        `It measures: ${metrics.join(', ')}.`,
        unvalidated
          ? 'Connect the input "validation", or set monitor to one of these.'
          : 'Set monitor to one of these.',
      ],
    },
  );
};

/** Keras has several names for the accuracy, and people shorten them: `val_acc`, `val_binary_accuracy`, `validation_loss`. */
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

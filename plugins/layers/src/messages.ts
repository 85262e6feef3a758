import { ExperimentError, formatTensorSpec, type TensorSpec } from '@expgraph/sdk';

export const notFeatures = (output: TensorSpec) =>
  new ExperimentError('EXPGRAPH_LAYERS_NOT_FEATURES', `A classifier cannot follow ${formatTensorSpec(output)}.`, {
    at: { input: 'model' },
    notes: [
      'Connect a model whose output is feature maps, float32[batch, height, width, channels], sequences, or float32[batch, features].',
    ],
  });

export const notSteps = (output: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_NOT_STEPS',
    `Each timestep has a label, but the model outputs ${formatTensorSpec(output)}, expected float32[batch, time, features].`,
    {
      at: { input: 'model' },
      notes: ['Set returnSequences: true on the recurrent layer below, so that it outputs every timestep.'],
    },
  );

export const noClasses = (classes: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_CLASSES',
    `The dataset has ${classes.length === 1 ? `one class, "${classes[0]}"` : 'no classes'}, expected at least two.`,
    { at: { input: 'data' }, notes: ['Connect a dataset with at least two classes.'] },
  );

export const notNumbers = (features: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_NOT_NUMBERS',
    `The features are ${formatTensorSpec(features)}, expected numbers.`,
    {
      at: { input: 'data' },
      notes: ['Encode texts first: tokenize, vocabulary, then pad, bag-of-words or tf-idf.'],
    },
  );

export const featuresUnknown = (features: TensorSpec | undefined) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_FEATURES_UNKNOWN',
    `The features are ${features ? formatTensorSpec(features) : 'of unknown shape'}, expected sizes on all axes but the first.`,
    { at: { input: 'data' }, notes: ['Connect a dataset whose examples all have the same shape.'] },
  );

export const notTokens = (features: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_NOT_TOKENS',
    `The features are ${formatTensorSpec(features)}, expected token ids, int32[batch, time].`,
    {
      at: { input: 'data' },
      notes: [
        'Sequences of numbers, float32[batch, time, features], need no embedding: connect them to a recurrent layer.',
      ],
    },
  );

export const noVocabularySize = () =>
  new ExperimentError('EXPGRAPH_LAYERS_VOCABULARY', 'inputDim is missing, and the size of the vocabulary is unknown.', {
    at: { config: ['inputDim'] },
    notes: ['Set inputDim to the largest token id plus one.'],
  });

export const inputDimTooSmall = (option: readonly (string | number)[], inputDim: number, vocabularySize: number) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_INPUT_DIM',
    `inputDim is ${inputDim}, but the vocabulary of the data has ${vocabularySize} tokens.`,
    {
      at: { config: option },
      notes: [`Remove it, or set size: ${inputDim} in the config of the vocabulary.`],
    },
  );

export const vocabularyMissing = (source: string) =>
  new ExperimentError('EXPGRAPH_LAYERS_VECTORS', `The vectors in "${source}" need a vocabulary.`, {
    at: { config: ['vectors'] },
    notes: ['Connect the vocabulary that encoded the data: inputs: { data: train, vocabulary: vocabulary }.'],
  });

export const vocabularySizeMismatch = (vocabulary: number, data: number) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_OTHER_VOCABULARY',
    `The vocabulary has ${vocabulary} tokens, but the embedding has ${data} vectors.`,
    {
      at: { input: 'vocabulary' },
      notes: ['Connect the vocabulary that encoded the data, and remove inputDim.'],
    },
  );

export const noVectors = (file: string) =>
  new ExperimentError('EXPGRAPH_LAYERS_VECTORS', `"${file}" has no vectors.`, {
    at: { config: ['vectors'] },
    notes: [
      'Use a text file with a word and its vector per line, a word2vec .bin, or JSON such as { "word": [0.1, 0.2] }.',
    ],
  });

export const vectorsDamaged = (file: string, reason: string) =>
  new ExperimentError('EXPGRAPH_LAYERS_VECTORS', `"${file}" cannot be read: ${reason}.`, {
    at: { config: ['vectors'] },
    notes: ['Download the file again: it is truncated or damaged.'],
  });

export const vectorsWidth = (place: string, found: number, width: number) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_VECTORS_WIDTH',
    `${place}: the vector has ${found} numbers, but outputDim is ${width}.`,
    {
      at: { config: ['outputDim'] },
      notes: [`Set outputDim: ${found}, or correct the file if its other vectors have ${width} numbers.`],
    },
  );

export const vectorPlace = (place: string, found: string, width: number) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_VECTORS',
    `${place}: found ${JSON.stringify(found.length > 40 ? `${found.slice(0, 40)} …` : found)}, expected a word and ${width} numbers.`,
    { at: { config: ['vectors'] }, notes: ['Correct the file, or download it again: it may be truncated.'] },
  );

export const wordNotUtf8 = (place: string) =>
  new ExperimentError('EXPGRAPH_LAYERS_VECTORS', `${place}: the word is not valid UTF-8.`, {
    at: { config: ['vectors'] },
    notes: ['Save the file as UTF-8, for example: iconv -f CP949 -t UTF-8 old.txt > new.txt'],
  });

export const noMatchingVectors = (tokens: number, source: string) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_VECTORS',
    `None of the ${tokens} tokens of the vocabulary has a vector in "${source}".`,
    {
      at: { config: ['vectors'] },
      notes: ['Use vectors for the language of the texts, and set lowercase in tokenize as the vectors were made.'],
    },
  );

/** Returns the start of a message: "Layer 2, conv2d,". Positions count from 1. */
const layer = (index: number, type: string) => `Layer ${index + 1}, ${type},`;

const atLayer = (index: number) => ({ config: ['layers', index] as const });

export const layerNotOn = (index: number, type: string, found: TensorSpec, takes: readonly TensorSpec[]) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_NOT_ON',
    `${layer(index, type)} gets ${formatTensorSpec(found)}, expected ${takes.map(formatTensorSpec).join(' or ')}.`,
    { at: atLayer(index), notes: [remedyFor(found, takes)] },
  );

function remedyFor(found: TensorSpec, takes: readonly TensorSpec[]): string {
  const [expected, rank] = [takes[0].shape?.length, found.shape?.length ?? 0];
  if (takes[0].dtype === 'int32') return 'Make it the first layer, on token ids: tokenize, vocabulary, then pad.';
  if (found.dtype === 'int32') return 'Insert an embedding between the token ids and this layer.';
  if (found.dtype === 'string') return 'Encode texts first: tokenize, vocabulary, then pad.';
  if (expected === 4) return 'Move layers of images before global pooling and flatten, and connect images.';
  if (expected === 3 && rank === 2)
    return 'Set returnSequences: true on the recurrent layer before this one, and move this one before pooling and flatten.';
  return 'Insert flatten or global pooling before this layer.';
}

export const nothingLeft = (index: number, type: string, found: TensorSpec, gives: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_NOTHING_LEFT',
    `${layer(index, type)} gets ${formatTensorSpec(found)} and would output ${formatTensorSpec(gives)}.`,
    { at: atLayer(index), notes: ['Use a smaller window or padding: same, or remove a layer before it.'] },
  );

export const layerNameTaken = (index: number, name: string) =>
  new ExperimentError('EXPGRAPH_LAYERS_NAME', `Duplicate layer name "${name}".`, {
    at: { config: ['layers', index, 'name'] },
    notes: ['Choose another name, or remove it: layers are then numbered.'],
  });

export const lengthUnknown = (index: number, type: string, found: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_LENGTH_UNKNOWN',
    `${layer(index, type)} gets ${formatTensorSpec(found)}, expected a known size of the last axis.`,
    { at: atLayer(index), notes: ['Replace flatten with global pooling, or pad the data to one length.'] },
  );

export const layerFails = (index: number, type: string, cause: Error) =>
  new ExperimentError('EXPGRAPH_LAYERS_FAILS', `${layer(index, type)} cannot be built: ${cause.message}`, {
    at: atLayer(index),
    cause,
    notes: ['Change the options of this layer or of those before it.'],
  });

export const shapeUnknown = () =>
  new ExperimentError('EXPGRAPH_LAYERS_SHAPE_UNKNOWN', 'The shape of the features is unknown.', {
    at: { input: 'data' },
    notes: ['Connect a dataset whose examples all have the same shape.'],
  });

export const noVocabularyOfLayer = () =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_VOCABULARY_SIZE',
    'inputDim of the layer embedding is missing, and the size of the vocabulary is unknown.',
    { at: { config: ['layers', 0] }, notes: ['Set inputDim to the largest token id plus one.'] },
  );

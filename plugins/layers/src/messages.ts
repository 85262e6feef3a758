import { ExperimentError, formatTensorSpec, type TensorSpec } from '@expgraph/sdk';

export const notFeatures = (output: TensorSpec) =>
  new ExperimentError('EXPGRAPH_LAYERS_NOT_FEATURES', `A classifier can not be put on ${formatTensorSpec(output)}.`, {
    at: { input: 'model' },
    notes: [
      'Connect a model that gives feature maps, float32[batch, height, width, channels], sequences, or float32[batch, features].',
    ],
  });

export const notSteps = (output: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_NOT_STEPS',
    `The labels are of steps, and the model gives ${formatTensorSpec(output)}: expected float32[batch, time, features].`,
    {
      at: { input: 'model' },
      notes: ['Set returnSequences: true on the recurrent layer below, which then gives its output after each step.'],
    },
  );

export const noClasses = (classes: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_CLASSES',
    `A classifier needs at least two classes, the data have ${classes.length}${classes.length ? `: "${classes[0]}"` : ''}.`,
    { at: { input: 'data' }, notes: ['Connect data whose labels are classes, with at least two of them.'] },
  );

export const notNumbers = (features: TensorSpec) =>
  new ExperimentError('EXPGRAPH_LAYERS_NOT_NUMBERS', `A network can not be made for ${formatTensorSpec(features)}.`, {
    at: { input: 'data' },
    notes: ['Turn texts into numbers first: tokenize, vocabulary, then pad, bag-of-words or tf-idf.'],
  });

export const featuresUnknown = (features: TensorSpec | undefined) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_FEATURES_UNKNOWN',
    `The features of the data are ${features ? formatTensorSpec(features) : 'of no known shape'}, expected sizes on all axes but the first.`,
    { at: { input: 'data' }, notes: ['Connect data whose examples all have one shape.'] },
  );

export const notTokens = (features: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_NOT_TOKENS',
    `The data are ${formatTensorSpec(features)}, expected tokens, int32[batch, time].`,
    {
      at: { input: 'data' },
      notes: [
        'Numbers of each step, float32[batch, time, features], need no embedding: connect them to a recurrent layer.',
      ],
    },
  );

export const noVocabularySize = () =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_VOCABULARY',
    'inputDim is left out, and the data do not say how many tokens there are.',
    {
      at: { config: ['inputDim'] },
      notes: ['Give inputDim: one more than the largest token.'],
    },
  );

export const inputDimTooSmall = (option: readonly (string | number)[], inputDim: number, vocabularySize: number) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_INPUT_DIM',
    `inputDim is ${inputDim}, and the data have ${vocabularySize} different tokens.`,
    {
      at: { config: option },
      notes: [`Leave it out, or set size: ${inputDim} in the config of the vocabulary.`],
    },
  );

export const vectorsWithoutVocabulary = (source: string) =>
  new ExperimentError('EXPGRAPH_LAYERS_VECTORS', `No vocabulary says which numbers the words of "${source}" have.`, {
    at: { config: ['vectors'] },
    notes: ['Connect the vocabulary that the data are numbered with: inputs: { data: train, vocabulary: vocabulary }.'],
  });

export const vocabularyOfOthers = (vocabulary: number, data: number) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_OTHER_VOCABULARY',
    `The vocabulary has ${vocabulary} numbers, and the table of vectors has ${data}.`,
    {
      at: { input: 'vocabulary' },
      notes: ['Connect the vocabulary that the data are numbered with, and leave out inputDim.'],
    },
  );

export const noVectors = (file: string) =>
  new ExperimentError('EXPGRAPH_LAYERS_VECTORS', `"${file}" has no vector.`, {
    at: { config: ['vectors'] },
    notes: ['Give a file with a word and its numbers a line, a .bin of word2vec, or JSON, { "word": [0.1, 0.2] }.'],
  });

export const vectorsDamaged = (file: string, reason: string) =>
  new ExperimentError('EXPGRAPH_LAYERS_VECTORS', `"${file}" cannot be read: ${reason}.`, {
    at: { config: ['vectors'] },
    notes: ['Fetch the file again: it is cut off or damaged.'],
  });

export const vectorsWidth = (place: string, found: number, width: number) =>
  new ExperimentError('EXPGRAPH_LAYERS_VECTORS_WIDTH', `${place}: found ${found} numbers, and outputDim is ${width}.`, {
    at: { config: ['outputDim'] },
    notes: [`Set outputDim: ${found}, or mend the file where its other words have ${width}.`],
  });

export const vectorPlace = (place: string, found: string, width: number) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_VECTORS',
    `${place}: found ${JSON.stringify(found.length > 40 ? `${found.slice(0, 40)} …` : found)}, expected a word and ${width} numbers.`,
    { at: { config: ['vectors'] }, notes: ['Mend the file, or fetch it again: it may have been cut off.'] },
  );

export const wordNotUtf8 = (place: string) =>
  new ExperimentError('EXPGRAPH_LAYERS_VECTORS', `${place}: the word is not valid UTF-8.`, {
    at: { config: ['vectors'] },
    notes: ['Save the file as UTF-8, for example: iconv -f CP949 -t UTF-8 old.txt > new.txt'],
  });

export const noneHasVector = (tokens: number, source: string) =>
  new ExperimentError('EXPGRAPH_LAYERS_VECTORS', `None of the ${tokens} tokens has a vector in "${source}".`, {
    at: { config: ['vectors'] },
    notes: ['Give vectors of the language of the texts, and have tokenize make lower-case words where theirs are.'],
  });

/** "Layer 2, conv2d,": people count from 1. */
const layer = (index: number, type: string) => `Layer ${index + 1}, ${type},`;

const atLayer = (index: number) => ({ config: ['layers', index] as const });

export const layerNotOn = (index: number, type: string, found: TensorSpec, takes: readonly TensorSpec[]) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_NOT_ON',
    `${layer(index, type)} is put on ${formatTensorSpec(found)}, expected ${takes.map(formatTensorSpec).join(' or ')}.`,
    { at: atLayer(index), notes: [remedyFor(found, takes)] },
  );

function remedyFor(found: TensorSpec, takes: readonly TensorSpec[]): string {
  const [expected, rank] = [takes[0].shape?.length, found.shape?.length ?? 0];
  if (takes[0].dtype === 'int32') return 'Put it first, on data of tokens: tokenize, vocabulary, then pad.';
  if (found.dtype === 'int32') return 'Put embedding between tokens and this layer.';
  if (found.dtype === 'string') return 'Turn texts into numbers first: tokenize, vocabulary, then pad.';
  if (expected === 4) return 'Put layers of images above pooling and flatten, and connect images.';
  if (expected === 3 && rank === 2)
    return 'Give a recurrent layer before this one returnSequences: true, and put this one before pooling or flatten.';
  return 'Put flatten, or global pooling, before this layer.';
}

export const nothingLeft = (index: number, type: string, found: TensorSpec, gives: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_NOTHING_LEFT',
    `${layer(index, type)} is put on ${formatTensorSpec(found)} and would give ${formatTensorSpec(gives)}.`,
    { at: atLayer(index), notes: ['Make its window smaller, say padding: same, or leave out a layer before it.'] },
  );

export const layerNameTaken = (index: number, name: string) =>
  new ExperimentError('EXPGRAPH_LAYERS_NAME', `Two layers are called "${name}".`, {
    at: { config: ['layers', index, 'name'] },
    notes: ['Give it another name, or none: then layers are counted.'],
  });

export const lengthUnknown = (index: number, type: string, found: TensorSpec) =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_LENGTH_UNKNOWN',
    `${layer(index, type)} is put on ${formatTensorSpec(found)}, expected a number on the last axis.`,
    { at: atLayer(index), notes: ['Put global pooling in place of flatten, or pad the data to one length.'] },
  );

export const layerFails = (index: number, type: string, cause: Error) =>
  new ExperimentError('EXPGRAPH_LAYERS_FAILS', `${layer(index, type)} can not be put there: ${cause.message}`, {
    at: atLayer(index),
    cause,
    notes: ['Change the options of this layer, or of those before it.'],
  });

export const shapeUnknown = () =>
  new ExperimentError('EXPGRAPH_LAYERS_SHAPE_UNKNOWN', 'The features of the data are of no known shape.', {
    at: { input: 'data' },
    notes: ['Connect data whose examples all have one shape.'],
  });

export const noVocabularyOfLayer = () =>
  new ExperimentError(
    'EXPGRAPH_LAYERS_VOCABULARY_SIZE',
    'inputDim of the layer embedding is left out, and the data do not say how many tokens there are.',
    { at: { config: ['layers', 0] }, notes: ['Give inputDim: one more than the largest token.'] },
  );

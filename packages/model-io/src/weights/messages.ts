import { ExperimentError } from '@expgraph/sdk';

export const AT = { config: ['weights'] } as const;

/** What `readWeights` reads, for people. */
const FORMATS =
  'Keras (.h5, .weights.h5, .keras), TensorFlow.js (model.json), TensorFlow Lite (.tflite), PyTorch (.pth, .pt)';

export const notWeights = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_FORMAT', `${source} is no file of weights: ${reason}.`, {
    at: AT,
    notes: [`Known formats: ${FORMATS}.`, 'Where it was downloaded, remove it from the cache and fetch it again.'],
  });

export const fileMissing = (source: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_FILE_MISSING', `There is no file of weights ${source}.`, {
    at: AT,
    notes: ['Give the path of a file that is there.'],
  });

export const notTflite = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_TFLITE', `${source} is not a TensorFlow Lite model: ${reason}.`, {
    at: AT,
    notes: ['The file is damaged or of another kind. Fetch it again, or give one that ends in .h5.'],
  });

export const quantised = (source: string, tensor: string, type: string) =>
  new ExperimentError(
    'EXPGRAPH_WEIGHTS_QUANTISED',
    `"${tensor}" of ${source} is ${type}, expected float32 or float16.`,
    {
      at: AT,
      notes: [
        'Weights that were quantised to integers can not be trained on. Give the float model that they came from.',
      ],
    },
  );

export const notH5 = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_H5', `${source} is not a file of Keras weights: ${reason}.`, {
    at: AT,
    notes: [
      'Give a file that Keras has written: with model.save("name.h5"), model.save_weights("name.weights.h5") or model.save("name.keras").',
      'Models that are no Sequential or Functional ones have no list of layers.',
    ],
  });

export const notKeras = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_KERAS', `${source} is not a model that Keras has saved: ${reason}.`, {
    at: AT,
    notes: [
      'The file is damaged or of another kind. Fetch it again, or save the model anew with model.save("name.keras").',
    ],
  });

export const notTfjs = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_TFJS', `${source} is not a layers model of TensorFlow.js: ${reason}.`, {
    at: AT,
    notes: [
      'Give the model.json of a model that was saved with model.save(), its shards beside it, or converted to tfjs_layers_model.',
    ],
  });

export const notTorch = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_TORCH', `${source} is not a state dict of PyTorch: ${reason}.`, {
    at: AT,
    notes: [
      'Only tensors are read; code in the file is never executed.',
      'In PyTorch, save them alone: torch.save(model.state_dict(), "name.pth")',
    ],
  });

export const layerMissing = (source: string, layer: string, found: readonly string[]) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_LAYER_MISSING', `${source} has no weights for the layer "${layer}".`, {
    at: AT,
    notes: [
      `It has ${found.length} layers: ${found.slice(0, 8).join(', ')}${found.length > 8 ? ' …' : ''}.`,
      'The file is of another architecture.',
    ],
  });

export const weightMissing = (source: string, layer: string, weight: string, found: readonly string[]) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_MISSING', `${source} has no "${weight}" for the layer "${layer}".`, {
    at: AT,
    notes: [`It has: ${found.join(', ') || 'nothing'}.`],
  });

export const wrongWeightCount = (
  source: string,
  layer: string,
  found: readonly string[],
  expected: readonly string[],
) =>
  new ExperimentError(
    'EXPGRAPH_WEIGHTS_AMOUNT',
    `${source} has ${found.length} weights for the layer "${layer}", expected ${expected.length}.`,
    {
      at: AT,
      notes: [
        `found    ${found.join(', ') || 'nothing'}`,
        `expected ${expected.join(', ')}`,
        'The layer was built with other options, for example without a bias.',
      ],
    },
  );

export const biasWithoutPlace = (source: string, layer: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_BIAS', `${source} has a bias for the convolution "${layer}", which has none.`, {
    at: AT,
    notes: [
      'A bias goes to the convolution or to the batch normalisation after it.',
      'The file is of another architecture.',
    ],
  });

export const wrongShape = (source: string, weight: string, found: readonly number[], expected: readonly number[]) =>
  new ExperimentError(
    'EXPGRAPH_WEIGHTS_SHAPE',
    `"${weight}" of ${source} has the shape [${found.join(', ')}], expected [${expected.join(', ')}].`,
    { at: AT, notes: ['The file is of another variant, for example another alpha.'] },
  );

export const wrongLayerCount = (source: string, found: number, expected: number) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_COUNT', `${source} has ${found} convolutions, expected ${expected}.`, {
    at: AT,
    notes: ['The file is of another architecture.'],
  });

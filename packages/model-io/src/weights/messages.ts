import { ExperimentError } from '@expgraph/sdk';

export const AT = { config: ['weights'] } as const;

/** Formats of `readWeights` for messages. */
const FORMATS =
  'Keras (.h5, .weights.h5, .keras), TensorFlow.js (model.json), TensorFlow Lite (.tflite), PyTorch (.pth, .pt)';

export const notWeights = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_FORMAT', `${source} is not a file of weights: ${reason}.`, {
    at: AT,
    notes: [`Known formats: ${FORMATS}.`, 'If it was downloaded, remove it from the cache and run again.'],
  });

export const fileMissing = (source: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_FILE_MISSING', `The file of weights ${source} does not exist.`, {
    at: AT,
    notes: ['Set weights to the path of an existing file.'],
  });

export const notTflite = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_TFLITE', `${source} is not a TensorFlow Lite model: ${reason}.`, {
    at: AT,
    notes: ['The file is damaged or in another format. Download it again, or use a .h5 file.'],
  });

export const quantized = (source: string, tensor: string, type: string) =>
  new ExperimentError(
    'EXPGRAPH_WEIGHTS_QUANTIZED',
    `"${tensor}" of ${source} is ${type}, expected float32 or float16.`,
    {
      at: AT,
      notes: ['Integer weights cannot be trained. Use the float model that they were quantized from.'],
    },
  );

export const notH5 = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_H5', `${source} is not a file of Keras weights: ${reason}.`, {
    at: AT,
    notes: [
      'Use a file written by Keras: model.save("name.h5"), model.save_weights("name.weights.h5") or model.save("name.keras").',
      'Only Sequential and Functional models have a list of layers.',
    ],
  });

export const notKeras = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_KERAS', `${source} is not a model saved by Keras: ${reason}.`, {
    at: AT,
    notes: [
      'The file is damaged or in another format. Download it again, or save the model again with model.save("name.keras").',
    ],
  });

export const notTfjs = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_TFJS', `${source} is not a layers model of TensorFlow.js: ${reason}.`, {
    at: AT,
    notes: [
      'Use the model.json of a model saved with model.save() or converted to tfjs_layers_model, with its shards beside it.',
    ],
  });

export const notTorch = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_TORCH', `${source} is not a state dict of PyTorch: ${reason}.`, {
    at: AT,
    notes: [
      'Only tensors are read; code in the file is never executed.',
      'In PyTorch, save only the tensors: torch.save(model.state_dict(), "name.pth")',
    ],
  });

export const layerMissing = (source: string, layer: string, found: readonly string[]) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_LAYER_MISSING', `${source} has no weights for the layer "${layer}".`, {
    at: AT,
    notes: [
      `The file has ${found.length} layers: ${found.slice(0, 8).join(', ')}${found.length > 8 ? ' …' : ''}.`,
      'The file belongs to another architecture.',
    ],
  });

export const weightMissing = (source: string, layer: string, weight: string, found: readonly string[]) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_MISSING', `${source} has no "${weight}" for the layer "${layer}".`, {
    at: AT,
    notes: [`The file has: ${found.join(', ') || 'nothing'}.`],
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
      'The bias must belong to the convolution or to the batch normalization after it.',
      'The file belongs to another architecture.',
    ],
  });

export const wrongShape = (source: string, weight: string, found: readonly number[], expected: readonly number[]) =>
  new ExperimentError(
    'EXPGRAPH_WEIGHTS_SHAPE',
    `"${weight}" of ${source} has the shape [${found.join(', ')}], expected [${expected.join(', ')}].`,
    { at: AT, notes: ['The file belongs to another variant, for example another alpha.'] },
  );

export const wrongLayerCount = (source: string, found: number, expected: number) =>
  new ExperimentError('EXPGRAPH_WEIGHTS_COUNT', `${source} has ${found} convolutions, expected ${expected}.`, {
    at: AT,
    notes: ['The file belongs to another architecture.'],
  });

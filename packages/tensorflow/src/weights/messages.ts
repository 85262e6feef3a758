import { ExperimentError } from '@expgraph/sdk';

const AT = { config: ['weights'] } as const;

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
    notes: ['Give a file that Keras has written with model.save("name.h5"), not a name.weights.h5 of Keras 3.'],
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

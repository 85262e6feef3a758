import type { LayerSpec } from '@expgraph/sdk';
import { isKerasActivation, isKerasLayer } from './keras-layer.js';
import { layerOptions } from './layer-options.js';
import { layerNotInKeras, nestedNetwork, optionNotInKeras } from './messages.js';

const NETWORKS = ['Model', 'Functional', 'Sequential'];

/**
 * Checks that Keras can express the layers.
 * @throws ExperimentError that names the layer.
 */
export function checkKerasLayers(layers: readonly LayerSpec[]): void {
  for (const layer of layers) {
    const { name, kind } = layer;
    if (NETWORKS.includes(kind)) throw nestedNetwork(name);
    if (!isKerasLayer(kind)) throw layerNotInKeras(name, kind);
    for (const options of layerOptions(layer)) checkOptions(layer, options);
  }
}

function checkOptions({ name, kind }: LayerSpec, options: Readonly<Record<string, unknown>>): void {
  const { interpolation } = options;
  if (kind === 'UpSampling2D' && interpolation === 'bilinear')
    throw optionNotInKeras(name, 'interpolation', interpolation);
  for (const option of ['activation', 'recurrentActivation']) {
    const value = options[option];
    if (typeof value === 'string' && !isKerasActivation(snakeCase(value)))
      throw optionNotInKeras(name, snakeCase(option), snakeCase(value));
  }
}

/** Converts an option to TensorFlow.js' JSON spelling. */
const snakeCase = (name: string) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();

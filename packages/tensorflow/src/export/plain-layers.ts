import type { tf } from '../tfjs.js';
import { layerNotInTfjs } from './messages.js';

/** Classes and activations of the layers of this package that plain TensorFlow.js refuses. */
const CLASSES = ['GroupedConv2D', 'GlobalAveragePooling2DKeepDims', 'GlobalMaxPooling2DKeepDims', 'Normalization'];
const ACTIVATIONS = ['hardSigmoidRelu6', 'hardSwish', 'hardSilu'];

interface Wrapper extends tf.layers.Layer {
  readonly layer?: tf.layers.Layer;
  readonly forwardLayer?: tf.layers.Layer;
}

/**
 * Refuses a network that plain TensorFlow.js does not open, as it is in the browser.
 * @throws ExperimentError that names the layer.
 */
export function checkPlainLayers(network: tf.LayersModel): void {
  for (const layer of network.layers) checkPlain(layer);
}

function checkPlain(layer: tf.layers.Layer): void {
  const kind = layer.getClassName();
  const { layer: inner, forwardLayer } = layer as Wrapper;
  const wrapped = inner ?? forwardLayer;
  if (wrapped) {
    checkPlain(wrapped);
    return;
  }
  const { activation, recurrentActivation, resetAfter, stateful } = layer.getConfig();
  if (CLASSES.includes(kind)) throw layerNotInTfjs(layer.name, `layer ${kind}`);
  if (resetAfter === true) throw layerNotInTfjs(layer.name, 'GRU with resetAfter');
  if (stateful === true) throw layerNotInTfjs(layer.name, 'stateful layer for batches of any size');
  const unknown = [activation, recurrentActivation].find((name) => ACTIVATIONS.includes(String(name)));
  if (unknown !== undefined) throw layerNotInTfjs(layer.name, `activation ${unknown}`);
}

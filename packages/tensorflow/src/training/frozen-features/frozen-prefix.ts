import { tf } from '../../tfjs.js';

/** A network in two parts: `above(below(x))` is what the network computes. They share its layers. */
export interface SplitNetwork {
  /** The part in which nothing trains and nothing is random. */
  readonly below: tf.LayersModel;
  readonly above: tf.LayersModel;
}

/** Layers that compute the same each time, whatever else trains. Of others that is not known, so they count as above. */
const DETERMINISTIC = new Set(
  `Activation Add Average AveragePooling1D AveragePooling2D BatchNormalization Concatenate Conv1D Conv2D Conv2DTranspose
  Cropping2D Dense DepthwiseConv2D ELU Embedding Flatten GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D
  GlobalMaxPooling2D InputLayer LayerNormalization LeakyReLU MaxPooling1D MaxPooling2D Maximum Minimum Multiply
  Normalization PReLU Permute ReLU Rescaling Reshape SeparableConv2D Softmax UpSampling2D ZeroPadding2D`.split(/\s+/),
);

/**
 * Splits a network above its last frozen layer through which everything passes. Undefined where nothing worth it lies below, or
 * where the network is more than a graph of layers that are each used once.
 */
export function splitAboveFrozen(network: tf.LayersModel): SplitNetwork | undefined {
  const { layers } = network;
  if (layers.some((layer) => layer.inboundNodes.length !== 1)) return undefined;
  const edge = lastNarrowEdge(network);
  if (!edge || edge.index === layers.length - 1) return undefined;
  const below = layers.slice(0, edge.index + 1);
  if (!below.some((layer) => layer.weights.length > 0)) return undefined;
  return {
    below: tf.model({ inputs: network.inputs, outputs: edge.tensor }),
    above: applyAgain(layers.slice(edge.index + 1), edge.tensor),
  };
}

/** The last place, before anything that trains or is random, where a single tensor crosses from the layers before to those after. */
function lastNarrowEdge({ layers }: tf.LayersModel): { index: number; tensor: tf.SymbolicTensor } | undefined {
  const first = layers.findIndex((layer) => !isFrozen(layer));
  const end = first < 0 ? layers.length : first;
  const position = new Map(layers.map((layer, index) => [outputOf(layer).id, index]));
  const lastUse = new Map<number, number>();
  for (const [index, layer] of layers.entries()) {
    for (const tensor of inputsOf(layer)) lastUse.set(position.get(tensor.id) ?? -1, index);
  }
  for (let index = end - 1; index > 0; index -= 1) {
    const crossing = layers.slice(0, index + 1).filter((_, producer) => (lastUse.get(producer) ?? -1) > index);
    if (crossing.length === 1) return { index, tensor: outputOf(crossing[0]) };
  }
  return undefined;
}

const isFrozen = (layer: tf.layers.Layer) =>
  DETERMINISTIC.has(layer.getClassName()) && (!layer.trainable || layer.weights.length === 0) && !makesMask(layer);

/** Features have no mask with them: the layers above must get it from the layer that makes it. */
const makesMask = (layer: tf.layers.Layer) => (layer as { readonly maskZero?: boolean }).maskZero === true;

const inputsOf = (layer: tf.layers.Layer): tf.SymbolicTensor[] =>
  layer.getClassName() === 'InputLayer' ? [] : [layer.input].flat();

const outputOf = (layer: tf.layers.Layer): tf.SymbolicTensor => layer.output as tf.SymbolicTensor;

/** The same layers on a new input of a tensor's shape. */
function applyAgain(layers: readonly tf.layers.Layer[], from: tf.SymbolicTensor): tf.LayersModel {
  const input = tf.input({ shape: from.shape.slice(1) });
  const again = new Map<number, tf.SymbolicTensor>([[from.id, input]]);
  let last = input;
  for (const layer of layers) {
    // Looked up first: applying a layer again makes its inputs ambiguous.
    const [given, output] = [inputsOf(layer), outputOf(layer)];
    const inputs = given.map(({ id }) => again.get(id) as tf.SymbolicTensor);
    last = layer.apply(inputs.length === 1 ? inputs[0] : inputs) as tf.SymbolicTensor;
    again.set(output.id, last);
  }
  return tf.model({ inputs: input, outputs: last });
}

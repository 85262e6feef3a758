import { tf } from '../../tfjs.js';

/** A network split in two: `above(below(x))` equals the network's output. The parts share the network's layers. */
export interface SplitNetwork {
  /** The frozen, deterministic part. */
  readonly below: tf.LayersModel;
  readonly above: tf.LayersModel;
}

/** Layers whose outputs are deterministic. Layers not listed here count as part of `above`. */
const DETERMINISTIC = new Set(
  `Activation Add Average AveragePooling1D AveragePooling2D BatchNormalization Concatenate Conv1D Conv2D Conv2DTranspose
  Cropping2D Dense DepthwiseConv2D ELU Embedding Flatten GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D
  GlobalMaxPooling2D InputLayer LayerNormalization LeakyReLU MaxPooling1D MaxPooling2D Maximum Minimum Multiply
  Normalization PReLU Permute ReLU Rescaling Reshape SeparableConv2D Softmax UpSampling2D ZeroPadding2D`.split(/\s+/),
);

/**
 * Splits a network above the last frozen layer whose output is the only input of the rest. Returns undefined if no
 * expensive layer is below, or if the network is not a graph of layers that are each used once.
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

/** Finds the last position before any trainable or random layer at which only one tensor passes to later layers. */
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

/** Cached features have no mask, so a layer that makes one must be above the split. */
const makesMask = (layer: tf.layers.Layer) => (layer as { readonly maskZero?: boolean }).maskZero === true;

const inputsOf = (layer: tf.layers.Layer): tf.SymbolicTensor[] =>
  layer.getClassName() === 'InputLayer' ? [] : [layer.input].flat();

const outputOf = (layer: tf.layers.Layer): tf.SymbolicTensor => layer.output as tf.SymbolicTensor;

/** Applies the same layers to a new input with the shape of the tensor `from`. */
function applyAgain(layers: readonly tf.layers.Layer[], from: tf.SymbolicTensor): tf.LayersModel {
  const input = tf.input({ shape: from.shape.slice(1) });
  const again = new Map<number, tf.SymbolicTensor>([[from.id, input]]);
  let last = input;
  for (const layer of layers) {
    // Read these first: applying a layer again makes its inputs ambiguous.
    const [given, output] = [inputsOf(layer), outputOf(layer)];
    const inputs = given.map(({ id }) => again.get(id) as tf.SymbolicTensor);
    last = layer.apply(inputs.length === 1 ? inputs[0] : inputs) as tf.SymbolicTensor;
    again.set(output.id, last);
  }
  return tf.model({ inputs: input, outputs: last });
}

import { tf } from '@expgraph/tensorflow/tfjs';
import { inOrderOfCells } from './keras-3-groups.js';
import { layerMissing, weightMissing, wrongShape, wrongWeightCount } from './messages.js';
import type { LayerWeights, Weight } from './named-weights.js';
import { layersIn, leafLayers, placeWeights } from './place-weights.js';

/** What Keras 3 calls weights that had another name in Keras 2, whose names tfjs has. */
const KERAS_3_NAMES: Readonly<Record<string, string>> = { depthwise_kernel: 'kernel' };

/**
 * Gives a network the weights of a file, by the names of layers and weights. Every weight of the network must be there;
 * what else the file has is left. Layers, and the weights of a layer, are taken in their order where the file has no names for them, or
 * others.
 * @param source Name of the file, for errors.
 * @throws ExperimentError when a layer or weight is missing, or a shape differs. The network may have some of the weights then.
 */
export function assignWeights(network: tf.LayersModel, weights: LayerWeights, source: string): void {
  const placed = placeWeights(network, weights, source);
  for (const layer of leafLayers(network)) {
    if (layer.weights.length === 0) continue;
    const found = placed.get(layer.name);
    if (!found) throw layerMissing(source, layer.name, layersIn(weights));
    for (const [variable, weight] of pair(layer, inOrderOfCells(stackedCells(layer), found), source)) {
      const expected = variable.shape as number[];
      if (weight.shape.join() !== expected.join())
        throw wrongShape(source, `${layer.name}/${nameOf(variable)}`, weight.shape, expected);
      const tensor = tf.tensor(weight.values, expected, 'float32');
      variable.write(tensor);
      tensor.dispose();
    }
  }
}

interface Stacked {
  readonly cell?: { readonly cells?: readonly tf.layers.Layer[] };
  readonly forwardLayer?: Stacked;
}

/** The kinds of a layer's stacked cells, from the first to the last; none of other layers. */
function stackedCells(layer: tf.layers.Layer): { readonly className: string }[] {
  const stacked = layer as tf.layers.Layer & Stacked;
  const { cells = [] } = (stacked.forwardLayer ?? stacked).cell ?? {};
  return cells.map((cell) => ({ className: cell.getClassName() }));
}

const nameOf = (variable: tf.LayerVariable) => variable.originalName.split('/').at(-1) as string;

/** Each variable of a layer with its weight: by name where the names are the layer's own, else by order. */
function pair(
  layer: tf.layers.Layer,
  found: ReadonlyMap<string, Weight>,
  source: string,
): [tf.LayerVariable, Weight][] {
  const names = layer.weights.map(nameOf);
  const named = names.map((name) => found.get(name) ?? found.get(KERAS_3_NAMES[name] ?? ''));
  const byName = named.some((weight) => weight !== undefined) && new Set(names).size === names.length;
  if (!byName && found.size !== names.length) throw wrongWeightCount(source, layer.name, [...found.keys()], names);
  const inOrder = byName ? named : [...found.values()];
  return layer.weights.map((variable, index) => {
    const weight = inOrder[index];
    if (!weight) throw weightMissing(source, layer.name, names[index], [...found.keys()]);
    return [variable, weight];
  });
}

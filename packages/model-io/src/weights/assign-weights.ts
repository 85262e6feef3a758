import { tf } from '@expgraph/tensorflow/tfjs';
import { inOrderOfCells } from './keras-3-groups.js';
import { layerMissing, weightMissing, wrongShape, wrongWeightCount } from './messages.js';
import type { LayerWeights, Weight } from './named-weights.js';
import { layersIn, leafLayers, placeWeights } from './place-weights.js';

/** Keras 3 names of weights whose Keras 2 name, which tfjs uses, differs. */
const KERAS_3_NAMES: Readonly<Record<string, string>> = { depthwise_kernel: 'kernel' };

/**
 * Assigns the weights of a file to a network by layer and weight name. All weights of the network must exist; extra
 * ones in the file are ignored. Layers, and weights of a layer, are assigned in order if the file has no names for them
 * or different ones.
 * @param source Name of the file, for errors.
 * @throws ExperimentError if a layer or weight is missing or a shape differs. Some weights may then have been assigned.
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

/** Returns the kinds of a layer's stacked cells, from first to last; empty for other layers. */
function stackedCells(layer: tf.layers.Layer): { readonly className: string }[] {
  const stacked = layer as tf.layers.Layer & Stacked;
  const { cells = [] } = (stacked.forwardLayer ?? stacked).cell ?? {};
  return cells.map((cell) => ({ className: cell.getClassName() }));
}

const nameOf = (variable: tf.LayerVariable) => variable.originalName.split('/').at(-1) as string;

/** Pairs each variable of a layer with its weight: by name if the names are those of the layer, otherwise in order. */
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

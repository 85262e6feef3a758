import type { tf } from '@expgraph/tensorflow/tfjs';
import { keras3Places } from '../weights/keras-3-groups.js';

/** Variables that Keras stores in one group. */
export interface VariableGroup {
  /** Path below the layer in a `.weights.h5`: a wrapped layer, or a cell. */
  readonly place: readonly string[];
  /** Prefix of the names in a `.h5`. */
  readonly prefix: readonly string[];
  readonly variables: readonly tf.LayerVariable[];
}

interface Wrapper extends tf.layers.Layer {
  readonly cell?: tf.layers.Layer & { readonly cells?: readonly tf.layers.Layer[] };
  readonly layer?: tf.layers.Layer;
  readonly forwardLayer?: tf.layers.Layer;
  readonly backwardLayer?: tf.layers.Layer;
}

/** Returns the variables of a layer in Keras' order, by group. */
export function variableGroups(layer: tf.layers.Layer): readonly VariableGroup[] {
  const kind = layer.getClassName();
  const { layer: inner, forwardLayer, backwardLayer } = layer as Wrapper;
  if (kind === 'Bidirectional' && forwardLayer && backwardLayer) {
    return [...within('forward_layer', forwardLayer), ...within('backward_layer', backwardLayer)];
  }
  if (kind === 'TimeDistributed' && inner) return within('layer', inner);
  const variables = layer.weights;
  const { cell } = layer as Wrapper;
  if (cell?.cells) return cellGroups(cell.cells);
  if (cell) return [{ place: ['cell'], prefix: placesOf([cell]), variables }];
  return [{ place: [], prefix: [], variables }];
}

/** Returns the groups of stacked cells. Cells of a kind are numbered from the second on. */
const cellGroups = (cells: readonly tf.layers.Layer[]): VariableGroup[] =>
  placesOf(cells).map((place, index) => ({
    place: ['cell', 'cells', place],
    prefix: [place],
    variables: cells[index].weights,
  }));

const placesOf = (cells: readonly tf.layers.Layer[]) => [
  ...keras3Places(cells.map((cell) => ({ className: cell.getClassName() }))).values(),
];

const within = (attribute: string, layer: tf.layers.Layer): VariableGroup[] =>
  variableGroups(layer).map(({ place, prefix, variables }) => ({
    place: [attribute, ...place],
    prefix: [layer.name, ...prefix],
    variables,
  }));

/** Returns the name without the layer: `kernel`, `moving_mean`. */
export const variableName = (variable: tf.LayerVariable): string => variable.originalName.split('/').at(-1) as string;

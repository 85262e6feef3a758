import type { tf } from '@expgraph/tensorflow/tfjs';
import { keras3Places } from '../weights/keras-3-groups.js';

/** Variables that Keras keeps in one place. */
export interface VariableGroup {
  /** Where a `.weights.h5` has them, below the layer: a layer within it, or its cell. */
  readonly place: readonly string[];
  /** What stands before their names in a `.h5`. */
  readonly prefix: readonly string[];
  readonly variables: readonly tf.LayerVariable[];
}

interface Wrapper extends tf.layers.Layer {
  readonly cell?: tf.layers.Layer & { readonly cells?: readonly tf.layers.Layer[] };
  readonly layer?: tf.layers.Layer;
  readonly forwardLayer?: tf.layers.Layer;
  readonly backwardLayer?: tf.layers.Layer;
}

/** The variables of a layer, in Keras' order, where Keras keeps them. */
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

/** Stacked cells: those of a kind are numbered from the second on. */
const cellGroups = (cells: readonly tf.layers.Layer[]): VariableGroup[] =>
  placesOf(cells).map((place, index) => ({
    ...{ place: ['cell', 'cells', place], prefix: [place] },
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

/** `kernel`, `moving_mean`. */
export const variableName = (variable: tf.LayerVariable): string => variable.originalName.split('/').at(-1) as string;

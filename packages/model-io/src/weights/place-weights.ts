import type { tf } from '@expgraph/tensorflow/tfjs';
import { keras3Places } from './keras-3-groups.js';
import { biasWithoutPlace, wrongLayerCount } from './messages.js';
import type { LayerWeights, Weight } from './named-weights.js';
import { unfoldBatchNormalization } from './unfold-batch-normalization.js';

const KERAS_3 = 'layers/';

/** Returns the layers of a network, with nested models replaced by their layers. */
export const leafLayers = (network: tf.LayersModel): tf.layers.Layer[] =>
  network.layers.flatMap((layer) => ('layers' in layer ? leafLayers(layer as tf.LayersModel) : [layer]));

/** Returns the layer names in a file, or positions if it has no names. */
export function layersIn(weights: LayerWeights): string[] {
  const names = [...weights.keys()].filter((name) => !name.startsWith(KERAS_3));
  return names.length > 0 ? names : [...weights.keys()];
}

/**
 * Renames the layers of a file to those of the network, if the file identifies them by position with unknown names, or
 * if their order is that of the network.
 * @throws ExperimentError if the numbers of convolutions differ.
 */
export function placeWeights(network: tf.LayersModel, weights: LayerWeights, source: string): LayerWeights {
  const keys = [...weights.keys()];
  if (keys[0]?.startsWith('convolutions/')) return placeConvolutions(network, [...weights.values()], source);
  if (!keys.some((key) => key.startsWith(KERAS_3))) return placeInOrder(network, weights) ?? weights;
  const weighted = [...placesOf(network.layers, 'layers')].filter(([layer]) => layer.weights.length > 0);
  const placed = new Map(
    weighted.flatMap(([layer, place]) => {
      const found = weights.get(place);
      return found ? [[layer.name, found] as const] : [];
    }),
  );
  const named = weighted.filter(([layer]) => weights.has(layer.name));
  return named.length < placed.size ? placed : weights;
}

/**
 * Assigns layers in order regardless of their names, as Keras does for `.h5`. This is necessary if a name is missing,
 * because Keras has renamed layers between versions and numbers unnamed layers per process. Returns undefined if the
 * shapes do not match.
 */
function placeInOrder(network: tf.LayersModel, weights: LayerWeights): LayerWeights | undefined {
  const layers = leafLayers(network).filter((layer) => layer.weights.length > 0);
  if (layers.every(({ name }) => weights.has(name))) return undefined;
  const found = [...weights.values()].filter(({ size }) => size > 0);
  if (!layers.every((layer, index) => fits(layer, found[index]))) return undefined;
  return new Map(layers.map(({ name }, index) => [name, found[index]]));
}

function fits(layer: tf.layers.Layer, found: ReadonlyMap<string, Weight> | undefined): boolean {
  const shapes = [...(found?.values() ?? [])].map(({ shape }) => shape.join());
  return shapes.join(' ') === layer.weights.map(({ shape }) => shape.join()).join(' ');
}

/**
 * Returns each layer that has weights with its position in a Keras 3 file: `layers/conv2d_1`,
 * `layers/functional/layers/dense`.
 */
function placesOf(layers: readonly tf.layers.Layer[], path: string): Map<tf.layers.Layer, string> {
  const classes = layers.map((layer) => ({ layer, className: kerasClass(layer) }));
  const places = new Map<tf.layers.Layer, string>();
  for (const [{ layer }, place] of keras3Places(classes)) {
    if ('layers' in layer) {
      const inner = placesOf((layer as tf.LayersModel).layers, `${path}/${place}/layers`);
      for (const [leaf, itsPlace] of inner) places.set(leaf, itsPlace);
    } else places.set(layer, `${path}/${place}`);
  }
  return places;
}

/** Returns Keras' class name of a layer. */
const kerasClass = (layer: tf.layers.Layer) => {
  const name = layer.getClassName();
  return name === 'Model' ? 'Functional' : name;
};

/**
 * Assigns convolutions to those of the network in order. A folded bias is assigned to the following batch
 * normalization, which then only adds the bias.
 */
function placeConvolutions(
  network: tf.LayersModel,
  convolutions: readonly ReadonlyMap<string, Weight>[],
  source: string,
): LayerWeights {
  const weighted = leafLayers(network).filter((layer) => layer.weights.length > 0);
  const targets = weighted.filter((layer) => /Conv2D$/.test(layer.getClassName()));
  if (targets.length !== convolutions.length) throw wrongLayerCount(source, convolutions.length, targets.length);
  const placed = new Map<string, ReadonlyMap<string, Weight>>();
  for (const [index, layer] of targets.entries()) {
    const { kernel, bias } = Object.fromEntries(convolutions[index]);
    const next = weighted[weighted.indexOf(layer) + 1];
    const normalized = next?.getClassName() === 'BatchNormalization';
    const hasBias = layer.weights.some((variable) => variable.originalName.endsWith('/bias'));
    if (normalized) placed.set(next.name, unfoldBatchNormalization(bias, epsilonOf(next)));
    else if (!hasBias && bias.values.some((value) => value !== 0)) throw biasWithoutPlace(source, layer.name);
    const zero = { shape: bias.shape, values: new Float32Array(bias.values.length) };
    placed.set(
      layer.name,
      new Map([['kernel', kernel], ...(hasBias ? [['bias', normalized ? zero : bias] as const] : [])]),
    );
  }
  return placed;
}

const epsilonOf = (normalization: tf.layers.Layer) => normalization.getConfig().epsilon as number;

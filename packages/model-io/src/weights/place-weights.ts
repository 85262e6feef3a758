import type { tf } from '@expgraph/tensorflow/tfjs';
import { keras3Places } from './keras-3-groups.js';
import { biasWithoutPlace, wrongLayerCount } from './messages.js';
import type { LayerWeights, Weight } from './named-weights.js';
import { unfoldBatchNormalization } from './unfold-batch-normalization.js';

const KERAS_3 = 'layers/';

/** The layers of a network, with those of the models that are layers of it in their place. */
export const leafLayers = (network: tf.LayersModel): tf.layers.Layer[] =>
  network.layers.flatMap((layer) => ('layers' in layer ? leafLayers(layer as tf.LayersModel) : [layer]));

/** The names that a file has for layers; their places where it has none. */
export function layersIn(weights: LayerWeights): string[] {
  const names = [...weights.keys()].filter((name) => !name.startsWith(KERAS_3));
  return names.length > 0 ? names : [...weights.keys()];
}

/**
 * Calls the layers of a file as the network does, where the file tells their places and no names that the network knows, or where their
 * order is that of the network.
 * @throws ExperimentError when it has another number of convolutions than the network.
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
 * Keras' own rule for `.h5`: layers by their order, whatever they are called. It is needed where a name is missing: Keras has given other
 * names since, or counts layers that have none from another number on. Undefined where the shapes do not fit.
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

/** Each weighted layer with its place in a Keras 3 file: `layers/conv2d_1`, `layers/functional/layers/dense`. */
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

/** The class of a layer as Keras calls it. */
const kerasClass = (layer: tf.layers.Layer) => {
  const name = layer.getClassName();
  return name === 'Model' ? 'Functional' : name;
};

/**
 * Gives convolutions in their order to those of the network. What a bias was folded from is a batch normalization that follows, which
 * becomes one that only adds the bias.
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

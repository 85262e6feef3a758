import type { LayerSpec, Table } from '@expgraph/sdk';
import type { tf } from '@expgraph/tensorflow/tfjs';
import { blockNames } from './block-names.js';
import type { PlannedUnfreezing } from './unfreezing.js';

/** A layer with parameters. */
interface LayerWithParameters {
  readonly name: string;
  /** Block of the layer; the layer's name if layer names have no blocks. */
  readonly block: string;
  readonly parameters: number;
  /** Number of trainable parameters, without moving statistics. */
  readonly learnable: number;
}

/** The trained layers of a model from an epoch on. */
export interface TrainedLayers {
  /** Zero-based first epoch. */
  readonly from: number;
  /** `2 of 54 layers (0.2 M of 2.4 M parameters)`; layers without parameters are not counted. */
  readonly summary: string;
  /** One row per block; consecutive frozen blocks share a row. */
  readonly table: Table;
}

/** Returns the trained layers of a network, at the start and after each unfreezing. */
export function trainedLayers(
  network: tf.LayersModel,
  layers: readonly LayerSpec[],
  unfreezing: readonly PlannedUnfreezing[],
  scales: ReadonlyMap<string, number>,
): TrainedLayers[] {
  const weighed = weigh(network, layers);
  const training = new Set(layers.filter(({ frozen }) => !frozen).map(({ name }) => name));
  const trained = [{ from: 0, ...describe(weighed, training, scales) }];
  for (const { atEpoch, layers: names } of unfreezing) {
    for (const name of names) training.add(name);
    if (trained[trained.length - 1].from === atEpoch) trained.pop();
    trained.push({ from: atEpoch, ...describe(weighed, training, scales) });
  }
  return trained;
}

function describe(
  layers: readonly LayerWithParameters[],
  training: ReadonlySet<string>,
  scales: ReadonlyMap<string, number>,
): { summary: string; table: Table } {
  const trains = layers.filter(({ name }) => training.has(name));
  const rows = stretches(layers, training).map((stretch) => {
    const [first, last] = [stretch[0].block, stretch[stretch.length - 1].block];
    const some = stretch.filter(({ name }) => training.has(name));
    const rates = new Set(some.map(({ name }) => Number((scales.get(name) ?? 1).toPrecision(3))));
    const cells = [stretch.length, sum(stretch, 'parameters'), sum(some, 'learnable'), [...rates].join(', ')];
    return [first === last ? first : `${first} … ${last}`, ...cells];
  });
  const parameters = ratio(sum(trains, 'learnable'), sum(layers, 'parameters'));
  return {
    summary: `${trains.length} of ${layers.length} layers (${parameters} parameters)`,
    table: { columns: ['block', 'layers', 'parameters', 'trainable', 'learning rate ×'], rows },
  };
}

/** Groups layers by block, and consecutive frozen blocks together. */
function stretches(layers: readonly LayerWithParameters[], training: ReadonlySet<string>): LayerWithParameters[][] {
  const active = new Set(layers.filter(({ name }) => training.has(name)).map(({ block }) => block));
  const found: LayerWithParameters[][] = [];
  for (const layer of layers) {
    const block = found.at(-1)?.[0].block;
    const goesOn = block === layer.block || (block !== undefined && !active.has(block) && !active.has(layer.block));
    if (goesOn) found[found.length - 1].push(layer);
    else found.push([layer]);
  }
  return found;
}

function weigh(network: tf.LayersModel, layers: readonly LayerSpec[]): LayerWithParameters[] {
  const blocks = blockNames(layers);
  return network.layers.flatMap((layer, position) => {
    const parameters = count(layer.weights);
    const { name } = layer;
    return parameters > 0 ? [{ name, block: blocks[position] ?? name, parameters, learnable: learnable(layer) }] : [];
  });
}

/** tfjs lists trainable weights only of a layer that is not frozen, so the layer is unfrozen for a moment. */
function learnable(layer: tf.layers.Layer): number {
  const { trainable } = layer;
  layer.trainable = true;
  const weights = count(layer.trainableWeights);
  layer.trainable = trainable;
  return weights;
}

const count = (weights: readonly tf.LayerVariable[]) =>
  weights.reduce((total, { shape }) => total + shape.reduce<number>((product, size) => product * (size ?? 1), 1), 0);

const sum = (layers: readonly LayerWithParameters[], what: 'parameters' | 'learnable') =>
  layers.reduce((total, layer) => total + layer[what], 0);

/** `0.2 M of 2.4 M`. */
function ratio(part: number, whole: number): string {
  if (whole < 10_000) return `${part} of ${whole}`;
  const [unit, name] = whole < 1e6 ? [1e3, 'k'] : [1e6, 'M'];
  return `${(part / unit).toFixed(1)} ${name} of ${(whole / unit).toFixed(1)} ${name}`;
}

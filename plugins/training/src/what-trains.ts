import type { LayerSpec, Table } from '@expgraph/sdk';
import type { tf } from '@expgraph/tensorflow/tfjs';
import { blockNames } from './block-names.js';
import type { PlannedUnfreezing } from './unfreezing.js';

/** A layer with weights, and how many of them there are. */
interface WeighedLayer {
  readonly name: string;
  /** The block, or the layer's own name where names tell no blocks. */
  readonly block: string;
  readonly parameters: number;
  /** Those that learn when it trains: moving statistics do not. */
  readonly learnable: number;
}

/** What of a model trains from an epoch on. */
export interface Trained {
  /** The zero-based first epoch. */
  readonly from: number;
  /** `2 of 54 layers, 0.2 of 2.4 million weights`: layers that have weights. */
  readonly summary: string;
  /** A row a block; those of frozen blocks that follow each other are one. */
  readonly table: Table;
}

/** What of a network trains, at first and after each step in which layers are unfrozen. */
export function whatTrains(
  network: tf.LayersModel,
  layers: readonly LayerSpec[],
  unfreezing: readonly PlannedUnfreezing[],
  scales: ReadonlyMap<string, number>,
): Trained[] {
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
  layers: readonly WeighedLayer[],
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
  const weights = share(sum(trains, 'learnable'), sum(layers, 'parameters'));
  return {
    summary: `${trains.length} of ${layers.length} layers, ${weights} weights`,
    table: { columns: ['block', 'layers', 'parameters', 'trainable', 'learning rate ×'], rows },
  };
}

/** The layers of each block in which some train, and together those of blocks in a row in which none do. */
function stretches(layers: readonly WeighedLayer[], training: ReadonlySet<string>): WeighedLayer[][] {
  const active = new Set(layers.filter(({ name }) => training.has(name)).map(({ block }) => block));
  const found: WeighedLayer[][] = [];
  for (const layer of layers) {
    const block = found.at(-1)?.[0].block;
    const goesOn = block === layer.block || (block !== undefined && !active.has(block) && !active.has(layer.block));
    if (goesOn) found[found.length - 1].push(layer);
    else found.push([layer]);
  }
  return found;
}

function weigh(network: tf.LayersModel, layers: readonly LayerSpec[]): WeighedLayer[] {
  const blocks = blockNames(layers);
  return network.layers.flatMap((layer, position) => {
    const parameters = count(layer.weights);
    const { name } = layer;
    return parameters > 0 ? [{ name, block: blocks[position] ?? name, parameters, learnable: learnable(layer) }] : [];
  });
}

/** tfjs tells which weights learn only of a layer that trains: it does for a moment. */
function learnable(layer: tf.layers.Layer): number {
  const { trainable } = layer;
  layer.trainable = true;
  const weights = count(layer.trainableWeights);
  layer.trainable = trainable;
  return weights;
}

const count = (weights: readonly tf.LayerVariable[]) =>
  weights.reduce((total, { shape }) => total + shape.reduce<number>((product, size) => product * (size ?? 1), 1), 0);

const sum = (layers: readonly WeighedLayer[], what: 'parameters' | 'learnable') =>
  layers.reduce((total, layer) => total + layer[what], 0);

/** `0.2 of 2.4 million`. */
function share(part: number, whole: number): string {
  if (whole < 10_000) return `${part} of ${whole}`;
  const [unit, name] = whole < 1e6 ? [1e3, 'thousand'] : [1e6, 'million'];
  return `${(part / unit).toFixed(1)} of ${(whole / unit).toFixed(1)} ${name}`;
}

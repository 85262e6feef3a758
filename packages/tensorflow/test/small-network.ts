import type { Model } from '@expgraph/sdk';
import { batchNormalization, seededDropout } from '../src/layers/index.js';
import { tf } from '../src/tfjs.js';
import { ArrayDataset } from './services.js';

export const FEATURES = 5;
export const CLASSES = 3;

/** Returns values that the Python side of a test computes too. */
export const wave = (count: number, phase: number): Float32Array =>
  Float32Array.from({ length: count }, (_, index) => Math.sin(index * 12.9898 + phase) * 0.5);

/** Dense 8 relu, optional batch normalization and dense 3 softmax on 5 features; the network of `keras-training.py`. */
export function smallNetwork(options: { frozenNormalization?: boolean; dropout?: number } = {}): Model {
  const inputs = tf.input({ shape: [FEATURES], name: 'input' });
  let x = tf.layers.dense({ units: 8, activation: 'relu', name: 'hidden' }).apply(inputs) as tf.SymbolicTensor;
  const trainable = !options.frozenNormalization;
  const normalized = batchNormalization({ name: 'normalize', momentum: 0.9, trainable }).apply(x) as tf.SymbolicTensor;
  x = tf.layers.add({ name: 'sum' }).apply([x, normalized]) as tf.SymbolicTensor;
  if (options.dropout) x = seededDropout({ rate: options.dropout, name: 'drop' }).apply(x) as tf.SymbolicTensor;
  x = tf.layers.dense({ units: CLASSES, activation: 'softmax', name: 'predictions' }).apply(x) as tf.SymbolicTensor;
  const network = tf.model({ inputs, outputs: x });
  const ones = (phase: number) => wave(8, phase).map((value) => 1 + value);
  set(network, 'hidden', [wave(40, 1), [5, 8]], [wave(8, 2), [8]]);
  set(network, 'normalize', [ones(3), [8]], [wave(8, 4), [8]], [wave(8, 5), [8]], [ones(6), [8]]);
  set(network, 'predictions', [wave(24, 7), [8, 3]], [wave(3, 8), [3]]);
  return { network, card: { architecture: 'small', input: { shape: ['batch', FEATURES] } } };
}

function set(network: tf.LayersModel, layer: string, ...weights: [Float32Array, number[]][]): void {
  tf.tidy(() => network.getLayer(layer).setWeights(weights.map(([values, shape]) => tf.tensor(values, shape))));
}

/** Points of three classes that a small network can separate. */
export function threeClasses(size: number, phase = 0): ArrayDataset {
  const labels = Int32Array.from({ length: size }, (_, index) => (index * 7) % CLASSES);
  const features = wave(size * FEATURES, phase).map(
    (value, index) => value + (index % FEATURES === labels[Math.floor(index / FEATURES)] ? 1.5 : 0),
  );
  return new ArrayDataset(features, [FEATURES], labels);
}

/** Returns all weights of a network by layer and weight name. */
export function weightsOf({ network }: Model): Record<string, readonly number[]> {
  const entries = network.layers.flatMap((layer) =>
    layer.weights.map(
      (weight) => [`${layer.name}/${weight.originalName.split('/').at(-1)}`, [...weight.read().dataSync()]] as const,
    ),
  );
  return Object.fromEntries(entries);
}

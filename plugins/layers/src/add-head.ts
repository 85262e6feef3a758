import type { Model, Random } from '@expgraph/sdk';
import { initialWeights } from '@expgraph/tensorflow';
import {
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  seededDropout,
} from '@expgraph/tensorflow/layers';
import { cloneModel } from '@expgraph/tensorflow/model';
import { tf } from '@expgraph/tensorflow/tfjs';
import { POOLING_NAMES, type Pooling } from './head-layers.js';

export interface HeadOptions {
  /** Units of the hidden dense layers. */
  readonly units: readonly number[];
  readonly activation: 'relu' | 'elu' | 'selu' | 'tanh' | 'sigmoid';
  readonly dropout: number;
  /** Classes, for which the last layer outputs probabilities; empty to output one number. */
  readonly classes: readonly string[];
  /** Whether examples are multi-label: each class then has an independent probability. */
  readonly multiLabel?: boolean;
  readonly random: Random;
}

/**
 * Adds dense layers to a copy of a model. Input: feature maps `float32[batch, height, width, channels]`, sequences
 * `float32[batch, time, features]`, or vectors `float32[batch, features]`. Output: as that of `applyHead`; with
 * `perStep`, for sequences only, `float32[batch, time, classes]`.
 */
export function addHead(
  backbone: Model,
  options: HeadOptions & { readonly pooling: Pooling; readonly perStep?: boolean },
): Model {
  const { network, card } = cloneModel(backbone);
  const [below] = network.outputs;
  const outputs = applyHead(options.perStep ? below : pooled(below, options.pooling), options);
  const classes = options.classes.length > 0 ? options.classes : undefined;
  return { network: tf.model({ name: network.name, inputs: network.inputs, outputs }), card: { ...card, classes } };
}

/** Pools all positions or timesteps to one vector. */
function pooled(x: tf.SymbolicTensor, pooling: Pooling): tf.SymbolicTensor {
  if (x.shape.length === 2) return x;
  const name = POOLING_NAMES[pooling];
  return poolingLayer(pooling, x.shape.length, name).apply(x) as tf.SymbolicTensor;
}

function poolingLayer(pooling: Pooling, rank: number, name: string): tf.layers.Layer {
  if (rank === 3) return pooling === 'max' ? globalMaxPooling1d({ name }) : globalAveragePooling1d({ name });
  const options = { name, dataFormat: 'channelsLast' } as const;
  return pooling === 'max' ? globalMaxPooling2d(options) : globalAveragePooling2d(options);
}

/**
 * Applies dense layers, each with dropout before it, to `float32[batch, features]`. The last one outputs probabilities
 * `float32[batch, classes]`, from a softmax or, for multi-label, sigmoids; without classes it outputs a number,
 * `float32[batch, 1]`.
 */
export function applyHead(features: tf.SymbolicTensor, options: HeadOptions): tf.SymbolicTensor {
  const { classes, multiLabel, units, activation, dropout, random } = options;
  const dense = (name: string, size: number, activationName: HeadOptions['activation'] | 'softmax' | 'linear') => {
    const seed = initialWeights(random, name).seed();
    const kernelInitializer = tf.initializers.glorotUniform({ seed });
    return tf.layers.dense({ name, units: size, activation: activationName, kernelInitializer });
  };
  const ofClasses = multiLabel ? 'sigmoid' : 'softmax';
  const last = classes.length > 0 ? dense('predictions', classes.length, ofClasses) : dense('predictions', 1, 'linear');
  const hidden = units.map((size, index) => dense(`head_dense_${index + 1}`, size, activation));
  let x = features;
  for (const [index, layer] of [...hidden, last].entries()) {
    if (dropout > 0)
      x = seededDropout({ name: `head_dropout_${index + 1}`, rate: dropout }).apply(x) as tf.SymbolicTensor;
    x = layer.apply(x) as tf.SymbolicTensor;
  }
  return x;
}

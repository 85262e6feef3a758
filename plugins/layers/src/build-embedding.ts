import type { Dimension, Random } from '@expgraph/sdk';
import { initialWeights } from '@expgraph/tensorflow';
import { tf } from '@expgraph/tensorflow/tfjs';

interface Options {
  readonly inputDim: number;
  readonly outputDim: number;
  readonly maskZero: boolean;
  /** Number of tokens per example; undefined or a name if it varies. */
  readonly time?: Dimension;
  /** Whether the vectors are trained. */
  readonly trainable: boolean;
  /** `float32[inputDim, outputDim]`: initial vectors. */
  readonly table?: Float32Array;
}

/**
 * Builds a network from `int32[batch, time]` to `float32[batch, time, outputDim]`. Initial vectors are those of a
 * table, or Keras' default: uniform in -0.05..0.05.
 */
export function buildEmbedding({ time, table, ...options }: Options, random: Random): tf.LayersModel {
  const seed = initialWeights(random, 'embedding').seed();
  const embeddingsInitializer = tf.initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed });
  const input = tf.input({ name: 'input', shape: [typeof time === 'number' ? time : null], dtype: 'int32' });
  const inputShape = input.shape.slice(1);
  const layer = tf.layers.embedding({ ...options, name: 'embedding', inputShape, embeddingsInitializer });
  const network = tf.model({ name: 'embedding', inputs: input, outputs: layer.apply(input) as tf.SymbolicTensor });
  if (table) tf.tidy(() => layer.setWeights([tf.tensor2d(table, [options.inputDim, options.outputDim])]));
  return network;
}

import type { Dimension, Random } from '@expgraph/sdk';
import { initialWeights } from '@expgraph/tensorflow';
import { tf } from '@expgraph/tensorflow/tfjs';

interface Options {
  readonly inputDim: number;
  readonly outputDim: number;
  readonly maskZero: boolean;
  /** Tokens of an example; undefined or a name where their number may be any. */
  readonly time?: Dimension;
  /** Whether the vectors change in training. */
  readonly trainable: boolean;
  /** `float32[inputDim, outputDim]`: the vectors to begin with. */
  readonly table?: Float32Array;
}

/** `int32[batch, time]` to `float32[batch, time, outputDim]`, with the vectors of a table, or Keras' initial weights: evenly spread over -0.05..0.05. */
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

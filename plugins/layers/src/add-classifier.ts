import type { Model, Random } from '@expgraph/sdk';
import { seededDropout } from '@expgraph/tensorflow/layers';
import { cloneModel } from '@expgraph/tensorflow/model';
import { tf } from '@expgraph/tensorflow/tfjs';

export interface ClassifierOptions {
  readonly classes: readonly string[];
  readonly units: readonly number[];
  readonly activation: 'relu' | 'elu' | 'selu' | 'tanh' | 'sigmoid';
  readonly dropout: number;
  readonly random: Random;
}

/**
 * A copy of the backbone with a classifier on top.
 * Input: feature maps `float32[batch, height, width, channels]` or vectors `float32[batch, features]`.
 * Output: probabilities `float32[batch, classes]`, of a softmax.
 */
export function addClassifier(backbone: Model, options: ClassifierOptions): Model {
  const { classes, units, activation, random } = options;
  const { network, card } = cloneModel(backbone);
  let x = network.outputs[0];
  if (x.shape.length === 4) {
    x = tf.layers
      .globalAveragePooling2d({ name: 'avg_pool', dataFormat: 'channelsLast' })
      .apply(x) as tf.SymbolicTensor;
  }
  const dense = (name: string, size: number, activationName: ClassifierOptions['activation'] | 'softmax') => {
    const seed = random.stream('initialise', name).seed();
    const kernelInitializer = tf.initializers.glorotUniform({ seed });
    return tf.layers.dense({ name, units: size, activation: activationName, kernelInitializer });
  };
  for (const [index, size] of [...units, classes.length].entries()) {
    if (options.dropout > 0)
      x = seededDropout({ name: `head_dropout_${index + 1}`, rate: options.dropout }).apply(x) as tf.SymbolicTensor;
    const last = index === units.length;
    const layer = last ? dense('predictions', size, 'softmax') : dense(`head_dense_${index + 1}`, size, activation);
    x = layer.apply(x) as tf.SymbolicTensor;
  }
  return { network: tf.model({ inputs: network.inputs, outputs: x }), card: { ...card, classes } };
}

import type { Model, Random } from '@expgraph/sdk';
import { seededDropout } from '@expgraph/tensorflow/layers';
import { cloneModel } from '@expgraph/tensorflow/model';
import { tf } from '@expgraph/tensorflow/tfjs';

export interface HeadOptions {
  /** Of the dense layers below the last one. */
  readonly units: readonly number[];
  readonly activation: 'relu' | 'elu' | 'selu' | 'tanh' | 'sigmoid';
  readonly dropout: number;
  /** The classes, whose probabilities the last layer gives; without any it gives one number. */
  readonly classes: readonly string[];
  /** Whether an example has any number of them: then each has a probability of its own. */
  readonly multiLabel?: boolean;
  readonly random: Random;
}

/**
 * A copy of the backbone with dense layers on top.
 * Input: feature maps `float32[batch, height, width, channels]` or vectors `float32[batch, features]`.
 * Output: as `applyHead`.
 */
export function addHead(backbone: Model, options: HeadOptions): Model {
  const { network, card } = cloneModel(backbone);
  let x = network.outputs[0];
  if (x.shape.length === 4) {
    x = tf.layers
      .globalAveragePooling2d({ name: 'avg_pool', dataFormat: 'channelsLast' })
      .apply(x) as tf.SymbolicTensor;
  }
  const outputs = applyHead(x, options);
  const classes = options.classes.length > 0 ? options.classes : undefined;
  return { network: tf.model({ inputs: network.inputs, outputs }), card: { ...card, classes } };
}

/**
 * Dense layers with dropout below each, on `float32[batch, features]`. The last gives probabilities `float32[batch, classes]` of a
 * softmax, for multiLabel of a sigmoid each, or where there are no classes a number, `float32[batch, 1]`.
 */
export function applyHead(features: tf.SymbolicTensor, options: HeadOptions): tf.SymbolicTensor {
  const { classes, multiLabel, units, activation, dropout, random } = options;
  const dense = (name: string, size: number, activationName: HeadOptions['activation'] | 'softmax' | 'linear') => {
    const seed = random.stream('initialise', name).seed();
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

import type { Random } from '@expgraph/sdk';
import { initialWeights } from '@expgraph/tensorflow';
import {
  batchNormalization,
  conv2d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  hardActivations,
  normalization,
  reLU,
  seededDropout,
} from '@expgraph/tensorflow/layers';
import { tf } from '@expgraph/tensorflow/tfjs';
import type { Blueprint, Features } from './blueprint.js';
import type { LayerKind, LayerPlan } from './layer-plan.js';

// biome-ignore lint/suspicious/noExplicitAny: factories have different options, which the blueprint has checked.
type Factory = (options: any) => tf.layers.Layer;

const FACTORIES: Readonly<Record<Exclude<LayerKind, 'InputLayer'>, Factory>> = {
  Activation: tf.layers.activation,
  Add: tf.layers.add,
  AveragePooling2D: tf.layers.averagePooling2d,
  BatchNormalization: batchNormalization,
  Concatenate: tf.layers.concatenate,
  Conv2D: conv2d,
  Dense: tf.layers.dense,
  DepthwiseConv2D: tf.layers.depthwiseConv2d,
  Dropout: seededDropout,
  Flatten: tf.layers.flatten,
  GlobalAveragePooling2D: globalAveragePooling2d,
  GlobalMaxPooling2D: globalMaxPooling2d,
  MaxPooling2D: tf.layers.maxPooling2d,
  Multiply: tf.layers.multiply,
  Normalization: normalization,
  ReLU: reLU,
  Rescaling: tf.layers.rescaling,
  Reshape: tf.layers.reshape,
  ZeroPadding2D: tf.layers.zeroPadding2d,
};

/** Option that sets the initializer of a layer's weights. */
const INITIALIZERS: Partial<Record<LayerKind, string>> = {
  Conv2D: 'kernelInitializer',
  Dense: 'kernelInitializer',
  DepthwiseConv2D: 'depthwiseInitializer',
};

/**
 * Builds the network of a blueprint up to an output. Initial weights depend on the layer's name, so that adding layers
 * does not change those of others. Without `random` they are 0, for networks whose weights are loaded next: drawing
 * tens of millions takes a second.
 */
export function buildNetwork(
  name: string,
  blueprint: Blueprint,
  output: Features,
  random: Random | undefined,
): tf.LayersModel {
  const { inputSize } = blueprint;
  const tensors = new Map<string, tf.SymbolicTensor>();
  const { layer: first } = blueprint.input;
  const input = tf.input({ name: first, shape: [...inputSize, 3] });
  tensors.set(first, input);
  const plans = blueprint.layersTo(output).filter(({ kind }) => kind !== 'InputLayer');
  for (const plan of plans) {
    const inputs = plan.inputs.map((from) => tensors.get(from) as tf.SymbolicTensor);
    const layer = FACTORIES[plan.kind as keyof typeof FACTORIES](optionsOf(plan, random));
    tensors.set(plan.name, layer.apply(inputs.length === 1 ? inputs[0] : inputs) as tf.SymbolicTensor);
  }
  return tf.model({ name, inputs: input, outputs: tensors.get(output.layer) as tf.SymbolicTensor });
}

function optionsOf({ kind, name, options }: LayerPlan, random: Random | undefined): Record<string, unknown> {
  const made: Record<string, unknown> = { ...options };
  if (options.activation !== undefined)
    made.activation = ACTIVATIONS[options.activation as string] ?? options.activation;
  const initializer = INITIALIZERS[kind];
  if (initializer) {
    made[initializer] = random
      ? tf.initializers.glorotUniform({ seed: initialWeights(random, name).seed() })
      : tf.initializers.zeros();
  }
  return made;
}

/** Activations that tfjs lacks or defines differently. */
const ACTIVATIONS: Readonly<Record<string, unknown>> = hardActivations;

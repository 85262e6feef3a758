import type { Dataset, Model } from '@expgraph/sdk';
import { tf } from '@expgraph/tensorflow/tfjs';
import { applyHead, type HeadOptions } from './add-head.js';
import { featuresUnknown } from './messages.js';

/**
 * Builds a network of dense layers for the features of a dataset, which are flattened if they have several axes.
 * Output: as that of `applyHead`, for the classes of the dataset.
 */
export function denseNetwork(
  architecture: string,
  data: Dataset,
  options: Omit<HeadOptions, 'classes' | 'multiLabel'>,
): Model {
  const { features } = data.spec;
  const shape = features?.shape?.slice(1);
  if (shape === undefined || shape.some((size) => typeof size !== 'number')) throw featuresUnknown(features);
  const input = tf.input({ name: 'input', shape: shape as number[] });
  const flat = shape.length === 1 ? input : (tf.layers.flatten({ name: 'flatten' }).apply(input) as tf.SymbolicTensor);
  const multiLabel = data.spec.label?.encoding === 'classes';
  const outputs = applyHead(flat, { ...options, classes: data.classes, multiLabel });
  const classes = data.classes.length > 0 ? data.classes : undefined;
  const network = tf.model({ name: architecture, inputs: input, outputs });
  return { network, card: { architecture, input: { ...features, dtype: 'float32' }, classes } };
}

import type { Batch, Dataset } from '@expgraph/sdk';
import { tf } from '../tfjs.js';
import { type LossOptions, lossOf } from './losses.js';

/** Inputs of a loss besides the network's outputs. */
export interface Targets {
  /**
   * `int32[batch]` class indices; `float32[batch, classes]` multi-hot or soft labels; `float32[batch]` numbers; or
   * `int32[batch * time]` class indices of timesteps.
   */
  readonly labels: tf.Tensor;
  /** `float32[batch]` or `float32[batch * time]`: weight of each example or timestep. */
  readonly weights: tf.Tensor1D;
}

export const labelType = (options: LossOptions): 'float32' | 'int32' =>
  lossOf(options).targets === 'class' && !options.softClasses ? 'int32' : 'float32';

/** Returns the number of losses for a batch of features: one per example or per timestep. */
export function lossCount([batch, time]: readonly number[], network: tf.LayersModel, { perStep }: LossOptions): number {
  return perStep ? batch * (network.outputs[0].shape[1] ?? time) : batch;
}

/** Returns the shape of the labels for features of a shape. */
export function labelShape(features: readonly number[], network: tf.LayersModel, options: LossOptions): number[] {
  const count = lossCount(features, network, options);
  if (options.softClasses) return [count, options.softClasses];
  return lossOf(options).targets === 'classes' ? [count, network.outputs[0].shape[1] as number] : [count];
}

/** Returns the labels in the type and layout that the loss takes. */
export function labelsOf(batch: Batch, options: LossOptions): Float32Array | Int32Array {
  if (options.softClasses) return batch.targets ?? oneHot(batch.labels, options.softClasses);
  return labelType(options) === 'int32' ? Int32Array.from(batch.labels) : Float32Array.from(batch.labels);
}

function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  const encoded = new Float32Array(labels.length * classes);
  for (let example = 0; example < labels.length; example += 1) encoded[example * classes + labels[example]] = 1;
  return encoded;
}

/**
 * Returns the weight of each example: its own times that of its class. For timesteps, the weight of unlabeled ones is
 * distributed over the labeled ones, so that the mean over all timesteps equals the mean over labeled ones, as with a
 * mask in Keras.
 */
export function weightsOf(batch: Batch, { classWeight, perStep }: LossOptions): Float32Array {
  if (perStep) {
    const { labels, weights } = batch;
    const time = labels.length / batch.shape[0];
    const scale = labels.length / countLabeled(labels);
    return Float32Array.from(labels, (label, step) =>
      label < 0 ? 0 : scale * (weights?.[Math.floor(step / time)] ?? 1) * (classWeight ? classWeight[label] : 1),
    );
  }
  return Float32Array.from(
    { length: batch.shape[0] },
    (_, index) => (batch.weights?.[index] ?? 1) * (classWeight ? classWeight[batch.labels[index]] : 1),
  );
}

/** Returns whether each timestep of a dataset's examples has a label. */
export const isPerStep = ({ spec }: Dataset): boolean => spec.label?.encoding === 'tags';

/** Returns the number of labeled timesteps. */
export function countLabeled(labels: Batch['labels']): number {
  let count = 0;
  for (const label of labels) if (label >= 0) count += 1;
  return count;
}

export const targetsOf = (batch: Batch, network: tf.LayersModel, options: LossOptions): Targets => ({
  labels: tf.tensor(labelsOf(batch, options), labelShape(batch.shape, network, options), labelType(options)),
  weights: tf.tensor1d(weightsOf(batch, options)),
});

import type { Batch } from '@expgraph/sdk';
import { tf } from '../tfjs.js';
import type { LossOptions } from './losses.js';

/** What a loss is computed from, besides the network's outputs. */
export interface Targets {
  /** `int32[batch]` class indices, `float32[batch, classes]` of 0 and 1 or of shares, or `float32[batch]` numbers. */
  readonly labels: tf.Tensor;
  /** `float32[batch]`: how much each example counts. */
  readonly weights: tf.Tensor1D;
}

export const labelType = ({ loss, softClasses }: LossOptions): 'float32' | 'int32' =>
  loss === 'categoricalCrossentropy' && !softClasses ? 'int32' : 'float32';

/** The shape of the labels of so many examples. */
export function labelShape(batch: number, network: tf.LayersModel, { loss, softClasses }: LossOptions): number[] {
  if (softClasses) return [batch, softClasses];
  return loss === 'binaryCrossentropy' ? [batch, network.outputs[0].shape[1] as number] : [batch];
}

/** Labels as the loss wants them. */
export function labelsOf(batch: Batch, options: LossOptions): Float32Array | Int32Array {
  if (options.softClasses) return batch.targets ?? oneHot(batch.labels, options.softClasses);
  return labelType(options) === 'int32' ? Int32Array.from(batch.labels) : Float32Array.from(batch.labels);
}

function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  const shares = new Float32Array(labels.length * classes);
  for (let example = 0; example < labels.length; example += 1) shares[example * classes + labels[example]] = 1;
  return shares;
}

/** The weight of each example: its own, times that of its class. */
export function weightsOf(batch: Batch, { classWeight }: LossOptions): Float32Array {
  return Float32Array.from(
    { length: batch.shape[0] },
    (_, index) => (batch.weights?.[index] ?? 1) * (classWeight ? classWeight[batch.labels[index]] : 1),
  );
}

export const targetsOf = (batch: Batch, network: tf.LayersModel, options: LossOptions): Targets => ({
  labels: tf.tensor(labelsOf(batch, options), labelShape(batch.shape[0], network, options), labelType(options)),
  weights: tf.tensor1d(weightsOf(batch, options)),
});

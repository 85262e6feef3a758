import type { Batch } from '@expgraph/sdk';
import { tf } from '../tfjs.js';
import type { LossOptions } from './losses.js';

/** What a loss is computed from, besides the network's outputs. */
export interface Targets {
  /** `int32[batch]` class indices, or `float32[batch]` numbers. */
  readonly labels: tf.Tensor1D;
  /** `float32[batch]`: how much each example counts. */
  readonly weights: tf.Tensor1D;
}

export const labelType = ({ loss }: LossOptions): 'float32' | 'int32' =>
  loss === 'meanSquaredError' ? 'float32' : 'int32';

/** Labels as the loss wants them. */
export const labelsOf = (batch: Batch, options: LossOptions): Float32Array | Int32Array =>
  labelType(options) === 'int32' ? Int32Array.from(batch.labels) : Float32Array.from(batch.labels);

/** The weight of each example: its own, times that of its class. */
export function weightsOf(batch: Batch, { classWeight }: LossOptions): Float32Array {
  return Float32Array.from(
    batch.labels,
    (label, index) => (batch.weights?.[index] ?? 1) * (classWeight ? classWeight[label] : 1),
  );
}

export const targetsOf = (batch: Batch, options: LossOptions): Targets => ({
  labels: tf.tensor1d(labelsOf(batch, options), labelType(options)),
  weights: tf.tensor1d(weightsOf(batch, options)),
});

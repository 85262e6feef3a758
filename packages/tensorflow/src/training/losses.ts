import { softmaxCrossEntropy } from '../kernels/softmax-cross-entropy.js';
import { tf } from '../tfjs.js';

export type LossName = 'categoricalCrossentropy' | 'meanSquaredError';

export interface LossOptions {
  readonly loss: LossName;
  readonly labelSmoothing?: number;
  /** `[classes]`: a factor for the loss of each example, by its class. */
  readonly classWeight?: readonly number[];
}

/**
 * The loss of each example, `float32[batch]`, before it is weighted. For cross-entropy, `outputs` are logits
 * `float32[batch, classes]` and labels are class indices `int32[batch]`; for the squared error, labels are numbers
 * `float32[batch]`.
 */
export function lossPerExample(outputs: tf.Tensor2D, labels: tf.Tensor1D, options: LossOptions): tf.Tensor1D {
  const { loss, labelSmoothing = 0 } = options;
  if (loss === 'meanSquaredError') {
    return tf.mean(tf.squaredDifference(outputs, tf.reshape(labels, [-1, 1])), -1);
  }
  return softmaxCrossEntropy(outputs, labelSmoothing > 0 ? smoothed(labels, outputs.shape[1], labelSmoothing) : labels);
}

function smoothed(labels: tf.Tensor1D, classes: number, smoothing: number): tf.Tensor2D {
  const targets = tf.cast(tf.oneHot(labels, classes), 'float32');
  return tf.add(tf.mul(targets, 1 - smoothing), smoothing / classes);
}

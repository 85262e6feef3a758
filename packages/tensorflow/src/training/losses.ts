import { tf } from '../tfjs.js';

export type LossName = 'categoricalCrossentropy' | 'meanSquaredError';

export interface LossOptions {
  readonly loss: LossName;
  readonly labelSmoothing?: number;
  /** `[classes]`: a factor for the loss of each example, by its class. */
  readonly classWeight?: readonly number[];
}

/**
 * The loss of each example, `float32[batch]`. For cross-entropy, `outputs` are logits `float32[batch, classes]` and labels
 * are class indices `int32[batch]`; for the squared error, labels are numbers `float32[batch]`.
 */
export function lossPerExample(outputs: tf.Tensor2D, labels: tf.Tensor1D, options: LossOptions): tf.Tensor1D {
  const { loss, labelSmoothing = 0, classWeight } = options;
  if (loss === 'meanSquaredError') {
    return tf.mean(tf.squaredDifference(outputs, tf.reshape(labels, [-1, 1])), -1);
  }
  const classes = outputs.shape[1];
  const indices = tf.cast(labels, 'int32');
  const targets = tf.cast(tf.oneHot(indices, classes), 'float32');
  const smoothed = labelSmoothing > 0 ? tf.add(tf.mul(targets, 1 - labelSmoothing), labelSmoothing / classes) : targets;
  const losses = tf.neg(tf.sum(tf.mul(smoothed, tf.logSoftmax(outputs)), -1)) as tf.Tensor1D;
  return classWeight ? tf.mul(losses, tf.gather(tf.tensor1d([...classWeight]), indices)) : losses;
}

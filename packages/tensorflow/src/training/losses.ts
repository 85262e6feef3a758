import { softmaxCrossEntropy } from '../kernels/softmax-cross-entropy.js';
import { tf } from '../tfjs.js';

export type LossName = 'categoricalCrossentropy' | 'binaryCrossentropy' | 'meanSquaredError';

export interface LossOptions {
  readonly loss: LossName;
  readonly labelSmoothing?: number;
  /** `[classes]`: a factor for the loss of each example, by its class. */
  readonly classWeight?: readonly number[];
  /** The number of classes, where labels are the share of each. */
  readonly softClasses?: number;
  /** Whether each step of an example has a class of its own: its rows are steps, those without a class have the label -1. */
  readonly perStep?: boolean;
}

/**
 * The loss of each example, `float32[batch]`, before it is weighted. For both cross-entropies, `outputs` are logits
 * `float32[batch, classes]`; labels are class indices `int32[batch]` or, where they are soft, shares `float32[batch, classes]` for the
 * categorical one, 0 and 1 `float32[batch, classes]` for the binary one, which is the mean over the classes; for the squared error,
 * labels are numbers `float32[batch]`. Of steps, the batch is all of them, one example's behind another's, and the loss of one without
 * a label is 0, as with Keras' `ignore_class=-1`.
 */
export function lossPerExample(outputs: tf.Tensor2D, labels: tf.Tensor, options: LossOptions): tf.Tensor1D {
  const { loss, labelSmoothing = 0, softClasses, perStep } = options;
  if (perStep) {
    const losses = lossPerExample(outputs, tf.maximum(labels, tf.scalar(0, 'int32')), { ...options, perStep: false });
    return tf.mul(losses, tf.cast(tf.greaterEqual(labels, tf.scalar(0, 'int32')), 'float32'));
  }
  if (loss === 'meanSquaredError') {
    return tf.mean(tf.squaredDifference(outputs, tf.reshape(labels, [-1, 1])), -1);
  }
  if (loss === 'binaryCrossentropy') return sigmoidCrossEntropy(outputs, labels as tf.Tensor2D, labelSmoothing);
  if (labelSmoothing === 0) return softmaxCrossEntropy(outputs, labels as tf.Tensor1D | tf.Tensor2D);
  const classes = outputs.shape[1];
  const targets = softClasses ? labels : tf.cast(tf.oneHot(labels as tf.Tensor1D, classes), 'float32');
  return softmaxCrossEntropy(outputs, tf.add(tf.mul(targets, 1 - labelSmoothing), labelSmoothing / classes));
}

/** `softplus(x) - x * z`: -z log(p) - (1 - z) log(1 - p) of p = sigmoid(x), which is not rounded through p. */
function sigmoidCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor2D, smoothing: number): tf.Tensor1D {
  const targets = smoothing > 0 ? tf.add(tf.mul(labels, 1 - smoothing), smoothing / 2) : labels;
  return tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, targets)), -1);
}

import { softmaxCrossEntropy } from '../kernels/softmax-cross-entropy.js';
import { tf } from '../tfjs.js';

export type LossName = 'categoricalCrossentropy' | 'binaryCrossentropy' | 'meanSquaredError';

export interface LossOptions {
  readonly loss: LossName;
  readonly labelSmoothing?: number;
  /** `[classes]`: a factor for the loss of each example, by its class. */
  readonly classWeight?: readonly number[];
}

/**
 * The loss of each example, `float32[batch]`, before it is weighted. For both cross-entropies, `outputs` are logits
 * `float32[batch, classes]`; labels are class indices `int32[batch]` for the categorical one, 0 and 1 `float32[batch, classes]`
 * for the binary one, which is the mean over the classes; for the squared error, labels are numbers `float32[batch]`.
 */
export function lossPerExample(outputs: tf.Tensor2D, labels: tf.Tensor, options: LossOptions): tf.Tensor1D {
  const { loss, labelSmoothing = 0 } = options;
  if (loss === 'meanSquaredError') {
    return tf.mean(tf.squaredDifference(outputs, tf.reshape(labels, [-1, 1])), -1);
  }
  if (loss === 'binaryCrossentropy') return sigmoidCrossEntropy(outputs, labels as tf.Tensor2D, labelSmoothing);
  const indices = labels as tf.Tensor1D;
  return softmaxCrossEntropy(
    outputs,
    labelSmoothing > 0 ? smoothed(indices, outputs.shape[1], labelSmoothing) : indices,
  );
}

/** `softplus(x) - x * z`: -z log(p) - (1 - z) log(1 - p) of p = sigmoid(x), which is not rounded through p. */
function sigmoidCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor2D, smoothing: number): tf.Tensor1D {
  const targets = smoothing > 0 ? tf.add(tf.mul(labels, 1 - smoothing), smoothing / 2) : labels;
  return tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, targets)), -1);
}

function smoothed(labels: tf.Tensor1D, classes: number, smoothing: number): tf.Tensor2D {
  const targets = tf.cast(tf.oneHot(labels, classes), 'float32');
  return tf.add(tf.mul(targets, 1 - smoothing), smoothing / classes);
}

import { binaryCrossentropyLoss } from '../components/losses/binary-crossentropy.js';
import { categoricalCrossentropyLoss } from '../components/losses/categorical-crossentropy.js';
import type { Loss } from '../components/losses/loss.js';
import { meanSquaredErrorLoss } from '../components/losses/mean-squared-error.js';
import { softmaxCrossEntropy } from '../kernels/softmax-cross-entropy.js';
import { tf } from '../tfjs.js';

export type LossName = 'categoricalCrossentropy' | 'binaryCrossentropy' | 'meanSquaredError';

export interface LossOptions {
  /** A loss or the name of a built-in one. */
  readonly loss: LossName | Loss;
  /** Label smoothing for a built-in loss given by name. */
  readonly labelSmoothing?: number;
  /** `[classes]`: factor of the loss of each class. */
  readonly classWeight?: readonly number[];
  /** Number of classes of soft labels, which are a probability per class. */
  readonly softClasses?: number;
  /** Whether each timestep of an example has a class. The rows are timesteps; those without a class have the label -1. */
  readonly perStep?: boolean;
}

/** Returns the loss that the options name. */
export function lossOf({ loss, labelSmoothing = 0 }: Pick<LossOptions, 'loss' | 'labelSmoothing'>): Loss {
  if (typeof loss !== 'string') return loss;
  if (loss === 'meanSquaredError') return meanSquaredErrorLoss(tf);
  if (loss === 'binaryCrossentropy') return binaryCrossentropyLoss(tf, { labelSmoothing });
  return categoricalCrossentropyLoss(tf, softmaxCrossEntropy, { labelSmoothing });
}

/**
 * Returns the loss of each example or timestep, `float32[batch]`, before weights. The loss of a timestep without a label is 0, as with
 * Keras' `ignore_class=-1`.
 */
export function lossPerExample(outputs: tf.Tensor2D, labels: tf.Tensor, options: LossOptions): tf.Tensor1D {
  const loss = lossOf(options);
  if (!options.perStep) return loss.perExample(outputs, labels);
  const losses = loss.perExample(outputs, tf.maximum(labels, tf.scalar(0, 'int32')));
  return tf.mul(losses, tf.cast(tf.greaterEqual(labels, tf.scalar(0, 'int32')), 'float32'));
}

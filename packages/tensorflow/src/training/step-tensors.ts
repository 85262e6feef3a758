import { withStepSeed } from '../layers/seeded-dropout.js';
import { tf } from '../tfjs.js';
import { forwardToLogits, lastActivation } from './forward.js';
import type { Targets } from './loss-inputs.js';
import { type LossOptions, lossOf, lossPerExample } from './losses.js';

/** Results of a training step. */
export interface StepTensors {
  /** Mean of the weighted losses. */
  readonly loss: tf.Scalar;
  /**
   * Number of correctly classified examples; for multi-label, the sum of the fractions of correct classes. Meaningless when labels are
   * numbers.
   */
  readonly correct: tf.Scalar;
  /** By variable, in the given order. */
  readonly gradients: readonly tf.Tensor[];
}

/** Computes the loss and gradients of a batch, and updates moving statistics of the layers. */
export function stepTensors(
  network: tf.LayersModel,
  variables: readonly tf.Variable[],
  { features, targets, seed }: { features: tf.Tensor; targets: Targets; seed: tf.Scalar | number },
  options: LossOptions,
): StepTensors {
  const outputs: tf.Tensor2D[] = [];
  const meanLoss = (): tf.Scalar => {
    const logits = forwardToLogits(network, features, { training: true, loss: lossOf(options) });
    outputs.push(tf.keep(logits.clone()));
    return tf.mean(tf.mul(lossPerExample(logits, targets.labels, options), targets.weights));
  };
  const { value, grads } = withStepSeed(seed, () => tf.variableGrads(meanLoss, [...variables]));
  const [logits] = outputs;
  const correct = tf.sum(hitsOf(logits, targets.labels, options)) as tf.Scalar;
  logits.dispose();
  return { loss: value, correct, gradients: variables.map(({ name }) => grads[name]) };
}

/**
 * Returns `float32[batch]`: 1 for a correct class and 0 for a wrong one, or for multi-label, the fraction of correct
 * classes.
 */
function hitsOf(logits: tf.Tensor2D, labels: tf.Tensor, options: LossOptions): tf.Tensor {
  if (lossOf(options).targets === 'classes')
    return tf.mean(tf.cast(tf.equal(tf.cast(tf.greater(logits, 0), 'float32'), labels), 'float32'), -1);
  const classes = options.softClasses ? tf.argMax(labels, -1) : tf.cast(labels, 'int32');
  return tf.cast(tf.equal(tf.argMax(logits, -1), classes), 'float32');
}

/** Returns the sum of a batch's losses and the network's outputs, after its softmax or sigmoid if it has one. */
export function scoreTensors(
  network: tf.LayersModel,
  features: tf.Tensor,
  labels: tf.Tensor,
  options: LossOptions,
): { loss: tf.Scalar; scores: tf.Tensor } {
  const loss = lossOf(options);
  const logits = forwardToLogits(network, features, { training: false, loss });
  const activation = lastActivation(network, loss);
  const scores: tf.Tensor = activation ? tf[activation](logits) : logits;
  return { loss: tf.sum(lossPerExample(logits, labels, options)) as tf.Scalar, scores };
}

import { withStepSeed } from '../layers/seeded-dropout.js';
import { tf } from '../tfjs.js';
import { endsInSoftmax, forwardToLogits } from './forward.js';
import type { Targets } from './loss-inputs.js';
import { type LossOptions, lossPerExample } from './losses.js';

/** What one training step computes. */
export interface StepTensors {
  /** Mean of the weighted losses. */
  readonly loss: tf.Scalar;
  /** Examples that are classified rightly; of no meaning when labels are numbers. */
  readonly correct: tf.Scalar;
  /** By variable, in the order given. */
  readonly gradients: readonly tf.Tensor[];
}

/** Forward, loss and gradients of a batch. Statistics that layers keep are moved on. */
export function stepTensors(
  network: tf.LayersModel,
  variables: readonly tf.Variable[],
  { features, targets, seed }: { features: tf.Tensor; targets: Targets; seed: tf.Scalar | number },
  options: LossOptions,
): StepTensors {
  const outputs: tf.Tensor2D[] = [];
  const meanLoss = (): tf.Scalar => {
    const logits = forwardToLogits(network, features, true);
    outputs.push(tf.keep(logits.clone()));
    return tf.mean(tf.mul(lossPerExample(logits, targets.labels, options), targets.weights));
  };
  const { value, grads } = withStepSeed(seed, () => tf.variableGrads(meanLoss, [...variables]));
  const [logits] = outputs;
  const hits = tf.equal(tf.argMax(logits, -1), tf.cast(targets.labels, 'int32'));
  const correct = tf.sum(tf.cast(hits, 'float32')) as tf.Scalar;
  logits.dispose();
  return { loss: value, correct, gradients: variables.map(({ name }) => grads[name]) };
}

/** Sum of the losses of a batch, and the network's outputs: after the softmax, if it ends in one. */
export function scoreTensors(
  network: tf.LayersModel,
  features: tf.Tensor,
  labels: tf.Tensor1D,
  options: LossOptions,
): { loss: tf.Scalar; scores: tf.Tensor } {
  const logits = forwardToLogits(network, features, false);
  const scores: tf.Tensor = endsInSoftmax(network) ? tf.softmax(logits) : logits;
  return { loss: tf.sum(lossPerExample(logits, labels, options)) as tf.Scalar, scores };
}

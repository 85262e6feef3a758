import type { Batch } from '@expgraph/sdk';
import type { Loss } from '../components/losses/loss.js';
import { surprisal } from '../components/losses/options.js';
import { tf } from '../tfjs.js';
import { countLabeled } from './loss-inputs.js';
import { type LossOptions, lossOf } from './losses.js';
import type { BatchScores } from './training-engine.js';

export interface ScoreOptions extends Pick<LossOptions, 'loss' | 'labelSmoothing' | 'perStep'> {
  /** Whether the scores of a classifier are logits, because its network does not end in a softmax. */
  readonly logits?: boolean;
}

/**
 * Returns the sum of an evaluated batch's losses, weighted by example as in Keras' `evaluate` with `sample_weight`.
 * Class weights apply to training only. For timesteps, the mean over the batch's labeled timesteps is multiplied by its
 * number of examples.
 */
export function weightedLoss(batch: Batch, measured: BatchScores, options: ScoreOptions): number {
  const { labels, weights, shape } = batch;
  const labeled = options.perStep ? countLabeled(labels) : shape[0];
  if (labeled === 0) return 0;
  // Uses the engine's own sum, which is not rounded through probabilities.
  const isPlain = !weights || weights.every((weight) => weight === 1);
  return (shape[0] / labeled) * (isPlain ? measured.loss : sumOf(measured.scores, labels, weights, options));
}

function sumOf(scores: Float32Array, labels: Batch['labels'], weights: Float32Array, options: ScoreOptions): number {
  const loss = lossOf(options);
  const losses = options.perStep ? labels.length : weights.length;
  const outputs = scores.length / losses;
  const width = labels.length / losses;
  let sum = 0;
  for (let index = 0; index < losses; index += 1) {
    const weight = weights[Math.floor((index * weights.length) / losses)];
    // Avoids 0 times a loss that may be infinite.
    if (weight === 0 || (options.perStep && labels[index] < 0)) continue;
    const row = scores.subarray(index * outputs, (index + 1) * outputs);
    const own = labels.subarray(index * width, (index + 1) * width);
    sum += weight * lossOfExample(loss, row, own, options.logits ?? false);
  }
  return sum;
}

/** Returns the loss of one example. A loss without a formula for scores is computed from logits. */
function lossOfExample(loss: Loss, scores: Float32Array, labels: Batch['labels'], logits: boolean): number {
  if (loss.ofScores) return loss.ofScores(scores, labels, logits);
  return tf.tidy(() => {
    const values = logits || loss.targets === 'number' ? scores : scores.map((score) => logitOf(score, loss));
    const outputs = tf.tensor2d(values, [1, scores.length]);
    const given = loss.targets === 'classes' ? tf.tensor2d(Float32Array.from(labels), [1, labels.length]) : undefined;
    const type = loss.targets === 'class' ? 'int32' : 'float32';
    return loss.perExample(outputs, given ?? tf.tensor1d(labels, type)).dataSync()[0];
  });
}

/** Logarithms of probabilities are valid logits of a softmax. */
const logitOf = (probability: number, { targets }: Loss) =>
  targets === 'class' ? -surprisal(probability) : surprisal(1 - probability) - surprisal(probability);

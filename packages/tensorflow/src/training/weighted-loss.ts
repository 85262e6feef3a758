import type { Batch } from '@expgraph/sdk';
import type { LossOptions } from './losses.js';
import type { BatchScores } from './training-engine.js';

export interface ScoreOptions extends Pick<LossOptions, 'loss' | 'labelSmoothing'> {
  /** Whether the scores of a classifier are logits: its network has no softmax at its end. */
  readonly logits?: boolean;
}

/** The smallest number above 0 of float32. */
const SMALLEST = 2 ** -149;

/**
 * Sum of the losses of a batch that has been measured, each times the weight of its example, as Keras' `evaluate` takes them with
 * `sample_weight`. Class weights are for training alone.
 */
export function weightedLoss(batch: Batch, { loss, scores }: BatchScores, options: ScoreOptions): number {
  const { labels, weights } = batch;
  // The engine's own sum, which is not rounded through probabilities.
  if (!weights || weights.every((weight) => weight === 1)) return loss;
  const outputs = scores.length / weights.length;
  const width = labels.length / weights.length;
  let sum = 0;
  for (const [example, weight] of weights.entries()) {
    // Not 0 times a loss that may be infinite.
    if (weight === 0) continue;
    const row = scores.subarray(example * outputs, (example + 1) * outputs);
    sum += weight * lossOf(row, labels.subarray(example * width, (example + 1) * width), options);
  }
  return sum;
}

/** The loss of one example from its scores. */
function lossOf(scores: Float32Array, labels: Batch['labels'], options: ScoreOptions): number {
  const { loss, labelSmoothing = 0, logits } = options;
  const [label] = labels;
  if (loss === 'meanSquaredError') return mean(scores, (score) => (score - label) ** 2);
  if (loss === 'binaryCrossentropy') return mean(scores, (score, index) => binaryLoss(score, labels[index], options));
  const highest = Math.max(...scores);
  const total = logits ? highest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0)) : 0;
  const surprise = (score: number) => (logits ? total - score : -Math.log(Math.max(score, SMALLEST)));
  const ofLabel = (1 - labelSmoothing) * surprise(scores[label]);
  return labelSmoothing === 0 ? ofLabel : ofLabel + labelSmoothing * mean(scores, surprise);
}

function binaryLoss(score: number, label: number, { labelSmoothing = 0, logits }: ScoreOptions): number {
  const target = label * (1 - labelSmoothing) + labelSmoothing / 2;
  if (logits) return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - score * target;
  const surprise = (probability: number) => -Math.log(Math.max(probability, SMALLEST));
  return target * surprise(score) + (1 - target) * surprise(1 - score);
}

const mean = (values: Float32Array, of: (value: number, index: number) => number) =>
  values.reduce((sum, value, index) => sum + of(value, index), 0) / values.length;

import type { Batch } from '@expgraph/sdk';
import { countLabelled } from './loss-inputs.js';
import type { LossOptions } from './losses.js';
import type { BatchScores } from './training-engine.js';

export interface ScoreOptions extends Pick<LossOptions, 'loss' | 'labelSmoothing' | 'perStep'> {
  /** Whether the scores of a classifier are logits: its network has no softmax at its end. */
  readonly logits?: boolean;
}

/** The smallest number above 0 of float32. */
const SMALLEST = 2 ** -149;

/**
 * Sum of the losses of a batch that has been measured, each times the weight of its example, as Keras' `evaluate` takes them with
 * `sample_weight`. Class weights are for training alone. Of steps, that is the mean over those of the batch that have a label, for each
 * of its examples.
 */
export function weightedLoss(batch: Batch, measured: BatchScores, options: ScoreOptions): number {
  const { labels, weights, shape } = batch;
  const labelled = options.perStep ? countLabelled(labels) : shape[0];
  if (labelled === 0) return 0;
  // The engine's own sum, which is not rounded through probabilities.
  const isPlain = !weights || weights.every((weight) => weight === 1);
  return (shape[0] / labelled) * (isPlain ? measured.loss : sumOf(measured.scores, labels, weights, options));
}

function sumOf(scores: Float32Array, labels: Batch['labels'], weights: Float32Array, options: ScoreOptions): number {
  const losses = options.perStep ? labels.length : weights.length;
  const outputs = scores.length / losses;
  const width = labels.length / losses;
  let sum = 0;
  for (let index = 0; index < losses; index += 1) {
    const weight = weights[Math.floor((index * weights.length) / losses)];
    // Not 0 times a loss that may be infinite.
    if (weight === 0 || (options.perStep && labels[index] < 0)) continue;
    const row = scores.subarray(index * outputs, (index + 1) * outputs);
    sum += weight * lossOf(row, labels.subarray(index * width, (index + 1) * width), options);
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

import { forEachBatch } from '@expgraph/data/dataset';
import type { Dataset, Metrics, Model, Predictions, Progress } from '@expgraph/sdk';
import { checkWholeBatches } from './check-whole-batches.js';
import { concatFloats } from './concat-floats.js';
import { exampleUnit } from './example-unit.js';
import { lastActivation } from './forward.js';
import { LabeledSteps } from './labeled-steps.js';
import { isPerStep } from './loss-inputs.js';
import { lossOf } from './losses.js';
import { startScoring } from './start-scoring.js';
import type { BatchScores } from './training-engine.js';
import { type ScoreOptions, weightedLoss } from './weighted-loss.js';

export interface EvaluateOptions extends Omit<ScoreOptions, 'logits' | 'perStep'> {
  readonly batchSize: number;
  readonly signal: AbortSignal;
  readonly progress?: Progress;
  /** Treat examples as independent: stateful layers start each batch with zeros. */
  readonly independent?: boolean;
}

export interface Evaluation {
  readonly metrics: Metrics;
  readonly predictions: Predictions;
}

/**
 * Evaluates a model on a dataset, batch by batch. Returns the mean loss, the accuracy (and F1 for multi-label data) and
 * the scores of every example. Stateful layers start with zeros and keep their states from batch to batch.
 *
 * As in Keras, example weights affect the loss, `sum(weight * loss) / examples`, but not the accuracy. If each timestep
 * has a label, the accuracy is over labeled timesteps. The loss is then the mean over batches of each batch's mean over
 * labeled timesteps, as in Keras.
 */
export async function evaluateModel({ network }: Model, data: Dataset, options: EvaluateOptions): Promise<Evaluation> {
  if (!options.independent) checkWholeBatches(network, 'data', data, options.batchSize);
  const perStep = isPerStep(data);
  const scoring = await startScoring(network, data, { ...options, perStep });
  try {
    const logits = lastActivation(network, lossOf(options)) === undefined;
    return await evaluateWith((batch) => scoring.evaluate(batch), data, { ...options, logits, perStep });
  } finally {
    scoring.dispose();
  }
}

/** Evaluates a dataset with a function that evaluates one batch. */
export async function evaluateWith(
  evaluate: (batch: Awaited<ReturnType<Dataset['read']>>) => Promise<BatchScores>,
  data: Dataset,
  options: EvaluateOptions & ScoreOptions,
): Promise<Evaluation> {
  const { batchSize, perStep, signal, progress } = options;
  const task = progress?.start({ label: 'evaluating', total: data.size, unit: exampleUnit(data.spec) });
  const scores: Float32Array[] = [];
  const steps = new LabeledSteps(data);
  let lossSum = 0;
  await forEachBatch(data, { batchSize, signal }, async (batch) => {
    const result = await evaluate(batch);
    lossSum += weightedLoss(batch, result, options);
    if (perStep) steps.add(batch, result.scores);
    else scores.push(result.scores);
    task?.advance(batch.shape[0]);
  });
  task?.end();
  const predictions: Predictions = perStep
    ? steps.predictions()
    : {
        classes: data.classes,
        labels: Int32Array.from(data.labels()),
        scores: concatFloats(scores),
        names: Array.from({ length: data.size }, (_, index) => data.name(index)),
        ...(lossOf(options).targets === 'classes' && { multiLabel: true }),
      };
  const mean = lossSum / data.size;
  return { metrics: { loss: mean, ...rightness(predictions, options) }, predictions };
}

function rightness(predictions: Predictions, options: ScoreOptions): Metrics {
  const { targets } = lossOf(options);
  if (targets === 'number') return {};
  return targets === 'classes'
    ? multiLabelMetrics(predictions, options.logits ? 0 : 0.5)
    : { accuracy: accuracyOf(predictions) };
}

/**
 * Returns multi-label metrics over all classes of all examples: `accuracy`, the fraction of correct binary predictions
 * as in Keras' `binary_accuracy`, and the micro-averaged `f1`, which rare classes do not inflate.
 */
export function multiLabelMetrics({ labels, scores }: Predictions, threshold: number): Metrics {
  let [right, found, said, present] = [0, 0, 0, 0];
  for (const [position, label] of labels.entries()) {
    const guess = scores[position] > threshold ? 1 : 0;
    if (guess === label) right += 1;
    found += guess * label;
    said += guess;
    present += label;
  }
  return { accuracy: right / labels.length, f1: said + present === 0 ? 0 : (2 * found) / (said + present) };
}

/** Returns the fraction of examples or timesteps whose highest score is that of the true class. */
export function accuracyOf({ labels, scores, classes }: Predictions): number {
  let correct = 0;
  for (const [example, label] of labels.entries()) {
    const row = scores.subarray(example * classes.length, (example + 1) * classes.length);
    // If a score is NaN, `indexOf` returns -1: the example counts as wrong.
    if (row.indexOf(row.reduce((highest, score) => Math.max(highest, score), Number.NEGATIVE_INFINITY)) === label)
      correct += 1;
  }
  return correct / labels.length;
}

import { forEachBatch } from '@expgraph/data/dataset';
import type { Dataset, Metrics, Model, Predictions, Progress } from '@expgraph/sdk';
import { checkWholeBatches } from './check-whole-batches.js';
import { exampleUnit } from './example-unit.js';
import { lastActivation } from './forward.js';
import { joinFloats } from './join-floats.js';
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
  /** Examples have nothing to do with one another: stateful layers begin each batch with zeros. */
  readonly independent?: boolean;
}

export interface Evaluation {
  readonly metrics: Metrics;
  readonly predictions: Predictions;
}

/**
 * Measures a model on a dataset, a batch at a time: mean loss, accuracy (with f1, where examples have any number of classes), and
 * the scores of every example. Stateful layers go on from batch to batch, and begin with zeros. As in Keras, weights
 * of examples count in the loss, which is `sum(weight * loss) / examples`, and not in the accuracy. Where each step has a class, the
 * accuracy is over those that have one, and the loss of a batch, of which the mean is taken, is the mean over them, as Keras has it.
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

/** The same with any way to measure a batch. */
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
        scores: joinFloats(scores),
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
 * Of examples with any number of classes: `accuracy`, the share of all classes of all examples that are said rightly, as Keras'
 * `binary_accuracy`; `f1`, of all that is said and is so (micro-averaged), which does not rise with classes that are seldom there.
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
    // With a score that is NaN the example is of no class.
    if (row.indexOf(row.reduce((highest, score) => Math.max(highest, score), Number.NEGATIVE_INFINITY)) === label)
      correct += 1;
  }
  return correct / labels.length;
}

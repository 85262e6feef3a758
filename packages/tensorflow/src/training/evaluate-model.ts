import type { Dataset, Metrics, Model, Predictions, Progress } from '@expgraph/sdk';
import { tf } from '../tfjs.js';
import { batches } from './batches.js';
import { endsInSoftmax, forwardToLogits } from './forward.js';
import { type LossName, lossPerExample } from './losses.js';

export interface EvaluateOptions {
  readonly batchSize: number;
  readonly loss: LossName;
  readonly signal: AbortSignal;
  readonly progress?: Progress;
}

/** Measures a model on a data set, a batch at a time: mean loss, accuracy, and the scores of every example. */
export async function evaluateModel(
  { network }: Model,
  data: Dataset,
  { batchSize, loss, signal, progress }: EvaluateOptions,
): Promise<{ metrics: Metrics; predictions: Predictions }> {
  const task = progress?.start({ label: 'evaluating', total: data.size, unit: 'images' });
  const softmax = endsInSoftmax(network);
  const labels = data.labels();
  const scores: Float32Array[] = [];
  let lossSum = 0;
  for await (const batch of batches(data, { batchSize, signal })) {
    const [losses, output] = tf.tidy(() => {
      const features = tf.tensor(batch.features, [...batch.shape], 'float32');
      const expected = tf.tensor1d(batch.labels, loss === 'meanSquaredError' ? 'float32' : 'int32');
      const logits = forwardToLogits(network, features, false);
      const output: tf.Tensor = softmax ? tf.softmax(logits) : logits;
      return [tf.sum(lossPerExample(logits, expected, { loss })), output] as [tf.Tensor, tf.Tensor];
    });
    const [[batchLoss], values] = await Promise.all([losses.data(), output.data()]);
    tf.dispose([losses, output]);
    lossSum += batchLoss;
    scores.push(Float32Array.from(values));
    task?.advance(batch.labels.length);
  }
  task?.end();
  const predictions: Predictions = {
    classes: data.classes,
    labels: Int32Array.from(labels),
    scores: joined(scores),
    names: Array.from({ length: data.size }, (_, index) => data.name(index)),
  };
  const mean = lossSum / data.size;
  return {
    metrics: loss === 'meanSquaredError' ? { loss: mean } : { loss: mean, accuracy: accuracyOf(predictions) },
    predictions,
  };
}

/** The share of examples whose highest score is that of the true class. */
export function accuracyOf({ labels, scores, classes }: Predictions): number {
  let correct = 0;
  for (const [example, label] of labels.entries()) {
    const row = scores.subarray(example * classes.length, (example + 1) * classes.length);
    if (row.indexOf(Math.max(...row)) === label) correct += 1;
  }
  return correct / labels.length;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

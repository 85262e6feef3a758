import { readFileSync } from 'node:fs';
import { selectLabels } from '@expgraph/data/dataset';
import type { Dataset } from '@expgraph/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { adam } from '../../test/optimizers.js';
import { QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { FEATURES, wave } from '../../test/small-network.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { evaluateModel, multiLabelMetrics } from './evaluate-model.js';
import { lossPerExample } from './losses.js';
import { Trainer } from './trainer.js';

interface Fitted {
  readonly history: Readonly<
    Record<'loss' | 'binary_accuracy' | 'val_loss' | 'val_binary_accuracy', readonly number[]>
  >;
  readonly scores: readonly number[];
}
const keras = JSON.parse(readFileSync(new URL('../../fixtures/keras-multi-label.json', import.meta.url), 'utf8')) as {
  losses: Record<string, readonly number[]>;
  plain: Fitted;
  weighted: Fitted;
};

const [SIZE, LABELS, EPOCHS] = [40, 3, 8];

class InOrder extends TestRandom {
  override permutation(size: number): Int32Array {
    return Int32Array.from({ length: size }, (_, index) => index);
  }
  override stream(): InOrder {
    return new InOrder();
  }
}

function examples(weighted: boolean): Dataset {
  const features = wave(SIZE * FEATURES, 3).map((value) => value * 4);
  const labels = Float32Array.from({ length: SIZE * LABELS }, (_, index) =>
    (Math.floor(index / LABELS) * (2 * (index % LABELS) + 3)) % 5 < 2 ? 1 : 0,
  );
  const classes = ['a', 'b', 'c'];
  return {
    spec: { kind: 'dataset', label: { encoding: 'classes', classes } },
    size: SIZE,
    classes,
    sameEachEpoch: true,
    labels: () => labels,
    name: (index) => `example ${index}`,
    read: async (indices) => ({
      features: selectLabels(features, SIZE, indices),
      shape: [indices.length, FEATURES],
      labels: selectLabels(labels, SIZE, indices),
      ...(weighted && { weights: Float32Array.from(indices, (index) => ((index * 3) % 4) * 0.75) }),
    }),
  };
}

function network(): tf.LayersModel {
  const input = tf.input({ shape: [FEATURES] });
  const hidden = tf.layers.dense({ units: 8, activation: 'relu' }).apply(input) as tf.SymbolicTensor;
  const output = tf.layers.dense({ units: LABELS, activation: 'sigmoid' }).apply(hidden) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: output });
  const weights = [
    tf.tensor(wave(40, 1), [5, 8]),
    tf.tensor(wave(8, 2)),
    tf.tensor(wave(24, 7), [8, 3]),
    tf.tensor(wave(3, 8)),
  ];
  model.setWeights(weights);
  tf.dispose(weights);
  return model;
}

const signal = new AbortController().signal;

const close = (found: readonly number[], expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(Math.abs(found[index] - value)).toBeLessThan(2e-4);
};

beforeAll(async () => void (await startBackend()), 600_000);

describe('binary cross-entropy', () => {
  it.each([0, 0.2])('equals that of Keras, also far from 0, with label smoothing %f', (labelSmoothing) => {
    const losses = tf.tidy(() => {
      const logits = tf.tensor2d([2, -1, 0.5, -30, 40, 0, 120, -120, 3], [3, 3]);
      const labels = tf.tensor2d([1, 0, 1, 1, 0, 0, 1, 1, 1], [3, 3]);
      return [...lossPerExample(logits, labels, { loss: 'binaryCrossentropy', labelSmoothing }).dataSync()];
    });
    for (const [index, value] of keras.losses[labelSmoothing].entries()) expect(losses[index]).toBeCloseTo(value, 4);
  });
});

describe('multi-label training against Keras', () => {
  it.each([
    ['plain', 'eager'],
    ['plain', 'auto'],
    ['weighted', 'eager'],
    ['weighted', 'auto'],
  ] as const)('%s, %s: the same losses, accuracies and scores', async (kind, execution) => {
    const tensors = tf.memory().numTensors;
    const data = examples(kind === 'weighted');
    const start = { network: network(), card: { architecture: 'small', input: {} } };
    const loss = 'binaryCrossentropy';
    const labelSmoothing = kind === 'weighted' ? 0.2 : 0;
    const trainer = new Trainer({
      epochs: EPOCHS,
      batchSize: 16,
      loss,
      labelSmoothing,
      execution,
      signal,
      optimizer: adam({ learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
      random: new InOrder(),
      progress: new QuietProgress(),
      tracker: new RecordingTracker(),
    });
    const { model, history } = await trainer.fit(start, data, data);
    const expected = keras[kind];
    close(history.loss, expected.history.loss);
    close(history.accuracy, expected.history.binary_accuracy);
    close(history.val_loss, expected.history.val_loss);
    close(history.val_accuracy, expected.history.val_binary_accuracy);
    const { metrics, predictions } = await evaluateModel(model, data, { batchSize: 16, loss, labelSmoothing, signal });
    expect(metrics.loss).toBeCloseTo(expected.history.val_loss[EPOCHS - 1], 4);
    close([...predictions.scores], expected.scores);
    expect(predictions).toMatchObject({ multiLabel: true, labels: Int32Array.from(data.labels()) });
    for (const each of [model.network, start.network]) each.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

it('computes the binary accuracy and the micro-averaged F1', () => {
  const predictions = {
    classes: ['a', 'b'],
    labels: Int32Array.of(1, 0, 1, 1, 0, 0),
    scores: Float32Array.of(0.9, 0.6, 0.2, 0.8, 0.1, 0.4),
    names: ['x', 'y', 'z'],
  };
  // Predicted: 1 1 0 1 0 0. 4 of 6 are correct; 2 of 3 predicted classes are true, and 2 of 3 true classes are
  // predicted.
  expect(multiLabelMetrics(predictions, 0.5)).toEqual({ accuracy: 4 / 6, f1: 2 / 3 });
  expect(multiLabelMetrics({ ...predictions, labels: new Int32Array(6), scores: new Float32Array(6) }, 0.5)).toEqual({
    accuracy: 1,
    f1: 0,
  });
});

import { readFileSync } from 'node:fs';
import type { Batch, Dataset } from '@expgraph/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { sgd } from '../../test/optimizers.js';
import { QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { withWaves } from '../../test/with-waves.js';
import { bidirectional, gru, lstm } from '../layers/index.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { evaluateModel } from './evaluate-model.js';
import { predictSteps } from './predict-steps.js';
import { Trainer } from './trainer.js';

interface Fitted {
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly scores: readonly number[];
}
const keras = JSON.parse(readFileSync(new URL('../../fixtures/keras-steps.json', import.meta.url), 'utf8')) as {
  losses: Record<string, readonly number[]>;
  plain: Fitted;
  weighted: Fitted;
};

const [STEPS, BATCH, TIME, TOKENS, CLASSES] = [50, 20, 6, 12, 3];
const [SIZE, EPOCHS] = [50, 8];

/** The batches of `keras-steps.py`. */
function batch(indices: ArrayLike<number>, step: number): Batch {
  const features = new Float32Array(indices.length * TIME);
  const labels = new Int32Array(indices.length * TIME).fill(-1);
  for (const position of features.keys()) {
    const [example, time] = [indices[Math.floor(position / TIME)], position % TIME];
    if (time < example % 4 || time >= TIME - Math.floor((example % BATCH) / 4)) continue;
    features[position] = 1 + ((example * 5 + time * 7 + step) % (TOKENS - 1));
    if (example % 5 > 0 || time > example % 4) labels[position] = (features[position] + Math.floor(time / 3)) % CLASSES;
  }
  const steps = () =>
    Array.from(indices, (_, row) =>
      Array.from(features.subarray(row * TIME, (row + 1) * TIME), (token) => (token === 0 ? '' : `token ${token}`)),
    );
  return { features, labels, shape: [indices.length, TIME], steps };
}

const classes = ['a', 'b', 'c'];

/** Token sequences with a class for each timestep. */
function sequences(size: number, read: Dataset['read']): Dataset {
  return {
    spec: {
      kind: 'dataset',
      label: { encoding: 'tags', classes },
      size,
      features: { dtype: 'int32', shape: ['batch', TIME] },
    },
    size,
    classes,
    read,
    sameEachEpoch: true,
    labels: () => batch([...Array(size).keys()], 0).labels,
    name: (index) => `text ${index}`,
  };
}

const softmax = () =>
  tf.layers.timeDistributed({ layer: tf.layers.dense({ units: CLASSES, activation: 'softmax' }) as tf.layers.Layer });

const LAYERS: Readonly<Record<string, () => tf.layers.Layer[]>> = {
  bidirectional: () => [bidirectional({ layer: lstm({ units: 4, returnSequences: true }) }), softmax()],
  gru: () => [
    gru({ units: 6, returnSequences: true }),
    tf.layers.dense({ units: 5, activation: 'tanh' }),
    tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
  ],
  dense: () => [softmax()],
};

function modelOf(name: string) {
  const network = tf.sequential();
  network.add(tf.layers.embedding({ inputDim: TOKENS, outputDim: 5, maskZero: true, batchInputShape: [null, TIME] }));
  for (const layer of LAYERS[name]()) network.add(layer);
  return { network: withWaves(network, 10), card: { architecture: name, input: { shape: ['batch', TIME] } } };
}

class InOrder extends TestRandom {
  override permutation(size: number): Int32Array {
    return Int32Array.from({ length: size }, (_, index) => index);
  }
  override stream(): InOrder {
    return new InOrder();
  }
}

const signal = new AbortController().signal;
const trainer = (execution: 'auto' | 'eager', epochs: number, batchSize: number, notices: string[]) =>
  new Trainer({
    epochs,
    batchSize,
    loss: 'categoricalCrossentropy',
    execution,
    signal,
    optimizer: sgd({ learningRate: 0.5, momentum: 0, nesterov: false }),
    random: new InOrder(),
    progress: new QuietProgress(),
    tracker: new RecordingTracker(),
    notice: (line) => void notices.push(line),
  });

const close = (found: ArrayLike<number>, expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length);
  for (const [index, value] of expected.entries())
    expect(Math.abs(found[index] - value), `number ${index}`).toBeLessThan(1e-4);
};

beforeAll(async () => void (await startBackend()), 600_000);

describe('training on a class per timestep against Keras, from the same weights on the same batches', () => {
  it.each(Object.keys(LAYERS).flatMap((name) => (['auto', 'eager'] as const).map((how) => [name, how] as const)))(
    'matches the losses of %s (%s), ignoring padding and unlabeled timesteps',
    async (name, execution) => {
      const before = tf.memory().numTensors;
      const notices: string[] = [];
      const start = modelOf(name);
      let step = -1;
      const data = sequences(BATCH, async () => {
        step += 1;
        return batch([...Array(BATCH).keys()], step);
      });
      const { model, history } = await trainer(execution, STEPS, BATCH, notices).fit(start, data);
      expect(notices).toEqual([]);
      close(history.loss, keras.losses[name]);
      for (const each of [model.network, start.network]) each.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
    30_000,
  );

  it.each([
    ['plain', 'auto'],
    ['plain', 'eager'],
    ['weighted', 'auto'],
    ['weighted', 'eager'],
  ] as const)(
    '%s examples: the same losses, accuracies and scores (%s)',
    async (kind, execution) => {
      const before = tf.memory().numTensors;
      const expected = keras[kind];
      const start = modelOf('bidirectional');
      const data = sequences(SIZE, async (indices) => ({
        ...batch(indices, 0),
        ...(kind === 'weighted' && { weights: Float32Array.from(indices, (index) => 0.5 + (index % 3)) }),
      }));
      const { model, history } = await trainer(execution, EPOCHS, 16, []).fit(start, data, data);
      close(history.loss, expected.history.loss);
      close(history.val_loss, expected.history.val_loss);
      const { metrics, predictions } = await evaluateModel(model, data, {
        batchSize: 16,
        loss: 'categoricalCrossentropy',
        signal,
      });
      expect(metrics.loss).toBeCloseTo(expected.history.val_loss[EPOCHS - 1], 4);
      close(predictions.scores, expected.scores);
      if (kind === 'plain') {
        close(history.accuracy, expected.history.sparse_categorical_accuracy);
        close(history.val_accuracy, expected.history.val_sparse_categorical_accuracy);
        expect(metrics.accuracy).toBe(history.val_accuracy[EPOCHS - 1]);
      }
      for (const each of [model.network, start.network]) each.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
    30_000,
  );
});

describe('predictions per timestep', () => {
  it('contain each labeled timestep with its sequence and token', async () => {
    const start = modelOf('dense');
    const data = sequences(SIZE, async (indices) => batch(indices, 0));
    const { predictions } = await evaluateModel(start, data, {
      batchSize: 16,
      loss: 'categoricalCrossentropy',
      signal,
    });
    const all = batch([...Array(SIZE).keys()], 0);
    expect(predictions.labels).toEqual(all.labels.filter((label) => label >= 0));
    // The first of the six tokens of the first text has no class.
    expect(predictions.names.slice(0, 6)).toEqual([...Array(5).fill('text 0'), 'text 1']);
    expect(predictions.steps?.slice(0, 5)).toEqual([8, 4, 11, 7, 3].map((token) => `token ${token}`));
    expect(predictions.scores).toHaveLength(predictions.labels.length * CLASSES);
    start.network.dispose();
  });

  it('leave out padding and the start token, and have no classes if labels are not read', async () => {
    const start = modelOf('dense');
    const data = sequences(4, async (indices) => {
      const { features, shape } = batch(indices, 0);
      return { features, shape, labels: new Int32Array(indices.length) };
    });
    const predictions = await predictSteps(start, data, { batchSize: 3, signal });
    const { features } = batch([0, 1, 2, 3], 0);
    const predicted = [...features.keys()].filter((step) => features[step] > 1);
    expect(predictions.labels).toEqual(new Int32Array(predicted.length).fill(-1));
    expect(predictions.steps).toEqual(predicted.map((step) => `step ${(step % TIME) + 1}`));
    const one = await predictSteps(start, data, { batchSize: 1, signal });
    close(predictions.scores, [...one.scores]);
    start.network.dispose();
  });
});

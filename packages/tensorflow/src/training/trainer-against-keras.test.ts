import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { adam, adamw, nadam, rmsprop, sgd } from '../../test/optimizers.js';
import { ArrayDataset, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { CLASSES, FEATURES, smallNetwork, wave, weightsOf } from '../../test/small-network.js';
import type { Callback } from '../components/callbacks/callback.js';
import { weightAverage } from '../components/callbacks/weight-average.js';
import type { Optimizer } from '../components/optimizers/optimizer.js';
import { schedules } from '../components/schedules/index.js';
import type { Schedule } from '../components/schedules/schedule.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { evaluateModel } from './evaluate-model.js';
import { Trainer, type TrainerOptions } from './trainer.js';

interface Recorded {
  readonly losses: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly outputs: readonly number[];
}
/** Result of Keras' `fit`: the history and the final weights. */
interface Fitted {
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly weights: Readonly<Record<string, readonly number[]>>;
}
const keras = JSON.parse(readFileSync(new URL('../../fixtures/keras-training.json', import.meta.url), 'utf8')) as {
  optimizers: Record<string, Recorded>;
  frozen: Recorded;
  weighted: Fitted;
  weightedByClass: Fitted;
  soft: Fitted;
  schedules: Record<string, number[]>;
};

const BATCH = 16;
const STEPS = 50;

/** Makes each recorded step an epoch of one batch, whose loss is then that of the epoch. */
class OneBatchPerEpoch extends ArrayDataset {
  private epoch = 0;
  override async read() {
    const step = this.epoch;
    this.epoch += 1;
    const features = wave(BATCH * FEATURES, 100 + step).map((value) => value * 4);
    const labels = Int32Array.from({ length: BATCH }, (_, index) => (index * 7 + step) % CLASSES);
    return { features, labels, shape: [BATCH, FEATURES] };
  }
}

async function train(
  optimizer: Optimizer,
  options: Partial<TrainerOptions> & { frozen?: boolean } = {},
): Promise<Recorded> {
  const start = smallNetwork({ frozenNormalization: options.frozen });
  const data = new OneBatchPerEpoch(new Float32Array(BATCH * FEATURES), [FEATURES], new Int32Array(BATCH));
  const trainer = new Trainer({
    epochs: STEPS,
    batchSize: BATCH,
    optimizer,
    loss: 'categoricalCrossentropy',
    random: new TestRandom(),
    progress: new QuietProgress(),
    tracker: new RecordingTracker(),
    signal: new AbortController().signal,
    ...options,
  });
  const { model, history } = await trainer.fit(start, data);
  const outputs = tf.tidy(() => [
    ...(model.network.predict(tf.tensor2d(wave(4 * FEATURES, 9), [4, FEATURES])) as tf.Tensor).dataSync(),
  ]);
  return { losses: history.loss, weights: weightsOf(model), outputs };
}

/** Examples with different weights, some of them 0. */
class Weighted extends ArrayDataset {
  override async read(indices: ArrayLike<number>) {
    const weights = Float32Array.from(indices, (index) => ((index * 3) % 4) * 0.75);
    return { ...(await super.read(indices)), weights };
  }
}

const weighted = (size: number, phase: number, factor: number) =>
  new Weighted(
    wave(size * FEATURES, phase).map((value) => value * 4),
    [FEATURES],
    Int32Array.from({ length: size }, (_, index) => (index * factor) % CLASSES),
  );

/** Examples with soft labels for two classes. */
class Soft extends ArrayDataset {
  override readonly spec = { kind: 'dataset', label: { encoding: 'class', soft: true } } as const;
  override async read(indices: ArrayLike<number>) {
    const targets = new Float32Array(indices.length * CLASSES);
    for (const [position, index] of Array.from(indices).entries()) {
      const share = 0.1 + (0.8 * ((index * 5) % 8)) / 7;
      targets[position * CLASSES + ((index * 7) % CLASSES)] = share;
      targets[position * CLASSES + ((index * 7 + 1) % CLASSES)] = 1 - share;
    }
    return { ...(await super.read(indices)), targets };
  }
}

/** Does not shuffle. */
class InOrder extends TestRandom {
  override permutation(size: number): Int32Array {
    return Int32Array.from({ length: size }, (_, index) => index);
  }
  override stream(): InOrder {
    return new InOrder();
  }
}

const optimizers: Record<string, Optimizer> = {
  sgd: sgd({ learningRate: 0.1, momentum: 0, nesterov: false }),
  momentum: sgd({ learningRate: 0.05, momentum: 0.9, nesterov: false }),
  nesterov: sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true }),
  rmsprop: rmsprop({ learningRate: 0.01, rho: 0.9, momentum: 0, epsilon: 1e-7 }),
  rmspropMomentum: rmsprop({ learningRate: 0.01, rho: 0.9, momentum: 0.5, epsilon: 1e-7 }),
  adam: adam({ learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  nadam: nadam({ learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  adamw: adamw({ learningRate: 0.02, weightDecay: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
};

function expectClose(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  for (const [index, value] of expected.entries())
    expect(Math.abs(found[index] - value) / scale).toBeLessThan(tolerance);
}

describe('training against Keras, from the same weights on the same batches', () => {
  beforeAll(async () => void (await startBackend()), 600_000);

  const ways = Object.keys(optimizers).flatMap((name) => [[name, 'auto'] as const, [name, 'eager'] as const]);
  it.each(ways)('matches the losses, weights and outputs of Keras with %s, execution %s', async (name, execution) => {
    const found = await train(optimizers[name], { execution });
    const expected = keras.optimizers[name];
    expectClose(found.losses, expected.losses, 1e-3);
    expect(Object.keys(found.weights).sort()).toEqual(Object.keys(expected.weights).sort());
    for (const [weight, values] of Object.entries(expected.weights)) expectClose(found.weights[weight], values, 1e-3);
    expectClose(found.outputs, expected.outputs, 1e-3);
  });

  it.each(['auto', 'eager'] as const)('ends with the averaged weights of Keras, execution %s', async (execution) => {
    const average = weightAverage.create({ momentum: 0.9 }) as Callback;
    const found = await train(optimizers.adam, { execution, callbacks: [average] });
    const expected = keras.optimizers.average;
    expectClose(found.losses, expected.losses, 1e-3);
    for (const [weight, values] of Object.entries(expected.weights)) expectClose(found.weights[weight], values, 1e-3);
  });

  it.each([
    ['auto', 'weighted', undefined],
    ['eager', 'weighted', undefined],
    ['eager', 'weightedByClass', [0.5, 2, 1]],
  ] as const)(
    'weights examples as fit(sample_weight=...) does, execution %s, %s',
    async (execution, recorded, classWeight) => {
      const trainer = new Trainer({
        epochs: 3,
        batchSize: BATCH,
        optimizer: optimizers.adam,
        loss: 'categoricalCrossentropy',
        classWeight,
        random: new InOrder(),
        progress: new QuietProgress(),
        tracker: new RecordingTracker(),
        execution,
        signal: new AbortController().signal,
      });
      const { model, history } = await trainer.fit(smallNetwork(), weighted(90, 11, 7), weighted(10, 12, 5));
      const expected = keras[recorded];
      for (const [name, values] of Object.entries(expected.history)) expectClose(history[name], values, 1e-4);
      const found = weightsOf(model);
      for (const [weight, values] of Object.entries(expected.weights)) expectClose(found[weight], values, 1e-3);
      const { metrics } = await evaluateModel(model, weighted(10, 12, 5), {
        batchSize: 4,
        loss: 'categoricalCrossentropy',
        signal: new AbortController().signal,
      });
      expect(metrics.loss).toBeCloseTo(expected.history.val_loss[2], 4);
      expect(metrics.accuracy).toBeCloseTo(expected.history.val_accuracy[2], 6);
    },
  );

  it.each(['auto', 'eager'] as const)('learns from soft labels as Keras does, execution %s', async (execution) => {
    const trainer = new Trainer({
      epochs: 3,
      batchSize: BATCH,
      optimizer: optimizers.adam,
      loss: 'categoricalCrossentropy',
      labelSmoothing: 0.1,
      random: new InOrder(),
      progress: new QuietProgress(),
      tracker: new RecordingTracker(),
      execution,
      signal: new AbortController().signal,
    });
    const [train, held] = [
      [90, 11, 7],
      [10, 12, 5],
    ].map(([size, phase, factor]) => ({
      features: wave(size * FEATURES, phase).map((value) => value * 4),
      labels: Int32Array.from({ length: size }, (_, index) => (index * factor) % CLASSES),
    }));
    const { model, history } = await trainer.fit(
      smallNetwork(),
      new Soft(train.features, [FEATURES], train.labels),
      new ArrayDataset(held.features, [FEATURES], held.labels),
    );
    for (const [name, values] of Object.entries(keras.soft.history)) expectClose(history[name], values, 1e-4);
    const found = weightsOf(model);
    for (const [weight, values] of Object.entries(keras.soft.weights)) expectClose(found[weight], values, 1e-3);
  });

  it('does not update a frozen batch normalization, as in Keras', async () => {
    const found = await train(optimizers.sgd, { frozen: true });
    expectClose(found.losses, keras.frozen.losses, 1e-3);
    const before = weightsOf(smallNetwork());
    for (const weight of ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((name) => `normalize/${name}`)) {
      expect(found.weights[weight]).toEqual(before[weight]);
    }
  });
});

describe('schedules against Keras', () => {
  it.each([
    ['cosine', { type: 'cosine-decay', initialLearningRate: 0.1, decaySteps: 20, alpha: 0.1, warmupSteps: 0 }],
    [
      'warmup',
      {
        type: 'cosine-decay',
        initialLearningRate: 0.01,
        decaySteps: 20,
        alpha: 0.1,
        warmupTarget: 0.2,
        warmupSteps: 5,
      },
    ],
    [
      'exponential',
      { type: 'exponential-decay', initialLearningRate: 0.1, decaySteps: 7, decayRate: 0.5, staircase: false },
    ],
    [
      'staircase',
      { type: 'exponential-decay', initialLearningRate: 0.1, decaySteps: 7, decayRate: 0.5, staircase: true },
    ],
    ['piecewise', { type: 'piecewise-constant', boundaries: [5, 12], values: [0.1, 0.05, 0.01] }],
  ])('match the learning rates of %s', (name, config) => {
    const { type, ...options } = config;
    const schedule = schedules.find((each) => each.type === type)?.create(options as never) as Schedule;
    for (const [step, rate] of keras.schedules[name].entries()) expect(schedule.at(step)).toBeCloseTo(rate, 6);
  });
});

import { readFileSync } from 'node:fs';
import type { Model } from '@expgraph/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { adam, sgd } from '../../test/optimizers.js';
import { ArrayDataset, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { CLASSES, FEATURES, smallNetwork, wave, weightsOf } from '../../test/small-network.js';
import type { Optimizer } from '../components/optimizers/optimizer.js';
import { startBackend } from '../runtime/start-backend.js';
import { Trainer, type TrainerOptions } from './trainer.js';

interface Recorded {
  readonly losses: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
}
const keras = JSON.parse(readFileSync(new URL('../../fixtures/keras-unfreezing.json', import.meta.url), 'utf8')) as {
  sgdRecompiled: Recorded;
  adamRecompiled: Recorded;
  adamContinued: Recorded;
};

const [BATCH, STEPS, SWITCH] = [16, 50, 25];
const plainSgd = sgd({ learningRate: 0.1, momentum: 0, nesterov: false });
const plainAdam = adam({ learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });

/** The recorded batches, one per epoch. */
class OneBatchPerEpoch extends ArrayDataset {
  constructor(private readonly first = 0) {
    super(new Float32Array(BATCH * FEATURES), [FEATURES], new Int32Array(BATCH));
  }

  override async read(_: ArrayLike<number>, { epoch = 0 } = {}) {
    const step = this.first + epoch;
    const features = wave(BATCH * FEATURES, 100 + step).map((value) => value * 4);
    const labels = Int32Array.from({ length: BATCH }, (_, index) => (index * 7 + step) % CLASSES);
    return { features, labels, shape: [BATCH, FEATURES] };
  }
}

function frozen(): Model {
  const model = smallNetwork({ frozenNormalization: true });
  model.network.getLayer('hidden').trainable = false;
  return model;
}

const trainer = (optimizer: Optimizer, options: Partial<TrainerOptions>) =>
  new Trainer({
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

function expectRecorded(found: Recorded, expected: Recorded): void {
  const close = (values: readonly number[], reference: readonly number[]) => {
    expect(values).toHaveLength(reference.length);
    const largest = Math.max(...reference.map(Math.abs));
    for (const [index, value] of reference.entries())
      expect(Math.abs(values[index] - value) / largest).toBeLessThan(1e-3);
  };
  close(found.losses, expected.losses);
  for (const [name, values] of Object.entries(expected.weights)) close(found.weights[name], values);
}

beforeAll(async () => void (await startBackend()), 600_000);

describe('unfreezing during training against Keras', () => {
  const unfreeze = [{ atEpoch: SWITCH, layers: ['hidden'] }];
  const tenth = (variable: string) => (variable.startsWith('hidden/') ? 0.1 : 1);

  it.each(['auto', 'eager'] as const)('equals two fits with a stateless optimizer, execution %s', async (execution) => {
    const { model, history } = await trainer(plainSgd, { unfreeze, execution }).fit(frozen(), new OneBatchPerEpoch());
    expectRecorded({ losses: history.loss, weights: weightsOf(model) }, keras.sgdRecompiled);
  });

  it.each(['auto', 'eager'] as const)(
    'starts a new Adam with a tenth of the rate for unfrozen layers and continues that of the others, execution %s',
    async (execution) => {
      const options = { unfreeze, execution, learningRateScale: tenth };
      const { model, history } = await trainer(plainAdam, options).fit(frozen(), new OneBatchPerEpoch());
      expectRecorded({ losses: history.loss, weights: weightsOf(model) }, keras.adamContinued);
    },
  );

  it('equals two trainings in Keras, the second with a new Adam', async () => {
    const first = await trainer(plainAdam, { epochs: SWITCH }).fit(frozen(), new OneBatchPerEpoch());
    first.model.network.getLayer('hidden').trainable = true;
    const forgotten = { ...first.model, optimizerState: undefined };
    const second = await trainer(plainAdam, { epochs: STEPS - SWITCH }).fit(forgotten, new OneBatchPerEpoch(SWITCH));
    const losses = [...first.history.loss, ...second.history.loss];
    expectRecorded({ losses, weights: weightsOf(second.model) }, keras.adamRecompiled);
  });
});

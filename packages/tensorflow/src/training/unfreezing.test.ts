import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '@expgraph/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adam } from '../../test/optimizers.js';
import { FolderFiles, MemoryStore, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { FEATURES, threeClasses, weightsOf } from '../../test/small-network.js';
import type { Callback } from '../components/callbacks/callback.js';
import { earlyStopping } from '../components/callbacks/early-stopping.js';
import { batchNormalization, seededDropout } from '../layers/index.js';
import { disposeModel } from '../model/clone-model.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { Trainer, type TrainerOptions } from './trainer.js';

const [EPOCHS, SWITCH, STEPS_PER_EPOCH] = [8, 4, 4];
const train = threeClasses(50);
const validation = threeClasses(20, 5);
const unfreeze = [{ atEpoch: SWITCH, layers: ['upper'] }];

/** Two frozen dense layers with batch normalization between them, and a classifier with dropout. */
function network(): Model {
  const kernel = (seed: number) => ({ kernelInitializer: tf.initializers.glorotUniform({ seed }) });
  const inputs = tf.input({ shape: [FEATURES] });
  let x = tf.layers.dense({ name: 'lower', units: 8, activation: 'relu', ...kernel(1) }).apply(inputs);
  x = batchNormalization({ name: 'normalize' }).apply(x as tf.SymbolicTensor);
  x = tf.layers.dense({ name: 'upper', units: 8, activation: 'relu', ...kernel(2) }).apply(x);
  x = seededDropout({ name: 'drop', rate: 0.2 }).apply(x as tf.SymbolicTensor);
  x = tf.layers.dense({ name: 'predictions', units: 3, activation: 'softmax', ...kernel(3) }).apply(x);
  const built = tf.model({ inputs, outputs: x as tf.SymbolicTensor });
  for (const name of ['lower', 'normalize', 'upper']) built.getLayer(name).trainable = false;
  return { network: built, card: { architecture: 'test', input: { shape: ['batch', FEATURES] } } };
}

let files: FolderFiles;
beforeAll(async () => {
  await startBackend();
  files = new FolderFiles(await mkdtemp(join(tmpdir(), 'expgraph-unfreezing-')));
}, 600_000);
afterAll(() => rm(files.folder, { recursive: true, force: true }));

const features = () => ({ files, fingerprints: { train: 'points', validation: 'others' }, variants: 0 });

const options = (changes: Partial<TrainerOptions> = {}): TrainerOptions => ({
  epochs: EPOCHS,
  batchSize: 16,
  loss: 'categoricalCrossentropy',
  unfreeze,
  optimizer: adam({ learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  random: new TestRandom(),
  progress: new QuietProgress(),
  tracker: new RecordingTracker(),
  signal: new AbortController().signal,
  ...changes,
});

/** Draws the random numbers that a second training node would draw. */
class Later extends TestRandom {
  override stream(name: string, number: number) {
    const epochs = name === 'shuffle' ? SWITCH : SWITCH * STEPS_PER_EPOCH;
    return new TestRandom().stream(name, number + epochs);
  }
}

/** Aborts before a step, counted from 0 over the whole training. */
class Interrupting extends TestRandom {
  readonly controller = new AbortController();
  constructor(private readonly step: number) {
    super();
  }
  override stream(...name: readonly (string | number)[]) {
    if (name[0] === 'step' && name[1] === this.step) this.controller.abort(new Error('interrupted'));
    return super.stream(...name);
  }
}

/** Remembers every written checkpoint. */
class EveryCheckpoint extends MemoryStore {
  readonly all: Buffer[] = [];
  override async write(name: string, bytes: Uint8Array) {
    this.all.push(Buffer.from(bytes));
    await super.write(name, bytes);
  }
}

const stopping = (patience: number) => {
  const config = {
    monitor: 'val_loss',
    mode: 'auto',
    minDelta: 0,
    restoreBestWeights: true,
    startFromEpoch: 0,
  } as const;
  return earlyStopping.create({ ...config, patience }) as Callback;
};

const trainable = ({ network }: Model) => network.layers.filter((layer) => layer.trainable).map(({ name }) => name);

describe('a training that unfreezes layers', () => {
  const ways = [
    ['auto', true],
    ['auto', false],
    ['eager', false],
  ] as const;
  it.each(ways)(
    'gives the bytes of two trainings, the second with the optimizer state of the first, execution %s, features %s',
    async (execution, kept) => {
      const more = { execution, features: kept ? features() : undefined };
      const whole = await new Trainer(options(more)).fit(network(), train, validation);
      const [epochs, random] = [EPOCHS - SWITCH, new Later()];
      const none = { ...more, unfreeze: undefined };
      const first = await new Trainer(options({ ...none, epochs: SWITCH })).fit(network(), train, validation);
      first.model.network.getLayer('upper').trainable = true;
      const second = await new Trainer(options({ ...none, epochs, random })).fit(first.model, train, validation);
      expect(weightsOf(whole.model)).toEqual(weightsOf(second.model));
      expect(whole.model.optimizerState).toEqual(second.model.optimizerState);
      expect(whole.history.val_loss).toEqual([...first.history.val_loss, ...second.history.val_loss]);
      expect(trainable(whole.model)).toEqual(trainable(second.model));
      expect(weightsOf(whole.model)['upper/kernel']).not.toEqual(weightsOf(first.model)['upper/kernel']);
      expect(weightsOf(whole.model)['lower/kernel']).toEqual(weightsOf(network())['lower/kernel']);
      expect(whole.model.optimizerState?.variables['upper/kernel'].steps).toBe(epochs * STEPS_PER_EPOCH);
      expect(whole.model.optimizerState?.variables['predictions/kernel'].steps).toBe(EPOCHS * STEPS_PER_EPOCH);
    },
  );

  it('logs each epoch once', async () => {
    const tracker = new RecordingTracker();
    await new Trainer(options({ tracker })).fit(network(), train);
    expect(tracker.metrics.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('leaks no tensors, also when interrupted in its second phase', async () => {
    const start = network();
    const before = tf.memory().numTensors;
    const { model } = await new Trainer(options({ features: features() })).fit(start, train, validation);
    disposeModel(model);
    expect(tf.memory().numTensors).toBe(before);
    const random = new Interrupting(22);
    const stopped = new Trainer(options({ random, signal: random.controller.signal }));
    await expect(stopped.fit(start, train)).rejects.toThrow('interrupted');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('when resumed', () => {
  const callbacks = () => [stopping(3)];
  const resume = (checkpoints: MemoryStore) =>
    new Trainer(options({ checkpoints, callbacks: callbacks(), features: features() })).fit(
      network(),
      train,
      validation,
    );
  let whole: Awaited<ReturnType<typeof resume>>;
  beforeAll(async () => {
    whole = await resume(new MemoryStore());
  });
  const expectWhole = async (checkpoints: MemoryStore) => {
    const resumed = await resume(checkpoints);
    expect(weightsOf(resumed.model)).toEqual(weightsOf(whole.model));
    expect(resumed.model.optimizerState).toEqual(whole.model.optimizerState);
    expect(resumed.history).toEqual(whole.history);
    expect(trainable(resumed.model)).toEqual(trainable(whole.model));
    disposeModel(resumed.model);
  };

  it.each([14, 15, 16, 17])('ends with the same bytes after an interruption in step %i', async (step) => {
    const [checkpoints, random] = [new MemoryStore(), new Interrupting(step)];
    const { signal } = random.controller;
    const more = { checkpoints, random, signal, callbacks: callbacks(), features: features() };
    await expect(new Trainer(options(more)).fit(network(), train, validation)).rejects.toThrow('interrupted');
    await expectWhole(checkpoints);
  });

  it('ends with the same bytes from any checkpoint', async () => {
    const written = new EveryCheckpoint();
    const more = { checkpoints: written, callbacks: callbacks(), features: features(), checkpointSeconds: 0 };
    await new Trainer(options(more)).fit(network(), train, validation);
    expect(written.all.length).toBeGreaterThanOrEqual(EPOCHS);
    for (const bytes of written.all) {
      const checkpoints = new MemoryStore();
      await checkpoints.write('checkpoint', bytes);
      await expectWhole(checkpoints);
    }
  }, 60_000);
});

describe('early stopping in a training that unfreezes layers', () => {
  /** Early stopping on given losses, one per epoch, instead of the training's own. */
  const stoppingOn = (losses: readonly number[], patience: number): Callback => {
    const inner = stopping(patience);
    return { ...inner, onEpochEnd: (epoch) => inner.onEpochEnd(epoch, { val_loss: losses[epoch] }) };
  };

  it('restores the weights of an epoch in which the layers were frozen', async () => {
    const callbacks = [stoppingOn([5, 4, 1, 2, 3, 3, 3, 3], 20)];
    const { model, bestEpoch } = await new Trainer(options({ callbacks })).fit(network(), train);
    expect(bestEpoch).toBe(2);
    expect(weightsOf(model)['upper/kernel']).toEqual(weightsOf(network())['upper/kernel']);
    const upTo = await new Trainer(options({ epochs: 3, execution: 'eager' })).fit(network(), train);
    const expected = weightsOf(upTo.model)['predictions/kernel'];
    for (const [index, value] of expected.entries()) {
      expect(weightsOf(model)['predictions/kernel'][index]).toBeCloseTo(value, 5);
    }
  });

  it('restarts its patience', async () => {
    const callbacks = [stoppingOn([5, 1, 2, 3, 4, 5, 6, 7], 3)];
    expect((await new Trainer(options({ callbacks })).fit(network(), train)).epochsRun).toBe(SWITCH + 3);
  });

  it('ends a training before the layers are unfrozen', async () => {
    const callbacks = [stoppingOn([5, 1, 2, 3], 2)];
    const { model, epochsRun } = await new Trainer(options({ callbacks })).fit(network(), train);
    expect(epochsRun).toBe(SWITCH);
    expect(trainable(model)).not.toContain('upper');
  });
});

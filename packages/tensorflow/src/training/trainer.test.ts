import { beforeAll, describe, expect, it } from 'vitest';
import { adam } from '../../test/optimizers.js';
import { MemoryStore, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { smallNetwork, threeClasses, weightsOf } from '../../test/small-network.js';
import type { Callback } from '../components/callbacks/callback.js';
import { earlyStopping } from '../components/callbacks/early-stopping.js';
import { reduceLrOnPlateau } from '../components/callbacks/reduce-lr-on-plateau.js';
import { disposeModel } from '../model/clone-model.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { evaluateModel } from './evaluate-model.js';
import { Trainer, type TrainerOptions } from './trainer.js';

const EARLY = {
  monitor: 'val_loss',
  mode: 'auto',
  patience: 0,
  minDelta: 0,
  restoreBestWeights: true,
  startFromEpoch: 0,
} as const;

const train = threeClasses(50);
const validation = threeClasses(20, 5);

function options(changes: Partial<TrainerOptions> = {}): TrainerOptions {
  return {
    epochs: 5,
    batchSize: 16,
    optimizer: adam({ learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
    loss: 'categoricalCrossentropy',
    random: new TestRandom(),
    progress: new QuietProgress(),
    tracker: new RecordingTracker(),
    signal: new AbortController().signal,
    ...changes,
  };
}

/** A callback that aborts the signal after an epoch, as Ctrl-C does. */
function abortAfter(epoch: number): { callback: Callback; signal: AbortSignal } {
  const controller = new AbortController();
  const onEpochEnd = (current: number) => {
    if (current === epoch) controller.abort(new Error('interrupted'));
    return [];
  };
  return { callback: { onEpochEnd, state: () => null, restore() {} }, signal: controller.signal };
}

beforeAll(async () => void (await startBackend()), 600_000);

describe('Trainer', () => {
  it('learns, and reports progress after each epoch', async () => {
    const tracker = new RecordingTracker();
    const { history } = await new Trainer(options({ tracker, epochs: 12 })).fit(smallNetwork(), train, validation);
    expect(history.loss).toHaveLength(12);
    expect(history.accuracy[11]).toBeGreaterThan(0.9);
    expect(tracker.metrics.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(Object.keys(tracker.metrics[0].metrics)).toEqual([
      'loss',
      'accuracy',
      'val_loss',
      'val_accuracy',
      'learning_rate',
    ]);
  });

  it('does not change the given model', async () => {
    const start = smallNetwork();
    const before = weightsOf(start);
    await new Trainer(options()).fit(start, train);
    expect(weightsOf(start)).toEqual(before);
  });

  it('gives the same weights for the same seed, also with dropout, and different ones for another seed', async () => {
    const run = async (seed: string) =>
      weightsOf(
        (await new Trainer(options({ random: new TestRandom(seed) })).fit(smallNetwork({ dropout: 0.4 }), train)).model,
      );
    const first = await run('a');
    expect(await run('a')).toEqual(first);
    expect(await run('b')).not.toEqual(first);
  });

  it('does not change the weights of frozen layers', async () => {
    const start = smallNetwork();
    start.network.getLayer('hidden').trainable = false;
    start.network.getLayer('normalize').trainable = false;
    const before = weightsOf(start);
    const after = weightsOf((await new Trainer(options()).fit(start, train)).model);
    const changed = Object.keys(before).filter((name) => before[name].join() !== after[name].join());
    expect(changed).toEqual(['predictions/kernel', 'predictions/bias']);
  });

  it.each([0, 1, 2, 3])('ends with the same bytes when stopped after epoch %i and resumed', async (epoch) => {
    const callbacks = () => [earlyStopping.create({ ...EARLY, patience: 3 }) as Callback];
    const network = () => smallNetwork({ dropout: 0.3 });
    const whole = await new Trainer(options({ callbacks: callbacks() })).fit(network(), train, validation);
    const checkpoints = new MemoryStore();
    const { callback, signal } = abortAfter(epoch + 1);
    const stopped = new Trainer(options({ checkpoints, signal, callbacks: [...callbacks(), callback] }));
    if (epoch + 2 < 5) await expect(stopped.fit(network(), train, validation)).rejects.toThrow('interrupted');
    const tracker = new RecordingTracker();
    const resumed = await new Trainer(options({ checkpoints, tracker, callbacks: callbacks() })).fit(
      network(),
      train,
      validation,
    );
    expect(weightsOf(resumed.model)).toEqual(weightsOf(whole.model));
    expect(resumed.model.optimizerState).toEqual(whole.model.optimizerState);
    expect(resumed.history).toEqual(whole.history);
    expect(tracker.metrics.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    expect(checkpoints.entries.size).toBe(0);
  });

  it('restores the optimizer state of each variable, and starts from zero for one that was frozen', async () => {
    const start = smallNetwork();
    start.network.getLayer('hidden').trainable = false;
    const first = (await new Trainer(options({ epochs: 2 })).fit(start, train)).model;
    expect(Object.keys(first.optimizerState?.variables ?? {})).not.toContain('hidden/kernel');
    expect(first.optimizerState?.variables['predictions/kernel'].steps).toBe(8);
    first.network.getLayer('hidden').trainable = true;
    const second = (await new Trainer(options({ epochs: 1 })).fit(first, train)).model;
    expect(second.optimizerState?.variables['predictions/kernel'].steps).toBe(12);
    expect(second.optimizerState?.variables['hidden/kernel'].steps).toBe(4);
  });

  it('restores the weights of the best epoch', async () => {
    const worse: Callback = { onEpochEnd: () => [], state: () => null, restore() {} };
    const stopping = earlyStopping.create({ ...EARLY, monitor: 'val_loss', patience: 2 }) as Callback;
    const optimizer = adam({ learningRate: 0.6, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
    const settings = options({ epochs: 30, optimizer, callbacks: [worse, stopping] });
    const { model, history, bestEpoch, epochsRun } = await new Trainer(settings).fit(smallNetwork(), train, validation);
    expect(bestEpoch).toBe(history.val_loss.indexOf(Math.min(...history.val_loss)));
    expect(epochsRun).toBe((bestEpoch ?? 0) + 3);
    const { metrics } = await evaluateModel(model, validation, { ...settings, batchSize: 7 });
    expect(metrics.loss).toBeCloseTo(history.val_loss[bestEpoch ?? 0], 5);
  });

  it('reduces the learning rate on a plateau', async () => {
    const plateau = reduceLrOnPlateau.create({
      monitor: 'loss',
      mode: 'max',
      factor: 0.5,
      patience: 1,
      minDelta: 0,
      cooldown: 0,
    });
    const { history } = await new Trainer(options({ epochs: 4, callbacks: [plateau as Callback] })).fit(
      smallNetwork(),
      train,
    );
    expect(history.learning_rate).toEqual([0.02, 0.02, 0.01, 0.005]);
  });

  it('weights the loss of each class', async () => {
    const first = async (classWeight?: number[]) =>
      (await new Trainer(options({ epochs: 1, batchSize: 50, classWeight })).fit(smallNetwork(), train)).history
        .loss[0];
    expect(await first([2, 2, 2])).toBeCloseTo(2 * (await first()), 5);
    expect(await first([1, 0, 0])).toBeLessThan(await first());
  });

  it('explains what to do when the loss is not finite', async () => {
    const optimizer = adam({ learningRate: Number.NaN, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
    await expect(new Trainer(options({ optimizer })).fit(smallNetwork(), train)).rejects.toThrow(
      'The loss is NaN or infinite at step 2 of epoch 1',
    );
  });

  it('leaks no tensors', async () => {
    const start = smallNetwork({ dropout: 0.2 });
    const fit = async () => {
      const callbacks = [earlyStopping.create({ ...EARLY, patience: 3 }) as Callback];
      const { model } = await new Trainer(options({ callbacks, checkpoints: new MemoryStore() })).fit(
        start,
        train,
        validation,
      );
      await evaluateModel(model, validation, options());
      disposeModel(model);
    };
    await fit();
    const before = tf.memory().numTensors;
    await fit();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaks no tensors when interrupted', async () => {
    const start = smallNetwork();
    const before = tf.memory().numTensors;
    const { callback, signal } = abortAfter(1);
    await expect(new Trainer(options({ callbacks: [callback], signal })).fit(start, train)).rejects.toThrow(
      'interrupted',
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelCodec } from '@expgraph/model-io/codec';
import type { Model } from '@expgraph/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adam } from '../../test/optimizers.js';
import { FolderFiles, MemoryStore, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { smallNetwork, threeClasses, weightsOf } from '../../test/small-network.js';
import type { Callback } from '../components/callbacks/callback.js';
import { checkpoint } from '../components/callbacks/checkpoint.js';
import { disposeModel } from '../model/clone-model.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { evaluateModel } from './evaluate-model.js';
import { Trainer, type TrainerOptions } from './trainer.js';

const train = threeClasses(50);
const validation = threeClasses(20, 5);
let folder: string;
beforeAll(async () => {
  await startBackend();
  folder = await mkdtemp(join(tmpdir(), 'expgraph-saved-'));
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const EACH = { monitor: 'val_loss', mode: 'auto', saveBestOnly: false, every: 1 } as const;

/** Saves models in subfolders. */
const saveBelow = (name: string) => async (saved: string, model: Model) => {
  const target = await mkdtemp(join(folder, `${name}-`));
  await modelCodec.encode(model, target);
  paths.set(`${name}/${saved}`, target);
};
const paths = new Map<string, string>();

async function savedAs(name: string): Promise<Model> {
  const path = paths.get(name);
  if (path === undefined) throw new Error(`${name} was not saved; saved: ${[...paths.keys()]}`);
  return modelCodec.decode(path);
}

const options = (changes: Partial<TrainerOptions>): TrainerOptions => ({
  epochs: 4,
  batchSize: 16,
  loss: 'categoricalCrossentropy',
  optimizer: adam({ learningRate: 0.3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  random: new TestRandom(),
  progress: new QuietProgress(),
  tracker: new RecordingTracker(),
  signal: new AbortController().signal,
  ...changes,
});

describe('models saved by a callback', () => {
  it.each(['auto', 'eager'] as const)('have the weights of their epochs, execution %s', async (execution) => {
    const callbacks = [checkpoint.create(EACH) as Callback];
    const settings = options({ execution, callbacks, saveModel: saveBelow(execution) });
    const { model, history } = await new Trainer(settings).fit(smallNetwork(), train, validation);
    for (const [epoch, loss] of history.val_loss.entries()) {
      const kept = await savedAs(`${execution}/epoch-00${epoch + 1}`);
      expect((await evaluateModel(kept, validation, settings)).metrics.loss).toBeCloseTo(loss, 5);
      disposeModel(kept);
    }
    expect(weightsOf(await savedAs(`${execution}/epoch-004`))).toEqual(weightsOf(model));
  });

  it('are complete if only the part above frozen layers is trained', async () => {
    const start = smallNetwork();
    for (const layer of start.network.layers.slice(0, -1)) layer.trainable = false;
    const features = {
      files: new FolderFiles(join(folder, 'features')),
      fingerprints: { train: 'a', validation: 'b' },
      variants: 0,
    };
    const settings = options({
      callbacks: [checkpoint.create(EACH) as Callback],
      features,
      saveModel: saveBelow('frozen'),
    });
    const { model, history } = await new Trainer(settings).fit(start, train, validation);
    const kept = await savedAs('frozen/epoch-002');
    expect(kept.network.layers.map(({ name }) => name)).toEqual(model.network.layers.map(({ name }) => name));
    expect((await evaluateModel(kept, validation, settings)).metrics.loss).toBeCloseTo(history.val_loss[1], 5);
    expect(weightsOf(await savedAs('frozen/epoch-004'))).toEqual(weightsOf(model));
  });

  it('are the same when the training is interrupted and resumed, and leak no tensors', async () => {
    const best = () => checkpoint.create({ ...EACH, saveBestOnly: true }) as Callback;
    await new Trainer(options({ callbacks: [best()], saveModel: saveBelow('whole') })).fit(
      smallNetwork(),
      train,
      validation,
    );
    const checkpoints = new MemoryStore();
    const controller = new AbortController();
    const stop: Callback = {
      onEpochEnd: (epoch) => {
        if (epoch === 1) controller.abort(new Error('interrupted'));
        return [];
      },
      state: () => null,
      restore() {},
    };
    const saveModel = saveBelow('resumed');
    const before = tf.memory().numTensors;
    const start = smallNetwork();
    const stopped = options({ checkpoints, callbacks: [best(), stop], saveModel, signal: controller.signal });
    await expect(new Trainer(stopped).fit(start, train, validation)).rejects.toThrow('interrupted');
    const { model } = await new Trainer(options({ checkpoints, callbacks: [best()], saveModel })).fit(
      start,
      train,
      validation,
    );
    disposeModel(start);
    disposeModel(model);
    expect(tf.memory().numTensors).toBe(before);
    const [whole, resumed] = [await savedAs('whole/best-val_loss'), await savedAs('resumed/best-val_loss')];
    expect(weightsOf(resumed)).toEqual(weightsOf(whole));
  });

  it('require the option saveModel', async () => {
    const callbacks = [checkpoint.create(EACH) as Callback];
    await expect(new Trainer(options({ callbacks })).fit(smallNetwork(), train, validation)).rejects.toThrow(
      'A callback saves the model as "epoch-001", but the Trainer has no option saveModel.',
    );
  });
});

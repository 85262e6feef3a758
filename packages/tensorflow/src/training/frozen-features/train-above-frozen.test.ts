import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectLabels } from '@expgraph/data/dataset';
import type { Dataset, Model } from '@expgraph/sdk';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adam } from '../../../test/optimizers.js';
import {
  ArrayDataset,
  FolderFiles,
  MemoryStore,
  QuietProgress,
  RecordingTracker,
  TestRandom,
} from '../../../test/services.js';
import { weightsOf } from '../../../test/small-network.js';
import { batchNormalization, globalAveragePooling1d, seededDropout } from '../../layers/index.js';
import { disposeModel } from '../../model/index.js';
import { startBackend } from '../../runtime/start-backend.js';
import { tf } from '../../tfjs.js';
import { Trainer, type TrainerOptions } from '../trainer.js';
import { splitAboveFrozen } from './frozen-prefix.js';

const SIZE = 70;
const pixels = Float32Array.from(
  { length: SIZE * 64 * 3 },
  (_, index) => Math.sin(index * 0.37) + Math.sin(index * 0.011),
);
const labels = Int32Array.from({ length: SIZE }, (_, index) => (index * 5) % 3);
const images = () => new ArrayDataset(pixels, [8, 8, 3], labels);

/** Padded tokens and a frozen embedding. */
function maskedNetwork(maskZero: boolean): tf.LayersModel {
  const inputs = tf.input({ shape: [5] });
  const table = tf.layers.embedding({ inputDim: 9, outputDim: 4, maskZero, trainable: false });
  const x = globalAveragePooling1d().apply(table.apply(inputs)) as tf.SymbolicTensor;
  return tf.model({ inputs, outputs: tf.layers.dense({ units: 2 }).apply(x) as tf.SymbolicTensor });
}

/** Images that differ in each epoch. */
class Shifted extends ArrayDataset {
  override readonly sameEachEpoch = false;
  override async read(indices: ArrayLike<number>, options: { epoch?: number } = {}) {
    const batch = await super.read(indices);
    return { ...batch, features: batch.features.map((value) => value + (options.epoch ?? 0) * 0.1) };
  }
}

/** Two frozen convolutions, the second with a shortcut, and a classifier. */
function network(options: { dropout?: 'above' | 'below'; freeze?: boolean } = {}): Model {
  const kernel = (seed: number) => tf.initializers.glorotUniform({ seed });
  const inputs = tf.input({ shape: [8, 8, 3] });
  const conv = (name: string, seed: number) =>
    tf.layers.conv2d({ name, filters: 4, kernelSize: 3, padding: 'same', kernelInitializer: kernel(seed) });
  let x = conv('conv1', 1).apply(inputs) as tf.SymbolicTensor;
  x = batchNormalization({ name: 'bn1' }).apply(x) as tf.SymbolicTensor;
  if (options.dropout === 'below') x = seededDropout({ rate: 0.2, name: 'early' }).apply(x) as tf.SymbolicTensor;
  const branch = conv('conv2', 2).apply(x) as tf.SymbolicTensor;
  x = tf.layers.add({ name: 'sum' }).apply([x, branch]) as tf.SymbolicTensor;
  x = tf.layers.globalAveragePooling2d({ name: 'pool' }).apply(x) as tf.SymbolicTensor;
  if (options.dropout === 'above') x = seededDropout({ rate: 0.2, name: 'late' }).apply(x) as tf.SymbolicTensor;
  const dense = tf.layers.dense({ name: 'predictions', units: 3, activation: 'softmax', kernelInitializer: kernel(3) });
  const built = tf.model({ inputs, outputs: dense.apply(x) as tf.SymbolicTensor });
  if (options.freeze !== false) for (const layer of built.layers.slice(0, -1)) layer.trainable = false;
  return { network: built, card: { architecture: 'test', input: { shape: ['batch', 8, 8, 3] } } };
}

let files: FolderFiles;
beforeAll(async () => void (await startBackend()), 600_000);
beforeEach(async () => {
  files = new FolderFiles(await mkdtemp(join(tmpdir(), 'expgraph-features-')));
});
afterEach(() => rm(files.folder, { recursive: true, force: true }));

const options = (more: Partial<TrainerOptions> = {}): TrainerOptions => ({
  epochs: 6,
  batchSize: 16,
  loss: 'categoricalCrossentropy',
  optimizer: adam({ learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  random: new TestRandom(),
  progress: new QuietProgress(),
  tracker: new RecordingTracker(),
  signal: new AbortController().signal,
  ...more,
});
const kept = (variants = 0) => ({ files, fingerprints: { train: 'photos', validation: 'others' }, variants });

describe('splitAboveFrozen', () => {
  const cut = (model: Model) => splitAboveFrozen(model.network)?.below.layers.at(-1)?.name;

  it('splits above the last frozen layer that is a bottleneck', () => {
    expect(cut(network())).toBe('pool');
    const half = network();
    half.network.getLayer('conv2').trainable = true;
    expect(cut(half)).toBe('bn1');
  });

  it('keeps random layers above the split', () => {
    expect(cut(network({ dropout: 'above' }))).toBe('pool');
    expect(cut(network({ dropout: 'below' }))).toBe('bn1');
  });

  it('keeps layers that make a mask above the split', () => {
    expect(splitAboveFrozen(maskedNetwork(true))).toBeUndefined();
    const split = splitAboveFrozen(maskedNetwork(false));
    expect(split?.below.layers.at(-1)?.getClassName()).toBe('GlobalAveragePooling1D');
  });

  it('does not split a network without frozen layers', () => {
    expect(splitAboveFrozen(network({ freeze: false }).network)).toBeUndefined();
  });
});

describe('training above frozen layers', () => {
  const close = (found: readonly number[], expected: readonly number[]) => {
    expect(found).toHaveLength(expected.length);
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 4);
  };

  it.each(['above', undefined] as const)(
    'gives the same results as end-to-end training, dropout %s',
    async (dropout) => {
      const whole = await new Trainer(options()).fit(network({ dropout }), images(), images());
      const data = [images(), images()] as const;
      const fast = await new Trainer(options({ features: kept() })).fit(network({ dropout }), ...data);
      expect(data.map(({ reads }) => reads)).toEqual([SIZE, SIZE]);
      for (const [name, values] of Object.entries(whole.history)) close(fast.history[name], values);
      const expected = weightsOf(whole.model);
      for (const [name, values] of Object.entries(weightsOf(fast.model))) close(values, expected[name]);
      const probe = tf.tensor(pixels.slice(0, 192 * 2), [2, 8, 8, 3]);
      const outputs = (model: Model) => [...(model.network.predict(probe) as tf.Tensor).dataSync()];
      close(outputs(fast.model), outputs(whole.model));
    },
  );

  it('gives the same results if each timestep has a class', async () => {
    const [time, size] = [4, 20];
    const tags = Int32Array.from({ length: SIZE * time }, (_, step) => (step % 5 === 4 ? -1 : (step * 7) % 3));
    const rows = new ArrayDataset(pixels.slice(0, SIZE * time * size), [time, size], new Int32Array(SIZE));
    const data: Dataset = {
      spec: { kind: 'dataset', label: { encoding: 'tags' } },
      size: SIZE,
      classes: rows.classes,
      sameEachEpoch: true,
      labels: () => tags,
      name: (index) => rows.name(index),
      read: async (indices) => ({ ...(await rows.read(indices)), labels: selectLabels(tags, SIZE, indices) }),
    };
    const tagger = (): Model => {
      const inputs = tf.input({ shape: [time, size] });
      const dense = (units: number, activation: 'tanh' | 'softmax', seed: number) =>
        tf.layers.dense({ units, activation, kernelInitializer: tf.initializers.glorotUniform({ seed }) });
      const below = dense(6, 'tanh', 1);
      below.trainable = false;
      const outputs = dense(3, 'softmax', 2).apply(below.apply(inputs)) as tf.SymbolicTensor;
      return { network: tf.model({ inputs, outputs }), card: { architecture: 'tagger', input: {} } };
    };
    const whole = await new Trainer(options()).fit(tagger(), data, data);
    rows.reads = 0;
    const fast = await new Trainer(options({ features: kept() })).fit(tagger(), data, data);
    expect(rows.reads).toBe(2 * SIZE);
    for (const [name, values] of Object.entries(whole.history)) close(fast.history[name], values);
  });

  it('reuses the cached features of another training, unless weights or data differ', async () => {
    const reads = async (model: Model, fingerprint: string) => {
      const data = images();
      const features = { ...kept(), fingerprints: { train: fingerprint } };
      await new Trainer(options({ features, epochs: 2, batchSize: 30 })).fit(model, data);
      return data.reads;
    };
    expect(await reads(network(), 'photos')).toBe(SIZE);
    expect(await reads(network(), 'photos')).toBe(0);
    expect(await reads(network(), 'other photos')).toBe(SIZE);
    const other = network();
    other.network.getLayer('conv1').setWeights([tf.ones([3, 3, 3, 4]), tf.zeros([4])]);
    expect(await reads(other, 'photos')).toBe(SIZE);
  });

  it('recomputes the features of augmented data in each epoch unless variants are set', async () => {
    const data = () => new Shifted(pixels, [8, 8, 3], labels);
    const train = async (variants: number) => {
      const read = data();
      const { history } = await new Trainer(options({ features: kept(variants) })).fit(network(), read);
      return { history, reads: read.reads };
    };
    const whole = await new Trainer(options()).fit(network(), data());
    expect((await train(0)).reads).toBe(6 * SIZE);
    const three = await train(3);
    expect(three.reads).toBe(3 * SIZE);
    expect(await readdir(join(files.folder, 'features'))).toHaveLength(3);
    // The first three epochs use the same data as end-to-end training.
    close(three.history.loss.slice(0, 3), whole.history.loss.slice(0, 3));
    expect(Math.abs(three.history.loss[3] - whole.history.loss[3])).toBeGreaterThan(1e-4);
  });

  it('ends with the same bytes when interrupted within an epoch and resumed', async () => {
    const whole = await new Trainer(options({ features: kept() })).fit(network({ dropout: 'above' }), images());
    const checkpoints = new MemoryStore();
    const stop = new AbortController();
    let steps = 0;
    const random = new TestRandom();
    const stream = random.stream.bind(random);
    random.stream = (...name) => {
      if (name[0] === 'step' && ++steps === 13) stop.abort(new Error('interrupted'));
      return stream(...name);
    };
    const stopped = new Trainer(options({ features: kept(), checkpoints, random, signal: stop.signal }));
    await expect(stopped.fit(network({ dropout: 'above' }), images())).rejects.toThrow('interrupted');
    const again = new Trainer(options({ features: kept(), checkpoints }));
    const resumed = await again.fit(network({ dropout: 'above' }), images());
    expect(weightsOf(resumed.model)).toEqual(weightsOf(whole.model));
    expect(resumed.history).toEqual(whole.history);
  });

  it('leaks no tensors', async () => {
    const start = network();
    const before = tf.memory().numTensors;
    const { model } = await new Trainer(options({ features: kept() })).fit(start, images(), images());
    disposeModel(model);
    expect(tf.memory().numTensors).toBe(before);
  });
});

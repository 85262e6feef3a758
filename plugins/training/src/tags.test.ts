import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { predictionsCodec } from '@expgraph/core';
import type { Dataset, Infer, Model } from '@expgraph/sdk';
import { gru } from '@expgraph/tensorflow/layers';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { completeConfig, memoryDataset, runNode, TemporaryFolders, testNode } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Evaluate, Predict, Train } from './index.js';

const [SIZE, TIME, CLASSES] = [24, 6, ['same', 'other']];

/**
 * Token ids 2 to 4 with padding at the end. The class of a token is whether it repeats the previous one; the first has
 * no class.
 */
function repeats(): Dataset {
  const features = new Float32Array(SIZE * TIME);
  const labels = new Int32Array(SIZE * TIME).fill(-1);
  for (const position of features.keys()) {
    const [example, time] = [Math.floor(position / TIME), position % TIME];
    if (time >= TIME - (example % 3)) continue;
    features[position] = 2 + ((example * 7 + ((time * time * (example + 1)) >> 1)) % 3);
    if (time > 0) labels[position] = features[position] === features[position - 1] ? 0 : 1;
  }
  const spec = {
    features: { dtype: 'int32', shape: ['batch', TIME] },
    label: { encoding: 'tags', classes: CLASSES },
  } as const;
  return memoryDataset({ features, shape: [TIME], labels, classes: CLASSES, spec });
}

function tagger(): Model {
  const input = tf.input({ shape: [TIME] });
  const layers = [
    tf.layers.embedding({ inputDim: 5, outputDim: 8, maskZero: true }),
    gru({ units: 12, returnSequences: true }),
    tf.layers.dense({ units: 2, activation: 'softmax' }),
  ];
  const outputs = layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
  const card = { architecture: 'tagger', input: { dtype: 'int32', shape: ['batch', TIME] }, classes: CLASSES } as const;
  return { network: tf.model({ inputs: input, outputs }), card };
}

let data: Dataset;
let model: Model;
beforeAll(async () => {
  await startBackend();
  [data, model] = [repeats(), tagger()];
}, 600_000);

const labeled = () => Int32Array.from(data.labels()).filter((label) => label >= 0);

describe('the node contract with tagged data', () => {
  it('is fulfilled by train', () =>
    testNode(Train, {
      inputs: { model, train: data, validation: data },
      config: { epochs: 2, classWeight: 'balanced', labelSmoothing: 0.1 },
    }));
  it('is fulfilled by evaluate', () => testNode(Evaluate, { inputs: { model, data } }));
  it('is fulfilled by predict', () => testNode(Predict, { inputs: { model, data } }));
});

describe('train, evaluate and predict with tagged data', () => {
  it('train, evaluate labeled timesteps, and write a table of all tokens', async () => {
    const config = { epochs: 60, batchSize: 12, optimizer: { type: 'adam', learningRate: 0.02 } };
    const trained = (await runNode(Train, { inputs: { model, train: data, validation: data }, config })).outputs;
    expect(trained.metrics.val_accuracy).toBe(1);
    const inputs = { model: trained.model, data };
    const { metrics, predictions } = (await runNode(Evaluate, { inputs, config: { batchSize: 7 } })).outputs;
    expect(metrics.accuracy).toBe(1);
    expect(predictions.labels).toEqual(labeled());
    expect(predictions.names[0]).toBe('example 0');
    expect(predictions.steps?.slice(0, 2)).toEqual(['step 2', 'step 3']);
    const folders = new TemporaryFolders();
    const found = (await runNode(Predict, { inputs, config: { top: 1 }, folders })).outputs.predictions;
    const tokens = (await data.read([...Array(SIZE).keys()])).features.filter((token) => token > 0).length;
    expect(found.labels).toEqual(new Int32Array(tokens).fill(-1));
    const table = await readFile(join(folders.written.get('top') as string, 'predictions.csv'), 'utf8');
    const [head, ...lines] = table.trim().split('\n');
    expect(head).toBe('name,step,rank,class,score');
    expect(lines).toHaveLength(tokens);
    expect(lines[1]).toMatch(/^example 0,step 2,1,(same|other),(1|0\.[5-9]\d*)$/);
    disposeModel(trained.model);
  });

  it('output predictions that the store restores exactly', async () => {
    const { predictions } = (await runNode(Evaluate, { inputs: { model, data } })).outputs;
    const folders = new TemporaryFolders();
    await folders.write('kept', (folder) => predictionsCodec.encode(predictions, folder));
    expect(await predictionsCodec.decode(folders.written.get('kept') as string)).toEqual(predictions);
  });

  it('increase the weight of rare classes with classWeight: balanced', async () => {
    const train = async (classWeight: 'none' | 'balanced') => {
      const config = { epochs: 1, batchSize: SIZE, classWeight };
      const { outputs } = await runNode(Train, { inputs: { model, train: data }, config });
      disposeModel(outputs.model);
      return outputs.metrics.loss;
    };
    const { scores } = (await runNode(Evaluate, { inputs: { model, data } })).outputs.predictions;
    const labels = labeled();
    const counts = [0, 1].map((tag) => labels.filter((label) => label === tag).length);
    const mean = (weight: (label: number) => number) =>
      labels.reduce((sum, label, step) => sum - weight(label) * Math.log(scores[step * 2 + label]), 0) / labels.length;
    expect(await train('none')).toBeCloseTo(
      mean(() => 1),
      5,
    );
    expect(await train('balanced')).toBeCloseTo(
      mean((label) => labels.length / (2 * counts[label])),
      5,
    );
  });

  it('skip batches without labeled timesteps', async () => {
    const none = memoryDataset({
      features: new Float32Array(2 * TIME).fill(2),
      shape: [TIME],
      classes: CLASSES,
      labels: Int32Array.from({ length: 2 * TIME }, (_, step) => (step === 3 ? 1 : -1)),
    });
    const { outputs } = await runNode(Train, { inputs: { model, train: none }, config: { epochs: 2, batchSize: 1 } });
    expect(outputs.metrics.loss).toBeGreaterThan(0);
    const { metrics } = (await runNode(Evaluate, { inputs: { model, data: none }, config: { batchSize: 1 } })).outputs;
    expect(metrics.loss).toBeGreaterThan(0);
    expect([0, 1]).toContain(metrics.accuracy);
    disposeModel(outputs.model);
  });
});

describe('a model that does not fit tagged data', () => {
  const train = (shape: readonly (string | number)[], config: object = {}) =>
    Train.infer(
      {
        inputs: { model: { kind: 'model', output: { dtype: 'float32', shape } }, train: data.spec },
        config: completeConfig(Train, config),
      } as Infer<typeof Train>,
      () => ({}) as never,
    );

  it('is rejected before a run', () => {
    expect(() => train(['batch', TIME, 2])).not.toThrow();
    expect(() => train(['batch', 2])).toThrow(
      'The model outputs float32[batch, 2], expected float32[batch, time, classes]: each timestep of "train" has a class.',
    );
    expect(() => train(['batch', 3, 2])).toThrow('The model outputs 3 timesteps, but the sequences of "train" have 6.');
    expect(() => train(['batch', TIME, 2], { loss: 'meanSquaredError' })).toThrow(
      'The loss meanSquaredError cannot be computed from these labels, which are one class of each timestep.',
    );
  });

  it('needs an output for each class, as with classes per example', async () => {
    expect(() => train(['batch', TIME, 3])).toThrow(
      'The model outputs 3 numbers for each timestep, but "train" has 2 classes: same, other.',
    );
    const infer = (outputs: number, encoding: 'class' | 'number') => {
      const output = { dtype: 'float32', shape: ['batch', outputs] } as const;
      const label = { encoding, ...(encoding === 'class' && { classes: ['a', 'b', 'c'] }) };
      Evaluate.infer({
        inputs: { model: { kind: 'model', output }, data: { kind: 'dataset', label } },
        config: completeConfig(Evaluate, {}) as never,
      });
    };
    expect(() => infer(3, 'class')).not.toThrow();
    expect(() => infer(1, 'number')).not.toThrow();
    expect(() => infer(4, 'class')).toThrow(
      'The model outputs 4 numbers for each example, but "data" has 3 classes: a, b, c.',
    );
    const classes = ['a', 'b', 'c'];
    const spec = { ...data.spec, label: { encoding: 'tags', classes } } as const;
    const refused = /^The classes of "(train|data)" are a, b, c, expected those of the model: same, other\.$/;
    const three: Dataset = { ...data, spec, classes };
    await expect(runNode(Train, { inputs: { model, train: three } })).rejects.toThrow(refused);
    await expect(runNode(Evaluate, { inputs: { model, data: three } })).rejects.toThrow(refused);
  });

  it('is rejected in a run if its output is unknown before', async () => {
    const input = tf.input({ shape: [TIME] });
    const outputs = tf.layers.dense({ units: 2, activation: 'softmax' }).apply(input) as tf.SymbolicTensor;
    const whole: Model = { network: tf.model({ inputs: input, outputs }), card: { architecture: 'whole', input: {} } };
    const refused = /^The model outputs float32\[batch, 2\], expected float32\[batch, time, classes\]/;
    await expect(runNode(Train, { inputs: { model: whole, train: data } })).rejects.toThrow(refused);
    await expect(runNode(Evaluate, { inputs: { model: whole, data } })).rejects.toThrow(refused);
    disposeModel(whole);
  });

  it('is rejected by predict if its number of timesteps differs', async () => {
    const input = tf.input({ shape: [TIME, 1] });
    const pooled = tf.layers.maxPooling1d({ poolSize: 2, strides: 2 }).apply(input) as tf.SymbolicTensor;
    const outputs = tf.layers.dense({ units: 2, activation: 'softmax' }).apply(pooled) as tf.SymbolicTensor;
    const short: Model = {
      network: tf.model({ inputs: input, outputs }),
      card: { architecture: 'short', input: {}, classes: CLASSES },
    };
    const numbers = memoryDataset({
      features: new Float32Array(2 * TIME),
      shape: [TIME, 1],
      labels: Int32Array.of(0, 1),
      classes: CLASSES,
    });
    const refused = 'The model outputs 3 timesteps, but the sequences of "data" have 6.';
    await expect(runNode(Predict, { inputs: { model: short, data: numbers } })).rejects.toThrow(refused);
    const spec = { kind: 'model', output: { dtype: 'float32', shape: ['batch', 3, 2] } } as const;
    const config = completeConfig(Predict, {}) as never;
    expect(() => Predict.infer({ inputs: { model: spec, data: data.spec }, config })).toThrow(refused);
    disposeModel(short);
  });

  it('predicts timesteps without class names if it has none', async () => {
    const { classes: _, ...card } = model.card;
    await expect(runNode(Predict, { inputs: { model: { ...model, card }, data } })).rejects.toMatchObject({
      code: 'EXPGRAPH_TRAINING_NO_HEAD',
    });
  });
});

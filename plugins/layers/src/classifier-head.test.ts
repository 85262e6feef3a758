import type { Dataset, Model } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { memoryDataset, runNode, testNode } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { ClassifierHead } from './classifier-head.js';

const dataOf = (...classes: string[]): Dataset =>
  memoryDataset({ features: new Float32Array(12), shape: [2, 2, 3], labels: Int32Array.of(0), classes });
let backbone: Model;

beforeAll(async () => {
  await startBackend();
  const input = tf.input({ shape: [2, 2, 3], name: 'input' });
  const output = tf.layers
    .conv2d({ name: 'conv', filters: 5, kernelSize: 1, trainable: false })
    .apply(input) as tf.SymbolicTensor;
  backbone = {
    network: tf.model({ inputs: input, outputs: output }),
    card: { architecture: 'small', input: { shape: ['batch', 2, 2, 3] } },
  };
}, 600_000);

describe('head/classifier', () => {
  it('fulfills the node contract', () =>
    testNode(ClassifierHead, {
      inputs: { model: backbone, data: dataOf('a', 'b', 'c') },
      config: { units: [4], dropout: 0.5 },
    }));

  it('adds pooling, dropout, dense layers and a softmax over the classes to a backbone', async () => {
    const config = { units: [7, 4], dropout: 0.25 };
    const { model } = (
      await runNode(ClassifierHead, { inputs: { model: backbone, data: dataOf('a', 'b', 'c') }, config })
    ).outputs;
    const names = [
      'input',
      'conv',
      'avg_pool',
      'head_dropout_1',
      'head_dense_1',
      'head_dropout_2',
      'head_dense_2',
      'head_dropout_3',
      'predictions',
    ];
    expect(model.network.layers.map((layer) => layer.name)).toEqual(names);
    expect(model.network.outputs[0].shape).toEqual([null, 3]);
    expect(model.card.classes).toEqual(['a', 'b', 'c']);
    expect(model.network.getLayer('conv').trainable).toBe(false);
    const sum = tf.tidy(() => [
      ...(model.network.predict(tf.randomNormal([4, 2, 2, 3])) as tf.Tensor).sum(-1).dataSync(),
    ]);
    for (const total of sum) expect(total).toBeCloseTo(1, 5);
    disposeModel(model);
  });

  it('pools the timesteps of a sequence, as inferred before the run', async () => {
    const input = tf.input({ shape: [6], name: 'input' });
    // Padding has a token id larger than those of the words.
    const table = tf.layers.embedding({
      name: 'embedding',
      inputDim: 9,
      outputDim: 9,
      maskZero: true,
      embeddingsInitializer: 'identity',
    });
    const network = tf.model({ inputs: input, outputs: table.apply(input) as tf.SymbolicTensor });
    const sequences: Model = {
      network,
      card: { architecture: 'small', input: { shape: ['batch', 6], dtype: 'int32' } },
    };
    const spec = {
      ...({ kind: 'model', output: { shape: ['batch', 6, 9] } } as const),
      layers: network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName() })),
    };
    for (const pooling of ['average', 'max'] as const) {
      const [data, config] = [dataOf('a', 'b'), { units: [8], pooling }];
      const { model } = (await runNode(ClassifierHead, { inputs: { model: sequences, data }, config })).outputs;
      const found = model.network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName() }));
      const whole = { ...config, activation: 'relu', dropout: 0 } as const;
      const inferred = ClassifierHead.infer({ inputs: { model: spec, data: data.spec }, config: whole });
      expect(found).toEqual(inferred.model.layers);
      // Padding does not change the average.
      const [short, long] = tf.tidy(() =>
        [
          [5, 3, 0, 0, 0, 0],
          [5, 3, 5, 3, 5, 3],
        ].map((tokens) => [...(model.network.predict(tf.tensor2d([tokens])) as tf.Tensor).dataSync()]),
      );
      if (pooling === 'average')
        for (const [index, value] of short.entries()) expect(value).toBeCloseTo(long[index], 5);
      else expect(short).not.toEqual(long);
      disposeModel(model);
    }
    network.dispose();
  });

  it('outputs classes for each timestep of tagged data, as inferred before the run', async () => {
    const input = tf.input({ shape: [6, 5], name: 'input' });
    const outputs = tf.layers.dense({ units: 4, name: 'below' }).apply(input) as tf.SymbolicTensor;
    const sequences: Model = {
      network: tf.model({ inputs: input, outputs }),
      card: { architecture: 'small', input: { shape: ['batch', 6, 5] } },
    };
    const labels = Int32Array.of(0, 1, 2, 0, -1, -1);
    const data = memoryDataset({ features: new Float32Array(30), shape: [6, 5], labels, classes: ['a', 'b', 'c'] });
    const config = { units: [7], dropout: 0.5, ...({ activation: 'relu', pooling: 'average' } as const) };
    const layers = [
      { name: 'input', kind: 'InputLayer' },
      { name: 'below', kind: 'Dense' },
    ];
    const given = (shape: readonly (string | number)[]) =>
      ClassifierHead.infer({
        inputs: { model: { kind: 'model', layers, output: { shape } }, data: data.spec },
        config,
      }).model;
    const { model } = (await runNode(ClassifierHead, { inputs: { model: sequences, data }, config })).outputs;
    const found = model.network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName() }));
    expect(given(['batch', 6, 4])).toMatchObject({ layers: found, output: { shape: ['batch', 6, 3] } });
    expect(model.network.outputs[0].shape).toEqual([null, 6, 3]);
    expect(model.card.classes).toEqual(['a', 'b', 'c']);
    const refused = 'Each timestep has a label, but the model outputs';
    expect(() => given(['batch', 4])).toThrow(`${refused} float32[batch, 4], expected float32[batch, time, features].`);
    await expect(runNode(ClassifierHead, { inputs: { model: backbone, data } })).rejects.toThrow(
      `${refused} float32[batch, 2, 2, 5], expected float32[batch, time, features].`,
    );
    for (const each of [sequences, model]) disposeModel(each);
  });

  it('outputs independent probabilities for multi-label data', async () => {
    const labels = Float32Array.of(1, 1, 0);
    const data = memoryDataset({ features: new Float32Array(12), shape: [2, 2, 3], labels, classes: ['a', 'b', 'c'] });
    const { model } = (await runNode(ClassifierHead, { inputs: { model: backbone, data } })).outputs;
    const last = model.network.getLayer('predictions').getConfig();
    expect(last).toMatchObject({ units: 3, activation: 'sigmoid' });
    disposeModel(model);
  });

  it('infers the same layers without building the network', async () => {
    const config = { units: [4], dropout: 0.5, ...({ activation: 'relu', pooling: 'average' } as const) };
    const inputs = {
      model: { kind: 'model', output: { shape: ['batch', 2, 2, 5] }, layers: [{ name: 'conv', kind: 'Conv2D' }] },
      data: { kind: 'dataset', label: { encoding: 'class', classes: ['a', 'b'] } },
    } as const;
    const { model: spec } = ClassifierHead.infer({ inputs, config });
    const { model } = (await runNode(ClassifierHead, { inputs: { model: backbone, data: dataOf('a', 'b') }, config }))
      .outputs;
    const built = model.network.layers.slice(1).map((layer) => ({ name: layer.name, kind: layer.getClassName() }));
    expect(spec.layers).toMatchObject(built);
    expect(spec.output?.shape).toEqual(['batch', 2]);
    disposeModel(model);
  });

  it('rejects data with one class, and models that do not output features', async () => {
    await expect(runNode(ClassifierHead, { inputs: { model: backbone, data: dataOf('a') } })).rejects.toThrow(
      'The dataset has one class, "a", expected at least two.',
    );
    const inputs = {
      model: { kind: 'model', output: { shape: ['batch', 'time', 4, 4, 8] } },
      data: { kind: 'dataset' },
    } as const;
    const config = { units: [], dropout: 0, ...({ activation: 'relu', pooling: 'average' } as const) };
    expect(() => ClassifierHead.infer({ inputs, config })).toThrow(
      'A classifier cannot follow float32[batch, time, 4, 4, 8].',
    );
  });
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Dataset, ExperimentError, Model, NodeStatics } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { memoryDataset, runNode, testNode } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import rnn, { Bidirectional, ConvLstm, Gru, Lstm, SimpleRnn, Stacked } from './index.js';

const sequences = (...shape: number[]): Dataset => {
  const size = 2 * shape.reduce((product, length) => product * length, 1);
  const features = Float32Array.from({ length: size }, (_, index) => 0.5 * Math.sin(index * 12.9898 + 1));
  return memoryDataset({ features, shape, labels: Int32Array.of(0, 1), classes: ['a', 'b'] });
};

beforeAll(async () => void (await startBackend()), 600_000);

const { components } = rnn;
const config = { units: 4 };
const lstm = { type: 'lstm', units: 4 };
const cells = [{ type: 'gru', units: 3 }, lstm];
const images = { filters: 2, kernelSize: [2, 3], padding: 'same', strides: [2, 1] };

/** Runs a node of any class. */
const run = async (node: unknown, inputs: object, options: object) =>
  (await runNode(node as NodeStatics, { inputs: inputs as never, config: options as never, components }))
    .outputs as unknown as {
    model: Model;
  };

const specOf = (node: unknown, inputs: object, options: object) =>
  (node as { infer(given: object): { model: { output: object; layers: object[] } } }).infer({ inputs, config: options })
    .model;

describe('rnn/simple-rnn', () => {
  it('fulfills the node contract', () => testNode(SimpleRnn, { inputs: { data: sequences(5, 3) }, config }));
});

describe('rnn/lstm', () => {
  it('fulfills the node contract', () =>
    testNode(Lstm, { inputs: { data: sequences(5, 3) }, config: { ...config, maskValue: 0, goBackwards: true } }));
});

describe('rnn/gru', () => {
  it('fulfills the node contract', () =>
    testNode(Gru, {
      inputs: { data: sequences(5, 3) },
      config: { ...config, resetAfter: false, dropout: 0.5, stateful: true },
    }));
});

describe('rnn/bidirectional', () => {
  it('fulfills the node contract', () =>
    testNode(Bidirectional, { inputs: { data: sequences(5, 3) }, config: { layer: lstm }, components }));

  it('initializes its directions differently', async () => {
    const { model } = await run(Bidirectional, { data: sequences(5, 3) }, { layer: lstm });
    const weights = model.network.getWeights().map((weight) => [...weight.dataSync()]);
    expect(weights).toHaveLength(6);
    expect(weights[0]).not.toEqual(weights[3]);
    expect(weights[1]).not.toEqual(weights[4]);
    disposeModel(model);
  });
});

describe('rnn/stacked', () => {
  it('fulfills the node contract', () =>
    testNode(Stacked, { inputs: { data: sequences(5, 3) }, config: { cells }, components }));
});

describe('rnn/conv-lstm', () => {
  it('fulfills the node contract', () =>
    testNode(ConvLstm, { inputs: { data: sequences(3, 4, 5, 2) }, config: images as never }));
});

describe('recurrent nodes', () => {
  it.each([
    ['rnn/simple-rnn', SimpleRnn, [5, 3], config],
    ['rnn/lstm', Lstm, [5, 3], { ...config, returnSequences: true }],
    ['rnn/gru', Gru, [5, 3], config],
    ['rnn/bidirectional', Bidirectional, [5, 3], { layer: lstm, mergeMode: 'concat', returnSequences: true }],
    ['rnn/bidirectional', Bidirectional, [5, 3], { layer: lstm, mergeMode: 'sum' }],
    ['rnn/stacked', Stacked, [5, 3], { cells, returnSequences: true }],
    ['rnn/conv-lstm', ConvLstm, [3, 4, 5, 2], { ...images, returnSequences: true }],
    ['rnn/conv-lstm', ConvLstm, [3, 4, 5, 2], { ...images, padding: 'valid' }],
    ['rnn/lstm', Lstm, [5, 3], { ...config, stateful: true }],
    ['rnn/bidirectional', Bidirectional, [5, 3], { layer: lstm, mergeMode: 'concat', stateful: true }],
    ['rnn/stacked', Stacked, [5, 3], { cells, stateful: true }],
    ['rnn/conv-lstm', ConvLstm, [3, 4, 5, 2], { ...images, stateful: true }],
  ])('%s infers its output before it is built', async (_, node, shape, options) => {
    const data = sequences(...shape);
    const spec = specOf(node, { data: data.spec }, options);
    const { model } = await run(node, { data }, options);
    const built = model.network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName() }));
    expect(spec.layers).toMatchObject(built);
    expect(spec.output).toEqual({ dtype: 'float32', shape: ['batch', ...model.network.outputs[0].shape.slice(1)] });
    expect(model.network.stateful).toBe('stateful' in options);
    disposeModel(model);
  });

  it('can be stacked, with unique layer names', async () => {
    const [first, second] = [{ ...config, returnSequences: true }, config];
    const below = await run(Lstm, { data: sequences(5, 3) }, first);
    const { model } = await run(Lstm, { model: below.model }, second);
    expect(model.network.layers.map(({ name }) => name)).toEqual(['input', 'lstm', 'lstm_1']);
    const spec = specOf(Lstm, { model: specOf(Lstm, { data: sequences(5, 3).spec }, first) }, second);
    expect(spec.layers.at(-1)).toMatchObject({ name: 'lstm_1', kind: 'LSTM' });
    disposeModel(model);
    disposeModel(below.model);
  });

  it('skip masked timesteps', async () => {
    const { model } = await run(Lstm, { data: sequences(5, 3) }, { ...config, maskValue: 0 });
    const numbers = (x: tf.Tensor) => tf.tidy(() => [...(model.network.predict(x) as tf.Tensor).dataSync()]);
    tf.tidy(() => {
      const x = tf.randomNormal([2, 3, 3], 0, 1, 'float32', 3);
      const padding = tf.zeros([2, 2, 3]);
      const [before, behind] = [numbers(tf.concat([padding, x], 1)), numbers(tf.concat([x, padding], 1))];
      for (const [index, value] of before.entries()) expect(behind[index]).toBeCloseTo(value, 6);
    });
    disposeModel(model);
  });

  it.each(['recurrent.h5', 'recurrent.keras'])('load the weights of Keras in %s', async (file) => {
    const folder = new URL('../fixtures/', import.meta.url);
    const { outputs } = JSON.parse(readFileSync(new URL('recurrent.json', folder), 'utf8')) as { outputs: number[] };
    const data = sequences(5, 3);
    const all = { returnSequences: true };
    const weights = `file:${fileURLToPath(new URL(file, folder))}`;
    const models = [(await run(Bidirectional, { data }, { ...all, layer: lstm })).model];
    const put = async (node: unknown, options: object) =>
      models.push((await run(node, { model: models.at(-1) }, options)).model);
    await put(Gru, { ...all, units: 3 });
    await put(Stacked, {
      ...all,
      cells: [
        { type: 'simple-rnn', units: 3 },
        { type: 'lstm', units: 2 },
      ],
    });
    await put(SimpleRnn, { ...all, units: 2 });
    await put(Lstm, { units: 2, weights });
    const { features } = await data.read([0, 1]);
    const found = tf.tidy(() => [
      ...((models.at(-1) as Model).network.predict(tf.tensor(features, [2, 5, 3])) as tf.Tensor).dataSync(),
    ]);
    for (const [index, value] of outputs.entries()) expect(found[index]).toBeCloseTo(value, 5);
    for (const model of models) disposeModel(model);
  });

  it('reject maskValue on a model, where it has no effect', () => {
    const model = { kind: 'model', output: { dtype: 'float32', shape: ['batch', 9, 4] } };
    expect(() => specOf(Lstm, { model }, { ...config, maskValue: 0 })).toThrow(
      'maskValue applies to data, but the input of this layer is a model.',
    );
  });

  it('explain how to make sequences of other features', () => {
    const remedy = (inputs: object) => {
      try {
        specOf(Lstm, inputs, config);
        return undefined;
      } catch (error) {
        return (error as ExperimentError).notes;
      }
    };
    const features = (dtype: string, ...shape: unknown[]) => ({
      data: { kind: 'dataset', features: { dtype, shape } },
    });
    expect(remedy(features('string', 'batch'))).toEqual([
      'Encode texts first: tokenize, vocabulary, pad, then model/embedding.',
    ]);
    expect(remedy(features('int32', 'batch', 9))).toEqual([
      'Insert model/embedding between the token ids and this layer.',
    ]);
    expect(remedy(features('float32', 'batch', 9))).toEqual([
      'Connect sequences: windows of a time series, or token ids of pad through model/embedding.',
    ]);
  });

  it('reject features that are not sequences, two inputs, and none', async () => {
    const pictures = { kind: 'dataset', features: { dtype: 'float32', shape: ['batch', 8, 8, 3] } };
    const says = (inputs: object) => {
      try {
        specOf(Lstm, inputs, config);
        return 'nothing';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(says({ data: pictures })).toBe(
      'The data has float32[batch, 8, 8, 3], expected float32[batch, time, features].',
    );
    const tokens = { kind: 'dataset', features: { dtype: 'int32', shape: ['batch', 9] } };
    expect(says({ data: tokens })).toBe('The data has int32[batch, 9], expected float32[batch, time, features].');
    const model = { kind: 'model', output: { dtype: 'float32', shape: ['batch', 4] } };
    expect(says({ model })).toBe('The model has float32[batch, 4], expected float32[batch, time, features].');
    expect(says({ model, data: pictures })).toBe('Both model and data are connected, expected one of them.');
    expect(says({})).toBe('Neither model nor data is connected, expected one of them.');
    await expect(run(Lstm, { data: sequences(4, 4, 3) }, config)).rejects.toThrow('expected float32[batch, time');
  });
});

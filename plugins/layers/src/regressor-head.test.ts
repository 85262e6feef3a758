import type { Model } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { runNode, testNode } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { RegressorHead } from './regressor-head.js';

let backbone: Model;

beforeAll(async () => {
  await startBackend();
  const input = tf.input({ shape: [2, 2, 3], name: 'input' });
  const output = tf.layers.conv2d({ name: 'conv', filters: 5, kernelSize: 1 }).apply(input) as tf.SymbolicTensor;
  backbone = {
    network: tf.model({ inputs: input, outputs: output }),
    card: { architecture: 'small', input: { shape: ['batch', 2, 2, 3] } },
  };
}, 600_000);

describe('head/regressor', () => {
  it('fulfills the node contract', () =>
    testNode(RegressorHead, { inputs: { model: backbone }, config: { units: [3], dropout: 0.1 } }));

  it('adds pooling, dense layers and one output to a network, and infers these layers', async () => {
    const { model } = (await runNode(RegressorHead, { inputs: { model: backbone }, config: { units: [3] } })).outputs;
    const names = model.network.layers.map(({ name }) => name);
    expect(names).toEqual(['input', 'conv', 'avg_pool', 'head_dense_1', 'predictions']);
    expect(model.network.outputs[0].shape).toEqual([null, 1]);
    const spec = {
      kind: 'model',
      output: { shape: ['batch', 2, 2, 5] },
      layers: ['input', 'conv'].map((name) => ({ name, kind: '' })),
    } as const;
    const config = { units: [3], activation: 'relu', dropout: 0, pooling: 'average' } as const;
    const inferred = RegressorHead.infer({ inputs: { model: spec }, config: { ...config, units: [3] } }).model;
    expect(inferred.layers?.map(({ name }) => name)).toEqual(names);
    expect(inferred.output?.shape).toEqual(['batch', 1]);
    disposeModel(model);
  });
});

import type { Dataset } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/native';
import { tf } from '@expgraph/tensorflow/tfjs';
import { memoryDataset, runNode, testNode } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Embedding } from './embedding.js';

const tokens = (vocabularySize?: number): Dataset =>
  memoryDataset({
    features: Float32Array.of(3, 1, 0, 2),
    shape: [2],
    labels: Int32Array.of(0, 1),
    classes: ['a', 'b'],
    spec: { features: { dtype: 'int32', shape: ['batch', 2], vocabularySize } },
  });

beforeAll(async () => void (await startBackend()), 600_000);

describe('model/embedding', () => {
  it('keeps the contract of nodes', () => testNode(Embedding, { inputs: { data: tokens(4) } }));

  it('looks tokens up, as many as the data have', async () => {
    const config = { outputDim: 5, maskZero: true };
    const { model } = (await runNode(Embedding, { inputs: { data: tokens(4) }, config })).outputs;
    const [table] = model.network.getWeights();
    expect(table.shape).toEqual([4, 5]);
    const [found, expected] = tf.tidy(() => [
      [...(model.network.predict(tf.tensor2d([[3, 1]])) as tf.Tensor).dataSync()],
      [...tf.gather(table, [3, 1]).dataSync()],
    ]);
    expect(found).toEqual(expected);
    const { model: spec } = Embedding.infer({ inputs: { data: tokens(4).spec }, config });
    expect(spec.output?.shape).toEqual(['batch', ...model.network.outputs[0].shape.slice(1)]);
    expect(spec.layers).toEqual(
      model.network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName() })),
    );
    disposeModel(model);
  });

  it('refuses what are no tokens, and data that do not say how many there are', async () => {
    const pictures = { kind: 'dataset', features: { dtype: 'float32', shape: ['batch', 8, 8, 3] } } as const;
    expect(() => Embedding.infer({ inputs: { data: pictures }, config: { outputDim: 4, maskZero: false } })).toThrow(
      'The data are float32[batch, 8, 8, 3], expected tokens, int32[batch, time].',
    );
    await expect(runNode(Embedding, { inputs: { data: tokens() } })).rejects.toThrow('inputDim is left out');
    const config = { inputDim: 9 };
    const { model } = (await runNode(Embedding, { inputs: { data: tokens() }, config })).outputs;
    expect(model.network.getWeights()[0].shape).toEqual([9, 64]);
    disposeModel(model);
  });
});

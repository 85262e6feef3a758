import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import layers, { SequentialModel } from '@expgraph/plugin-layers';
import rnn from '@expgraph/plugin-rnn';
import type { ComponentConfig, Model } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/native';
import { tf } from '@expgraph/tensorflow/tfjs';
import { memoryDataset, runNode } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';

const fixtures = new URL('../../../plugins/rnn/fixtures/', import.meta.url);

beforeAll(async () => void (await startBackend()), 600_000);

/** As in the fixture's `keras-recurrent.py`. */
const LAYERS: readonly ComponentConfig[] = [
  { type: 'bidirectional', layer: { type: 'lstm', units: 4 }, returnSequences: true },
  { type: 'gru', units: 3, returnSequences: true },
  {
    type: 'stacked',
    cells: [
      { type: 'simple-rnn', units: 3 },
      { type: 'lstm', units: 2 },
    ],
    returnSequences: true,
  },
  { type: 'simple-rnn', units: 2, returnSequences: true },
  { type: 'lstm', units: 2 },
];

describe('recurrent layers in model/sequential', () => {
  it('give what Keras gives with its weights', async () => {
    const { outputs } = JSON.parse(readFileSync(new URL('recurrent.json', fixtures), 'utf8')) as { outputs: number[] };
    const features = Float32Array.from({ length: 30 }, (_, index) => 0.5 * Math.sin(index * 12.9898 + 1));
    const data = memoryDataset({ features, shape: [5, 3], labels: Int32Array.of(0, 1), classes: ['a', 'b'] });
    const weights = `file:${fileURLToPath(new URL('recurrent.h5', fixtures))}`;
    const components = [...(layers.components ?? []), ...(rnn.components ?? [])];
    const config = { layers: [...LAYERS], weights };
    const model = (await runNode(SequentialModel, { inputs: { data }, config, components })).outputs.model as Model;
    const found = tf.tidy(() => [...(model.network.predict(tf.tensor(features, [2, 5, 3])) as tf.Tensor).dataSync()]);
    for (const [index, value] of outputs.entries()) expect(found[index]).toBeCloseTo(value, 5);
    disposeModel(model);
  });
});

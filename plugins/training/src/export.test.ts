import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IMAGENET_CLASSES } from '@expgraph/model-io/codec';
import type { Dataset, Model } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { memoryDataset, runNode, TemporaryFolders, testNode } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Evaluate, Export, LoadModel, Predict } from './index.js';

let data: Dataset;
let model: Model;

function classifier(classes: number, card: Partial<Model['card']> = {}): Model {
  const layer = tf.layers.dense({ name: 'predictions', units: classes, activation: 'softmax' });
  const network = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [4] }), layer] });
  return { network, card: { architecture: 'small', input: { shape: ['batch', 4], range: '0..1' }, ...card } };
}

beforeAll(async () => {
  await startBackend();
  const features = Float32Array.from({ length: 40 }, (_, index) => Math.sin(index));
  const labels = Int32Array.from({ length: 10 }, (_, index) => index % 2);
  data = memoryDataset({ features, shape: [4], labels, classes: ['left', 'right'] });
  model = classifier(2, { classes: ['left', 'right'] });
}, 600_000);

describe('the node contract', () => {
  it('is fulfilled by export', () => testNode(Export, { inputs: { model } }));
  it('is fulfilled by predict', () => testNode(Predict, { inputs: { model, data } }));
});

describe('export', () => {
  it('writes a folder for each format, one of which can be loaded again', async () => {
    const folders = new TemporaryFolders();
    await runNode(Export, { inputs: { model }, config: { formats: ['h5', 'tfjs-layers'] }, folders });
    expect([...folders.written.keys()]).toEqual(['h5', 'tfjs-layers']);
    expect((await readdir(folders.written.get('h5') as string)).sort()).toEqual(['card.json', 'model.h5']);
    const source = folders.written.get('tfjs-layers') as string;
    await testNode(LoadModel, { inputs: {}, config: { source } });
    const { outputs } = await runNode(LoadModel, { inputs: {}, config: { source } });
    const values = ({ network }: Model) => network.getWeights().map((weight) => [...weight.dataSync()]);
    expect(values(outputs.model)).toEqual(values(model));
    expect(outputs.model.card).toEqual({ ...model.card, input: { ...model.card.input, dtype: 'float32' } });
    disposeModel(outputs.model);
  });

  it('cannot be loaded from folders of other formats', async () => {
    const folders = new TemporaryFolders();
    await runNode(Export, { inputs: { model }, config: { formats: ['h5'] }, folders });
    const source = folders.written.get('h5') as string;
    await expect(runNode(LoadModel, { inputs: {}, config: { source } })).rejects.toThrow(
      'is not the folder of a model: model.json, weights.bin is missing.',
    );
    await runNode(Export, { inputs: { model }, config: { formats: ['tfjs-graph'] }, folders });
    const graph = folders.written.get('tfjs-graph') as string;
    await expect(runNode(LoadModel, { inputs: {}, config: { source: graph } })).rejects.toThrow('graph-model');
  });
});

describe('predict', () => {
  it('outputs the scores of evaluate without reading labels', async () => {
    const evaluated = await runNode(Evaluate, { inputs: { model, data } });
    const others = { ...data, labels: () => new Int32Array(10).fill(7), classes: [] } as Dataset;
    const { outputs } = await runNode(Predict, { inputs: { model, data: others } });
    expect(outputs.predictions.scores).toEqual(evaluated.outputs.predictions.scores);
    expect(outputs.predictions.classes).toEqual(['left', 'right']);
    expect(new Set(outputs.predictions.labels)).toEqual(new Set([-1]));
  });

  it('writes a table of the best classes, with ImageNet names for networks with 1000 outputs', async () => {
    const folders = new TemporaryFolders();
    const large = classifier(1000);
    const { outputs } = await runNode(Predict, { inputs: { model: large, data }, config: { top: 3 }, folders });
    expect(outputs.predictions.classes).toBe(IMAGENET_CLASSES);
    const table = await readFile(join(folders.written.get('top') as string, 'predictions.csv'), 'utf8');
    const first = outputs.predictions.scores.subarray(0, 1000);
    const best = IMAGENET_CLASSES[first.indexOf(Math.max(...first))];
    expect(table.split('\n')[1]).toMatch(new RegExp(`^example 0,1,"?${best}"?,0\\.`));
    expect(table.trim().split('\n')).toHaveLength(1 + 10 * 3);
    disposeModel(large);
  });

  it('rejects features in another range than that of the model', async () => {
    const spec = { ...data.spec, features: { ...data.spec.features, range: '0..255' } } as Dataset['spec'];
    const wrong = { ...data, spec } as Dataset;
    await expect(runNode(Predict, { inputs: { model, data: wrong } })).rejects.toThrow(
      'The images of "data" are in 0..255, expected 0..1.',
    );
  });
});

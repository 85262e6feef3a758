import type { Dataset } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { memoryDataset, runNode, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { DenseModel } from './dense-model.js';
import { LinearRegression } from './linear-regression.js';
import { LogisticRegression } from './logistic-regression.js';

const dataOf = (shape: readonly number[], ...classes: string[]): Dataset =>
  memoryDataset({
    features: new Float32Array(shape.reduce((product, size) => product * size, 2)),
    shape,
    labels: Int32Array.of(0, 1),
    classes,
  });

/** Returns a dataset for regression. */
const numbersOf = (shape: readonly number[]): Dataset => {
  const data = dataOf(shape);
  return { ...data, spec: { ...data.spec, label: { encoding: 'number' } } };
};

describe('model/dense', () => {
  it('fulfills the node contract', () =>
    testNode(DenseModel, { inputs: { data: dataOf([5], 'a', 'b') }, config: { units: [3], dropout: 0.5 } }));

  it('flattens features with several axes, and infers the layers that it builds', async () => {
    const data = dataOf([2, 3, 1], 'a', 'b', 'c');
    const { model } = (await runNode(DenseModel, { inputs: { data }, config: { units: [8, 4], dropout: 0.1 } }))
      .outputs;
    const layers = model.network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName() }));
    const config = { units: [8, 4], activation: 'relu' as const, dropout: 0.1 };
    const inferred = DenseModel.infer({ inputs: { data: data.spec }, config }).model;
    expect(inferred.layers?.map(({ name }) => name)).toEqual(layers.map(({ name }) => name));
    expect(layers.map(({ kind }) => kind).filter((kind) => !kind.includes('Dropout'))).toEqual(
      inferred.layers?.map(({ kind }) => kind).filter((kind) => kind !== 'Dropout'),
    );
    expect(model.network.countParams()).toBe(6 * 8 + 8 + 8 * 4 + 4 + 4 * 3 + 3);
    expect(model.card).toEqual({ architecture: 'dense', input: data.spec.features, classes: ['a', 'b', 'c'] });
    disposeModel(model);
  });

  it('rejects texts, a single class, and features of unknown size', async () => {
    const config = { units: [], activation: 'relu' as const, dropout: 0 };
    const data = dataOf([5], 'a', 'b');
    const texts = { ...data.spec, features: { dtype: 'string', shape: ['batch'] } } as const;
    expect(() => DenseModel.infer({ inputs: { data: texts }, config })).toThrow(
      expect.objectContaining({ code: 'EXPGRAPH_LAYERS_NOT_NUMBERS', at: { input: 'data' } }),
    );
    const one = { ...data.spec, label: { encoding: 'class', classes: ['a'] } } as const;
    expect(() => DenseModel.infer({ inputs: { data: one }, config })).toThrow(
      expect.objectContaining({ code: 'EXPGRAPH_LAYERS_CLASSES' }),
    );
    const ragged = { ...data, spec: { ...data.spec, features: { shape: ['batch', 'time'] } } };
    await expect(runNode(DenseModel, { inputs: { data: ragged } })).rejects.toMatchObject({
      code: 'EXPGRAPH_LAYERS_FEATURES_UNKNOWN',
      message: 'The features are float32[batch, time], expected sizes on all axes but the first.',
    });
  });
});

describe('model/linear-regression', () => {
  it('fulfills the node contract', () => testNode(LinearRegression, { inputs: { data: numbersOf([5]) } }));

  it('computes a weighted sum of the features, like model/dense without hidden layers for numbers', async () => {
    const data = numbersOf([5]);
    const models = [
      (await runNode(LinearRegression, { inputs: { data } })).outputs.model,
      (await runNode(DenseModel, { inputs: { data }, config: { units: [] } })).outputs.model,
    ];
    for (const model of models) {
      expect(model.network.outputs[0].shape).toEqual([null, 1]);
      expect(model.network.layers.at(-1)?.getConfig().activation).toBe('linear');
      expect(model.network.countParams()).toBe(6);
      expect(model.card.classes).toBeUndefined();
      disposeModel(model);
    }
    expect(LinearRegression.infer({ inputs: { data: data.spec }, config: {} }).model.output?.shape).toEqual([
      'batch',
      1,
    ]);
  });
});

describe('model/logistic-regression', () => {
  it('fulfills the node contract', () => testNode(LogisticRegression, { inputs: { data: dataOf([5], 'a', 'b') } }));

  it('has one weight per feature and class, and one bias per class', async () => {
    const { model } = (await runNode(LogisticRegression, { inputs: { data: dataOf([5], 'a', 'b') } })).outputs;
    expect(model.network.layers.map(({ name }) => name)).toEqual(['input', 'predictions']);
    expect(model.network.countParams()).toBe(5 * 2 + 2);
    disposeModel(model);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset, Infer, Vocabulary } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { memoryDataset, runNode, testNode } from '@expgraph/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
  it('fulfills the node contract', () => testNode(Embedding, { inputs: { data: tokens(4) } }));

  it('has a vector for each token of the data', async () => {
    const config = { outputDim: 5, maskZero: true };
    const { model } = (await runNode(Embedding, { inputs: { data: tokens(4) }, config })).outputs;
    const [table] = model.network.getWeights();
    expect(table.shape).toEqual([4, 5]);
    const [found, expected] = tf.tidy(() => [
      [...(model.network.predict(tf.tensor2d([[3, 1]])) as tf.Tensor).dataSync()],
      [...tf.gather(table, [3, 1]).dataSync()],
    ]);
    expect(found).toEqual(expected);
    const whole = { ...config, vectors: 'none', missing: 'uniform', trainable: true } as const;
    const { model: spec } = Embedding.infer({ inputs: { data: tokens(4).spec }, config: whole });
    expect(spec.output?.shape).toEqual(['batch', ...model.network.outputs[0].shape.slice(1)]);
    expect(spec.layers).toMatchObject(
      model.network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName() })),
    );
    disposeModel(model);
  });

  describe('with pretrained vectors', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'expgraph-embedding-'));
      await writeFile(join(folder, 'vectors.txt'), 'gut 1 2\nandere 3 4\n');
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    const vocabulary = { tokens: ['gut', 'fehlt'], counts: [], texts: [], size: 0 };
    const run = (config: object, words: Vocabulary = vocabulary, size = 5) =>
      runNode(Embedding, {
        inputs: { data: tokens(size), vocabulary: words },
        folder,
        config: { vectors: 'vectors.txt', outputDim: 2, ...config },
      });

    it('starts with the pretrained vectors, and draws those of other tokens', async () => {
      const { model } = (await run({ trainable: false })).outputs;
      const again = (await run({})).outputs.model;
      const [table, same] = [model, again].map(({ network }) => [...network.getWeights()[0].dataSync()]);
      expect(table.slice(0, 2)).toEqual([0, 0]);
      expect(table.slice(6, 8)).toEqual([1, 2]);
      for (const row of [1, 2, 4]) expect(Math.abs(table[row * 2])).toBeLessThanOrEqual(0.05);
      expect(table[8]).not.toBe(0);
      expect(same).toEqual(table);
      expect([model, again].map(({ network }) => network.getLayer('embedding').trainable)).toEqual([false, true]);
      const zeros = (await run({ missing: 'zeros' })).outputs.model;
      expect([...zeros.network.getWeights()[0].dataSync()]).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 0, 0]);
      for (const each of [model, again, zeros]) disposeModel(each);
    });

    it('infers before a run that the vectors are frozen, and requires a vocabulary', () => {
      const [data, words] = [tokens(5).spec, { kind: 'vocabulary' } as const];
      const config = {
        outputDim: 2,
        maskZero: true,
        vectors: 'vectors.txt',
        missing: 'zeros',
        trainable: false,
      } as const;
      const { model } = Embedding.infer({ inputs: { data, vocabulary: words }, config });
      expect(model.layers?.at(-1)).toMatchObject({ name: 'embedding', kind: 'Embedding', frozen: true });
      expect(() => Embedding.infer({ inputs: { data }, config })).toThrow(
        'The vectors in "vectors.txt" need a vocabulary.',
      );
    });

    it('rejects another vocabulary, another size, and vectors of other words', async () => {
      await expect(run({}, vocabulary, 9)).rejects.toThrow(
        'The vocabulary has 5 tokens, but the embedding has 9 vectors.',
      );
      await expect(run({ outputDim: 3 })).rejects.toThrow(
        'vectors.txt:1: the vector has 2 numbers, but outputDim is 3.',
      );
      await expect(run({}, { ...vocabulary, tokens: ['GUT', 'fehlt'] })).rejects.toThrow(
        'None of the 2 tokens of the vocabulary has a vector in "vectors.txt".',
      );
    });
  });

  it('rejects features that are not token ids, and data without a vocabulary size', async () => {
    const pictures = { kind: 'dataset', features: { dtype: 'float32', shape: ['batch', 8, 8, 3] } } as const;
    const specOf = (inputs: Infer<typeof Embedding>['inputs']) =>
      Embedding.infer({
        inputs,
        config: { outputDim: 4, maskZero: false, vectors: 'none', missing: 'uniform', trainable: true },
      });
    expect(() => specOf({ data: pictures })).toThrow(
      'The features are float32[batch, 8, 8, 3], expected token ids, int32[batch, time].',
    );
    const rows = { kind: 'dataset', features: { dtype: 'float32', shape: ['batch', 'tokens'] } } as const;
    expect(() => specOf({ data: rows })).toThrow('The features are float32[batch, tokens], expected token ids');
    await expect(runNode(Embedding, { inputs: { data: tokens() } })).rejects.toThrow('inputDim is missing');
    await expect(runNode(Embedding, { inputs: { data: tokens(6) }, config: { inputDim: 5 } })).rejects.toThrow(
      'inputDim is 5, but the vocabulary of the data has 6 tokens.',
    );
    const config = { inputDim: 9 };
    const { model } = (await runNode(Embedding, { inputs: { data: tokens() }, config })).outputs;
    expect(model.network.getWeights()[0].shape).toEqual([9, 64]);
    disposeModel(model);
  });
});

import type { Dataset } from '@expgraph/sdk';
import { completeConfig, memoryDataset, runNode, TemporaryFiles, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { classesOf } from '../test/classes-of.js';
import { Cache } from './cache.js';

/** A dataset that counts how often each example is read. */
function counted(data: Dataset) {
  const reads = new Array<number>(data.size).fill(0);
  const counting: Dataset = {
    ...data,
    read(indices, options) {
      for (const index of Array.from(indices)) reads[index] += 1;
      return data.read(indices, options);
    },
  };
  return { data: counting, reads };
}

/** Examples with soft labels of two classes. */
function soft(): Dataset {
  const data = classesOf(4, 4);
  return {
    ...data,
    read: async (indices, options) => ({
      ...(await data.read(indices, options)),
      targets: Float32Array.from({ length: indices.length * 2 }, (_, position) => {
        const fraction = indices[position >> 1] / 8;
        return position % 2 === 0 ? fraction : 1 - fraction;
      }),
    }),
  };
}

/** Features that grow by the epoch, with two labels each and weights. */
function changing(): Dataset {
  const data = memoryDataset({
    features: Float32Array.of(10, 20, 30),
    shape: [1],
    labels: Float32Array.of(1, 0, 0, 1, 1, 1),
    classes: ['a', 'b'],
    sameEachEpoch: false,
  });
  return {
    ...data,
    read: async (indices, options) => ({
      ...(await data.read(indices, options)),
      weights: Float32Array.from(indices, (index) => index / 2),
    }),
  };
}

describe('cache', () => {
  it.each(['memory', 'disk'] as const)('keeps the contract of nodes, in %s', (storage) =>
    testNode(Cache, { inputs: { data: classesOf(9, 2) }, config: { storage } }),
  );

  it.each(['memory', 'disk'] as const)('reads the same as the original, in any order, in %s', async (storage) => {
    for (const original of [classesOf(5, 4), changing(), soft()]) {
      const { data } = (await runNode(Cache, { inputs: { data: original }, config: { storage, variants: 2 } })).outputs;
      for (const indices of [[2, 0, 2], [1], [0, 1, 2]]) {
        for (const epoch of [0, 1])
          expect(await data.read(indices, { epoch })).toEqual(await original.read(indices, { epoch }));
      }
    }
  });

  it.each(['memory', 'disk'] as const)('keeps the names of timesteps, in %s', async (storage) => {
    const original = changing();
    const named: Dataset = {
      ...original,
      read: async (indices, options = {}) => ({
        ...(await original.read(indices, options)),
        steps: () => Array.from(indices, (index) => [`token ${index}`, `in epoch ${options.epoch}\u2028"`]),
      }),
    };
    const { data } = (await runNode(Cache, { inputs: { data: named }, config: { storage, variants: 2 } })).outputs;
    for (const indices of [[2, 0, 2], [1], [0, 1, 2]]) {
      for (const epoch of [0, 1]) {
        const [found, expected] = [await data.read(indices, { epoch }), await named.read(indices, { epoch })];
        expect(found.steps?.()).toEqual(expected.steps?.());
      }
    }
  });

  it('cycles through the variants, and warns if only one is cached', async () => {
    const { outputs, logger } = await runNode(Cache, { inputs: { data: changing() }, config: { variants: 2 } });
    expect(Array.from((await outputs.data.read([1], { epoch: 5 })).features)).toEqual([21]);
    expect(outputs.data.sameEachEpoch).toBeUndefined();
    expect(logger.lines).toEqual([]);
    const one = await runNode(Cache, { inputs: { data: changing() } });
    expect(Array.from((await one.outputs.data.read([1], { epoch: 5 })).features)).toEqual([20]);
    expect(one.outputs.data.sameEachEpoch).toBe(true);
    expect(one.logger.lines).toEqual([expect.stringMatching(/^warning: The dataset differs in each epoch/)]);
  });

  it('reads each example once, until maxMegabytes are used', async () => {
    // A row is features, label and weight: 250,002 values, so that two rows fit into 2 MB and three do not.
    const wide = memoryDataset({
      features: new Float32Array(3 * 250_000),
      shape: [250_000],
      labels: Int32Array.of(0, 1, 0),
      classes: ['a', 'b'],
    });
    const { data, reads } = counted(wide);
    const cached = (await runNode(Cache, { inputs: { data }, config: { maxMegabytes: 3 } })).outputs.data;
    const before = [...reads];
    for (let epoch = 0; epoch < 4; epoch += 1) await cached.read([0, 1, 2], { epoch });
    expect(reads.map((count, index) => count - before[index])).toEqual([1, 1, 4]);
  });

  it('writes a file once and finds it again by the fingerprint of the data', async () => {
    const { data, reads } = counted(classesOf(50, 50));
    const options = {
      inputs: { data },
      config: { storage: 'disk' },
      fingerprints: { data: 'abc' },
      files: new TemporaryFiles(),
    } as const;
    await runNode(Cache, options);
    const again = (await runNode(Cache, options)).outputs.data;
    await again.read([99, 3]);
    expect(reads.slice(1)).toEqual(new Array(99).fill(1));
    await runNode(Cache, { ...options, fingerprints: { data: 'abd' } });
    expect(reads[99]).toBe(2);
  });

  it('refuses texts, before anything runs', () => {
    const data = { kind: 'dataset', features: { dtype: 'string', shape: ['batch'] } } as const;
    expect(() => Cache.infer({ inputs: { data }, config: completeConfig(Cache, {}) as never })).toThrow(
      'The features of "data" are texts, expected numbers.',
    );
  });

  it('refuses a file that is too large, with its size', async () => {
    const data = memoryDataset({
      features: new Float32Array(600_000),
      shape: [300_000],
      labels: Int32Array.of(0, 1),
      classes: ['a', 'b'],
    });
    await expect(
      runNode(Cache, { inputs: { data }, config: { storage: 'disk', maxMegabytes: 2 } }),
    ).rejects.toMatchObject({
      code: 'EXPGRAPH_DATA_CACHE_TOO_LARGE',
      message: 'The cache needs 3 MB, and maxMegabytes is 2.',
      at: { config: ['maxMegabytes'] },
    });
  });
});

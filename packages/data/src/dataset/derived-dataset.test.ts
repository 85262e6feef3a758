import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import { DerivedDataset } from './derived-dataset.js';

const original: Dataset = {
  spec: { kind: 'dataset', label: { encoding: 'class' }, part: 'train' },
  size: 2,
  classes: ['cat', 'dog'],
  sameEachEpoch: true,
  labels: () => Int32Array.of(1, 0),
  name: (index) => `photo ${index}`,
  column: (name) => (name === 'patient' ? ['a', 'b'] : undefined),
  read: async (indices) => ({
    features: Float32Array.from(indices),
    shape: [indices.length, 1],
    labels: Int32Array.from(indices, (index) => 1 - index),
  }),
};

class Doubled extends DerivedDataset {
  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const batch = await this.original.read(indices, options);
    return { ...batch, features: batch.features.map((value) => 2 * value) };
  }
}

describe('DerivedDataset', () => {
  it('equals the original except for its batches', async () => {
    const doubled = new Doubled(original);
    const { spec, size, classes, sameEachEpoch } = doubled;
    expect({ spec, size, classes, sameEachEpoch }).toEqual({
      spec: original.spec,
      size: 2,
      classes: ['cat', 'dog'],
      sameEachEpoch: true,
    });
    expect(doubled.labels()).toEqual(Int32Array.of(1, 0));
    expect(doubled.name(1)).toBe('photo 1');
    expect([doubled.column('patient'), doubled.column('age')]).toEqual([['a', 'b'], undefined]);
    expect((await doubled.read([1])).features).toEqual(Float32Array.of(2));
  });

  it('has no columns if the original has none', () => {
    expect(new Doubled({ ...original, column: undefined }).column('patient')).toBeUndefined();
  });

  it('applies changes, including undefined', () => {
    const spec = { kind: 'dataset', part: 'test' } as const;
    const changed = new Doubled(original, { spec, size: 1, classes: ['animal'], sameEachEpoch: undefined });
    expect(changed).toMatchObject({ spec, size: 1, classes: ['animal'], sameEachEpoch: undefined });
  });
});

import type { Batch, Dataset } from '@expgraph/sdk';
import { memoryDataset, runNode, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { Cache } from './cache.js';
import { Concat } from './concat.js';
import { Filter } from './filter.js';
import { Split } from './split.js';

/** Sequences with a label per timestep, with as many columns as the longest has timesteps. */
function sequences(rows: readonly string[], classes: readonly string[], first = 0): Dataset {
  const time = Math.max(...rows.map((row) => row.length));
  const labels = Int32Array.from(rows.flatMap((row) => [...row.padEnd(time)].map((tag) => classes.indexOf(tag))));
  const features = Float32Array.from(rows, (_, index) => first + index);
  const names = rows.map((_, index) => `text ${first + index}`);
  const data = memoryDataset({ features, shape: [1], labels, classes, names });
  const read = async (indices: ArrayLike<number>): Promise<Batch> => ({
    ...(await data.read(indices)),
    steps: () => Array.from(indices, (index) => [...rows[index]]),
  });
  return { ...data, read };
}

const rowsOf = ({ classes }: Dataset, labels: ArrayLike<number>, size: number) => {
  const tags = Array.from(labels, (tag) => classes[tag] ?? '-').join('');
  return Array.from({ length: size }, (_, row) =>
    tags.slice((row * tags.length) / size, ((row + 1) * tags.length) / size),
  );
};

const read = async (data: Dataset, indices: readonly number[]) => {
  const { labels, steps } = await data.read(indices);
  return { rows: rowsOf(data, labels, indices.length), steps: steps?.().map((row) => row.join('')) };
};

describe('examples with a label per timestep', () => {
  const data = sequences(['aab', 'c', 'ba', 'aaaa'], ['a', 'b', 'c']);

  it('keep their labels when concatenated, also if lengths and class indices differ', async () => {
    const inputs = { first: data, second: sequences(['da', 'dddddd'], ['a', 'd'], 4) };
    const config = { classes: 'union' } as const;
    await testNode(Concat, { inputs, config });
    const { data: both } = (await runNode(Concat, { inputs, config })).outputs;
    expect(both.classes).toEqual(['a', 'b', 'c', 'd']);
    expect(rowsOf(both, both.labels(), both.size)).toEqual([
      'aab---',
      'c-----',
      'ba----',
      'aaaa--',
      'da----',
      'dddddd',
    ]);
    expect(await read(both, [4, 1, 5])).toEqual({ rows: ['da----', 'c-----', 'dddddd'], steps: ['da', 'c', 'dddddd'] });
    expect(await read(both, [2, 1])).toMatchObject({ rows: ['ba----', 'c-----'] });
  });

  it('are filtered by the classes of their timesteps, and keep the remaining classes', async () => {
    const config = { drop: { classes: ['c'] }, emptyClasses: 'drop' as const };
    const { data: rest } = (await runNode(Filter, { inputs: { data }, config })).outputs;
    expect(rest.classes).toEqual(['a', 'b']);
    expect(rowsOf(rest, rest.labels(), rest.size)).toEqual(['aab-', 'ba--', 'aaaa']);
    expect(await read(rest, [1])).toEqual({ rows: ['ba--'], steps: ['ba'] });
  });

  it('are split so that each part gets its fraction of the examples with each class', async () => {
    const many = sequences(
      Array.from({ length: 40 }, (_, index) => (index % 4 === 0 ? 'aab' : 'a')),
      ['a', 'b'],
    );
    const { outputs } = await runNode(Split, {
      inputs: { data: many },
      config: { train: 0.5, validation: 0.25, test: 0.25 },
    });
    const rare = [outputs.train, outputs.validation, outputs.test].map((part) => {
      const rows = rowsOf(part, part.labels(), part.size);
      return [rows.length, rows.filter((row) => row.includes('b')).length];
    });
    expect(rare.map(([size]) => size)).toEqual([20, 10, 10]);
    expect(rare[0][1]).toBe(5);
    expect(rare[1][1] + rare[2][1]).toBe(5);
  });

  it('are cached in memory with their labels', async () => {
    const { data: cached } = (await runNode(Cache, { inputs: { data } })).outputs;
    expect((await read(cached, [3, 1])).rows).toEqual(['aaaa', 'c---']);
  });
});

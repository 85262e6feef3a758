import type { Dataset } from '@expgraph/sdk';
import { completeConfig, memoryDataset, runNode, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { classesOf } from '../test/classes-of.js';
import { Concat } from './concat.js';
import { Filter } from './filter.js';
import { Oversample } from './oversample.js';
import { Shuffle } from './shuffle.js';
import { Streams } from './streams.js';
import { Take } from './take.js';

const names = (data: Dataset) => Array.from({ length: data.size }, (_, index) => data.name(index));
const all = (data: Dataset) => data.read(Array.from({ length: data.size }, (_, index) => index));
const countOf = (data: Dataset, label: number) => Array.from(data.labels()).filter((value) => value === label).length;

/** Three multi-label examples of three classes. */
const tagged = memoryDataset({
  features: Float32Array.of(1, 2, 3),
  shape: [1],
  labels: Float32Array.of(1, 0, 1, 0, 0, 0, 0, 0, 1),
  classes: ['sea', 'sand', 'sky'],
});

/** Ten multi-label examples of four classes: one of "sea" and "boat", five of "sea", three of "sand", one of none; none of "sky". */
const harbor = memoryDataset({
  features: Float32Array.from({ length: 10 }, (_, index) => index),
  shape: [1],
  labels: Float32Array.from(
    [[0, 2], [0], [0], [0], [0], [0], [1], [1], [1], []].flatMap((of) =>
      [0, 1, 2, 3].map((label) => Number(of.includes(label))),
    ),
  ),
  classes: ['sea', 'sand', 'boat', 'sky'],
});

describe('shuffle', () => {
  it('keeps the contract of nodes', () => testNode(Shuffle, { inputs: { data: classesOf(5, 5) } }));

  it('returns every example once, in another order for another seed', async () => {
    const inputs = { data: classesOf(20, 20) };
    const [first, other] = await Promise.all([1, 2].map((seed) => runNode(Shuffle, { inputs, seed })));
    expect(names(first.outputs.data).sort()).toEqual(names(inputs.data).sort());
    expect(names(first.outputs.data)).not.toEqual(names(inputs.data));
    expect(names(first.outputs.data)).not.toEqual(names(other.outputs.data));
  });
});

describe('take', () => {
  it('keeps the contract of nodes', () => testNode(Take, { inputs: { data: classesOf(5, 5) }, config: { count: 3 } }));

  it.each([
    [{ count: 2, skip: 1 }, [1, 2]],
    [{ count: 9, skip: 3 }, [3, 4]],
    [{ fraction: 0.5 }, [0, 1, 2]],
    [{ fraction: 0.01 }, [0]],
  ])('with %o takes the examples %o of five', async (config, expected) => {
    const { outputs } = await runNode(Take, { inputs: { data: classesOf(5) }, config });
    expect(Array.from((await all(outputs.data)).features)).toEqual(expected);
  });

  it.each([
    [{ count: 9 }, ['warning: count is 9, and the dataset has 5 examples: all of them are used.']],
    [
      { count: 2, skip: 4 },
      ['warning: count is 2, and the dataset has 1 example after the first 4: all of them are used.'],
    ],
    [{ count: 5 }, []],
    [{ fraction: 1, skip: 2 }, ['Using 3 of 5 examples, after the first 2.']],
  ])('with %o of five examples logs %o', async (config, lines) => {
    const { logger } = await runNode(Take, { inputs: { data: classesOf(5) }, config });
    expect(logger.lines).toEqual(lines);
  });

  it('rejects skipping everything, and both count and fraction', async () => {
    const inputs = { data: classesOf(5) };
    await expect(runNode(Take, { inputs, config: { count: 1, skip: 5 } })).rejects.toMatchObject({
      code: 'EXPGRAPH_DATA_TAKE',
      message: 'skip is 5, and the dataset has 5 examples.',
    });
    const infer = (config: object) =>
      Take.infer({ inputs: { data: inputs.data.spec }, config: completeConfig(Take, config) as never });
    expect(() => infer({ count: 1, fraction: 0.5 })).toThrow('Expected one of count and fraction.');
    expect(() => infer({})).toThrow('Expected one of count and fraction.');
  });
});

describe('streams', () => {
  it('keeps the contract of nodes', () =>
    testNode(Streams, { inputs: { data: classesOf(5, 5) }, config: { count: 3 } }));

  it('continues each row of a batch in the next batch', async () => {
    const { outputs } = await runNode(Streams, { inputs: { data: classesOf(11) }, config: { count: 3 } });
    expect(Array.from((await all(outputs.data)).features)).toEqual([0, 3, 6, 1, 4, 7, 2, 5, 8]);
  });

  it('rejects more streams than there are examples', async () => {
    const inputs = { data: classesOf(5) };
    const refused = { code: 'EXPGRAPH_DATA_STREAMS', message: 'Cannot split 5 examples into 6 streams.' };
    await expect(runNode(Streams, { inputs, config: { count: 6 } })).rejects.toMatchObject(refused);
    const infer = () => Streams.infer({ inputs: { data: { ...inputs.data.spec, size: 5 } }, config: { count: 6 } });
    expect(infer).toThrow(refused.message);
  });
});

describe('filter', () => {
  const drop = { classes: ['class 1'] };

  it('keeps the contract of nodes', () => testNode(Filter, { inputs: { data: classesOf(5, 5) }, config: { drop } }));

  it('keeps examples that match, except those that drop matches', async () => {
    const inputs = { data: classesOf(4, 4, 4) };
    const { outputs, tracker } = await runNode(Filter, { inputs, config: { keep: { names: '[0-7]$' }, drop } });
    expect(tracker.params).toEqual({ kept: outputs.data.size, dropped: 12 - outputs.data.size });
    expect(countOf(outputs.data, 1)).toBe(0);
    expect(names(outputs.data).every((name) => /[0-7]$/.test(name))).toBe(true);
    expect(outputs.data.classes).toHaveLength(3);
  });

  it('changes class indices when it drops empty classes', async () => {
    const config = { drop, emptyClasses: 'drop' } as const;
    const { outputs } = await runNode(Filter, { inputs: { data: classesOf(2, 3, 4) }, config });
    expect(outputs.data.classes).toEqual(['class 0', 'class 2']);
    expect([0, 1].map((label) => countOf(outputs.data, label))).toEqual([2, 4]);
    expect((await all(outputs.data)).labels).toEqual(outputs.data.labels());
    expect(outputs.data.spec.label).toEqual({ encoding: 'class', classes: ['class 0', 'class 2'] });
  });

  it('drops empty classes of multi-label examples', async () => {
    const config = { keep: { classes: ['sky'] }, emptyClasses: 'drop' as const };
    const { outputs } = await runNode(Filter, { inputs: { data: tagged }, config });
    expect(names(outputs.data)).toEqual(['example 0', 'example 2']);
    expect(outputs.data.classes).toEqual(['sea', 'sky']);
    expect((await all(outputs.data)).labels).toEqual(Float32Array.of(1, 1, 0, 1));
  });

  it('rejects a filter that removes all examples', async () => {
    const config = { keep: { classes: ['class 1'] }, drop };
    await expect(runNode(Filter, { inputs: { data: classesOf(2, 3) }, config })).rejects.toMatchObject({
      code: 'EXPGRAPH_DATA_NOTHING_LEFT',
    });
  });
});

describe('concat', () => {
  it('keeps the contract of nodes', () =>
    testNode(Concat, { inputs: { first: classesOf(5, 5), second: classesOf(2, 2) } }));

  it('reads the examples of all datasets in any order, with their labels and weights', async () => {
    const [first, third] = [classesOf(3, 2), classesOf(1, 1)];
    const second: Dataset = {
      ...first,
      read: async (indices) => ({
        ...(await first.read(indices)),
        weights: new Float32Array(indices.length).fill(0.5),
      }),
    };
    const { data } = (await runNode(Concat, { inputs: { first, second, third } })).outputs;
    expect(data.size).toBe(12);
    const batch = await data.read([11, 0, 6, 4, 10]);
    expect(Array.from(batch.features)).toEqual([1, 0, 1, 4, 0]);
    expect(Array.from(batch.weights as Float32Array)).toEqual([1, 1, 0.5, 1, 1]);
    expect(Array.from(batch.labels)).toEqual([11, 0, 6, 4, 10].map((index) => data.labels()[index]));
    expect(data.name(11)).toBe('example 1');
  });

  it('passes soft labels on, also with other class indices', async () => {
    const soft = (classes: string[]): Dataset => {
      const labels = Int32Array.of(0, 1);
      const data = memoryDataset({ features: Float32Array.of(1, 2), shape: [1], labels, classes });
      const targets = (indices: ArrayLike<number>) =>
        Float32Array.from(Array.from(indices).flatMap((index) => (index === 0 ? [0.75, 0.25] : [0.25, 0.75])));
      return { ...data, read: async (indices) => ({ ...(await data.read(indices)), targets: targets(indices) }) };
    };
    const inputs = { first: soft(['b', 'c']), second: soft(['a', 'b']) };
    const { data } = (await runNode(Concat, { inputs, config: { classes: 'union' } })).outputs;
    const { targets } = await data.read([3, 0]);
    expect(targets).toEqual(Float32Array.of(0.25, 0.75, 0, 0, 0.75, 0.25));
    const label = { encoding: 'class', soft: true } as const;
    const infer = () =>
      Concat.infer({
        inputs: { first: { kind: 'dataset', label }, second: { kind: 'dataset', label: { encoding: 'class' } } },
        config: { classes: 'same' },
      });
    expect(infer).toThrow(/another encoding/);
  });

  it('passes texts on, and is a part only if all inputs are that part', async () => {
    const texts = (part: string): Dataset => ({
      ...classesOf(2),
      spec: { kind: 'dataset', part },
      read: async (indices) => ({
        ...(await classesOf(2).read(indices)),
        texts: Array.from(indices, (index) => `${part} ${index}`),
      }),
    });
    const [first, second] = [texts('train'), texts('test')];
    const { data } = (await runNode(Concat, { inputs: { first, second } })).outputs;
    expect((await data.read([3, 0, 2])).texts).toEqual(['test 1', 'train 0', 'test 0']);
    expect(data.spec.part).toBeUndefined();
    const infer = (parts: [string, string]) =>
      Concat.infer({
        inputs: { first: { kind: 'dataset', part: parts[0] }, second: { kind: 'dataset', part: parts[1] } },
        config: { classes: 'same' },
      }).data.part;
    expect(infer(['train', 'test'])).toBeUndefined();
    expect(infer(['train', 'train'])).toBe('train');
  });

  it('uses the classes of all inputs with classes: union, and otherwise rejects differing classes', async () => {
    const first = memoryDataset({
      features: Float32Array.of(1),
      shape: [1],
      labels: Int32Array.of(0),
      classes: ['dog'],
    });
    const second = memoryDataset({
      features: Float32Array.of(2, 3),
      shape: [1],
      labels: Int32Array.of(1, 0),
      classes: ['dog', 'cat'],
    });
    const { data } = (await runNode(Concat, { inputs: { first, second }, config: { classes: 'union' } })).outputs;
    expect(data.classes).toEqual(['cat', 'dog']);
    expect(Array.from((await all(data)).labels)).toEqual([1, 0, 1]);
    await expect(runNode(Concat, { inputs: { first, second } })).rejects.toMatchObject({
      code: 'EXPGRAPH_DATA_CLASSES',
      message: 'The classes of "second" are "dog", "cat", those of "first" are "dog".',
      at: { input: 'second' },
    });
  });

  it('rejects features of another shape and labels of another encoding, before anything runs', () => {
    const { spec } = classesOf(1, 1);
    const infer = (second: Dataset['spec']) =>
      Concat.infer({ inputs: { first: spec, second }, config: { classes: 'same' } });
    expect(() => infer({ ...spec, features: { shape: ['batch', 2] } })).toThrow(
      'The features of "second" are float32[batch, 2], those of "first" are float32[batch, 1].',
    );
    expect(() => infer({ ...spec, label: { encoding: 'number' } })).toThrow(/another encoding/);
  });
});

describe('oversample', () => {
  it('keeps the contract of nodes', () => testNode(Oversample, { inputs: { data: classesOf(9, 2) } }));

  it('gives each class as many examples as the largest, with repetitions that differ by at most one', async () => {
    const { outputs, tracker } = await runNode(Oversample, { inputs: { data: classesOf(10, 4, 1) } });
    expect([0, 1, 2].map((label) => countOf(outputs.data, label))).toEqual([10, 10, 10]);
    expect(tracker.params).toEqual({ examples: 15, repeats: 15 });
    const times = new Map<string, number>();
    for (const [index, name] of names(outputs.data).entries())
      if (outputs.data.labels()[index] === 1) times.set(name, (times.get(name) ?? 0) + 1);
    expect([...times.values()].sort()).toEqual([2, 2, 3, 3]);
  });

  it('stops at a fraction of the largest', async () => {
    const { outputs } = await runNode(Oversample, { inputs: { data: classesOf(10, 4, 7) }, config: { ratio: 0.6 } });
    expect([0, 1, 2].map((label) => countOf(outputs.data, label))).toEqual([10, 6, 7]);
  });

  it('repeats multi-label examples for their rarest class, and counts them for their other classes', async () => {
    const { outputs, tracker } = await runNode(Oversample, { inputs: { data: harbor } });
    // "boat" is repeated five times, which gives "sea" eleven; "sand" still needs three, "sky" has no example.
    expect(tracker.params).toEqual({ examples: 10, repeats: 8 });
    const labels = outputs.data.labels();
    const counts = outputs.data.classes.map(
      (_, label) => labels.filter((value, at) => at % 4 === label && value).length,
    );
    expect(counts).toEqual([11, 6, 6, 0]);
    expect(names(outputs.data).filter((name) => name === 'example 0')).toHaveLength(6);
    expect((await all(outputs.data)).labels).toEqual(labels);
  });

  it('rejects numeric labels', async () => {
    const data = memoryDataset({ features: Float32Array.of(1), shape: [1], labels: Float32Array.of(2), classes: [] });
    await expect(runNode(Oversample, { inputs: { data } })).rejects.toMatchObject({
      code: 'EXPGRAPH_DATA_NO_CLASSES',
      message: 'oversample needs class labels, and the dataset has none.',
    });
  });
});

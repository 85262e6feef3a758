import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeededRandom } from '@expgraph/core';
import type { Dataset, Run } from '@expgraph/sdk';
import { completeConfig, memoryDataset, runNode, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { classesOf } from '../test/classes-of.js';
import { Split } from './split.js';

type Config = Run<typeof Split>['config'];

const configOf = (config: Partial<Config>) => completeConfig(Split, config) as Config;

async function split(data: Dataset, config: Partial<Config> = {}, seed = 7) {
  const { outputs, tracker, logger } = await runNode(Split, { inputs: { data }, config, seed });
  const { train, validation, test } = outputs;
  return { ...outputs, all: [train, validation, test], params: tracker.params, lines: logger.lines };
}

const namesOf = (data: Dataset) => Array.from({ length: data.size }, (_, index) => data.name(index));
const countOf = (data: Dataset, label: number) => Array.from(data.labels()).filter((value) => value === label).length;

describe('split', () => {
  it('keeps the contract of nodes', () => testNode(Split, { inputs: { data: classesOf(20, 40) } }));

  it('puts every example into exactly one part', async () => {
    const { all, params } = await split(classesOf(20, 40, 40));
    const names = all.flatMap(namesOf);
    expect(names).toHaveLength(100);
    expect(new Set(names).size).toBe(100);
    expect(params).toEqual({ train: 70, validation: 15, test: 15 });
  });

  it('gives each part its fraction of every class', async () => {
    const { train, validation, test } = await split(classesOf(20, 40, 60));
    expect([0, 1, 2].map((label) => countOf(train, label))).toEqual([14, 28, 42]);
    expect([0, 1, 2].map((label) => countOf(validation, label))).toEqual([3, 6, 9]);
    expect([0, 1, 2].map((label) => countOf(test, label))).toEqual([3, 6, 9]);
  });

  it('puts a class of three or more examples into every part', async () => {
    for (const count of [3, 4, 5, 6, 7]) {
      for (const part of (await split(classesOf(50, count))).all) expect(countOf(part, 1)).toBeGreaterThan(0);
    }
  });

  it('compensates rounding across classes, so that many small classes do not change the sizes of the parts', async () => {
    const { params } = await split(classesOf(...new Array<number>(20).fill(10)));
    expect(params).toEqual({ train: 140, validation: 30, test: 30 });
  });

  it('puts classes that are too small into the first parts, and warns', async () => {
    const { train, validation, test, lines } = await split(classesOf(20, 2, 1));
    expect([train, validation, test].map((part) => countOf(part, 1))).toEqual([1, 1, 0]);
    expect([train, validation, test].map((part) => countOf(part, 2))).toEqual([1, 0, 0]);
    expect(lines).toEqual(['warning: "class 1", "class 2": fewer than 3 examples, so not in every part.']);
  });

  it('is the same for the same seed, and another for another', async () => {
    const data = classesOf(30, 30);
    const [first, again, other] = [await split(data), await split(data), await split(data, {}, 8)];
    expect(namesOf(first.test)).toEqual(namesOf(again.test));
    expect(namesOf(first.test)).not.toEqual(namesOf(other.test));
  });

  it('reads, names and labels the examples of the dataset', async () => {
    const data = classesOf(10, 10);
    const { test } = await split(data);
    const { features } = await test.read([1, 0]);
    expect(Array.from(features, (index) => `example ${index}`)).toEqual([test.name(1), test.name(0)]);
    expect(Array.from(test.labels())).toEqual(
      namesOf(test).map((name) => data.labels()[Number(name.slice('example '.length))]),
    );
    expect(test.spec).toEqual({ ...data.spec, size: test.size });
  });

  it('leaves examples out if the fractions add up to less than 1, and a part of fraction 0 empty', async () => {
    const { all, lines } = await split(classesOf(20, 20), { train: 0.5, validation: 0, test: 0.25 });
    expect(all.map(({ size }) => size)).toEqual([20, 0, 10]);
    expect(lines).toEqual([expect.stringContaining('are in no part')]);
  });

  it('draws from the whole dataset without stratify, or if labels are numbers', async () => {
    const data = classesOf(50, 50);
    const runs = await Promise.all([1, 2, 3, 4, 5].map((seed) => split(data, { stratify: false }, seed)));
    expect(runs[0].all.map(({ size }) => size)).toEqual([70, 15, 15]);
    expect(new Set(runs.map(({ train }) => countOf(train, 0))).size).toBeGreaterThan(1);
    const values = Float32Array.from({ length: 20 }, (_, index) => index / 2);
    const numbers = memoryDataset({ features: values, shape: [1], labels: values, classes: [] });
    const { train } = await split(numbers);
    expect(train.size).toBe(14);
    expect(train.labels()).toBeInstanceOf(Float32Array);
  });

  it('infers the spec of its input for each part, without the size', () => {
    const { size: _, ...part } = classesOf(4, 4).spec;
    expect(Split.infer({ inputs: { data: classesOf(4, 4).spec }, config: configOf({}) })).toEqual({
      train: { ...part, part: 'train' },
      validation: { ...part, part: 'validation' },
      test: { ...part, part: 'test' },
    });
  });

  it('rejects overlapping windows, unless groups or names split them', () => {
    const data = { kind: 'dataset', overlapping: true } as const;
    const infer = (config: Partial<Config>) => () => Split.infer({ inputs: { data }, config: configOf(config) });
    expect(infer({})).toThrow('The windows overlap: a random split would put timesteps of one part into another.');
    expect(infer({ published: { test: { names: '^2024' } } })).not.toThrow();
    expect(() =>
      Split.infer({ inputs: { data: { ...data, overlapping: false } }, config: configOf({}) }),
    ).not.toThrow();
  });

  it('rejects fractions that add up to more than 1', () => {
    const infer = (config: Partial<Config>) =>
      Split.infer({ inputs: { data: classesOf(4, 4).spec }, config: configOf(config) });
    expect(() => infer({ train: 0.8 })).toThrow(
      expect.objectContaining({
        code: 'EXPGRAPH_DATA_SHARES',
        message: 'train, validation and test add up to 1.1, expected at most 1.',
        at: { config: [] },
      }),
    );
    expect(() => infer({ train: 0.6, validation: 0.3, test: 0.1 + 1e-12 })).not.toThrow();
    // The fraction of a part that is published does not count.
    const published = { test: { names: '^test/' } };
    expect(() => infer({ train: 0.9, validation: 0.1, published })).not.toThrow();
    expect(() => infer({ train: 0.9, validation: 0.2, published })).toThrow(/add up to 1.1,/);
  });

  it('rejects fractions that are all 0, unless published selects a part', async () => {
    const none = { train: 0, validation: 0, test: 0 };
    const infer = (config: Partial<Config>) =>
      Split.infer({ inputs: { data: classesOf(4, 4).spec }, config: configOf({ ...none, ...config }) });
    const refused = { code: 'EXPGRAPH_DATA_SHARES', message: expect.stringContaining('are all 0'), at: { config: [] } };
    expect(() => infer({})).toThrow(expect.objectContaining(refused));
    expect(() => infer({ published: {} })).toThrow(expect.objectContaining(refused));
    const published = { test: { names: '[12]$' } };
    expect(() => infer({ published })).not.toThrow();
    expect((await split(classesOf(4, 4), { ...none, published })).params).toEqual({ train: 0, validation: 0, test: 2 });
  });

  it('rejects fewer examples than parts', async () => {
    await expect(split(classesOf(1, 1))).rejects.toThrow(
      expect.objectContaining({ message: 'Cannot split 2 examples into 3 parts.', at: { input: 'data' } }),
    );
  });
});

describe('split, of multi-label examples', () => {
  const [size, rates] = [600, [0.5, 0.2, 0.05, 0.02]];
  const random = new SeededRandom(['classes']);
  const labels = Float32Array.from({ length: size * rates.length }, (_, index) =>
    random.uniform() < rates[index % rates.length] ? 1 : 0,
  );
  const data = memoryDataset({
    features: Float32Array.from({ length: size }, (_, index) => index),
    shape: [1],
    labels,
    classes: rates.map((_, label) => `class ${label}`),
    columns: { visit: Array.from({ length: size }, (_, index) => String(Math.floor(index / 3))) },
  });
  const counts = (part: Dataset) =>
    rates.map(
      (_, label) =>
        Array.from(part.labels()).filter((value, index) => value === 1 && index % rates.length === label).length,
    );
  /** The largest difference between the count of a class in a part and its fraction. */
  const worst = (all: readonly Dataset[]) => {
    const whole = counts(data);
    const differences = all.flatMap((part, index) =>
      counts(part).map((count, label) => Math.abs(count - [0.7, 0.15, 0.15][index] * whole[label])),
    );
    return Math.max(...differences);
  };

  it('gives each part its fraction of every class and of the examples', async () => {
    const { all } = await split(data);
    expect(all.flatMap(namesOf).sort()).toEqual(namesOf(data).sort());
    expect(worst(all)).toBeLessThanOrEqual(2);
    for (const [index, { size: part }] of all.entries()) {
      expect(Math.abs(part - [420, 90, 90][index])).toBeLessThanOrEqual(3);
    }
    expect(worst((await split(data, { stratify: false })).all)).toBeGreaterThan(2);
  });

  it('is the same for the same seed, and leaves examples out if the fractions add up to less than 1', async () => {
    const [first, again, other] = [await split(data), await split(data), await split(data, {}, 8)];
    expect(namesOf(first.test)).toEqual(namesOf(again.test));
    expect(namesOf(first.test)).not.toEqual(namesOf(other.test));
    const { all } = await split(data, { train: 0.5, validation: 0, test: 0.25 });
    expect(all[1].size).toBe(0);
    expect(Math.abs(all[0].size - 300)).toBeLessThanOrEqual(3);
    expect(Math.abs(all[2].size - 150)).toBeLessThanOrEqual(3);
  });

  it('keeps groups together as well', async () => {
    const { all } = await split(data, { groupBy: { column: 'visit' } });
    const visits = all.map((part) => new Set(part.column?.('visit')));
    for (const visit of visits[0]) expect(visits[1].has(visit) || visits[2].has(visit)).toBe(false);
    expect(worst(all)).toBeLessThanOrEqual(4);
  });
});

describe('split, by groups', () => {
  /** 30 videos of 1 to 10 frames, of two classes of different size. */
  const films = Array.from({ length: 30 }, (_, film) => ({
    film,
    frames: 1 + (film % 10),
    label: film % 3 === 0 ? 1 : 0,
  }));
  const frames = films.flatMap(({ film, frames, label }) =>
    Array.from({ length: frames }, (_, frame) => ({ name: `film${film}/${frame}.png`, film: String(film), label })),
  );
  const data = memoryDataset({
    features: Float32Array.from(frames.keys()),
    shape: [1],
    labels: Int32Array.from(frames, ({ label }) => label),
    classes: ['day', 'night'],
    names: frames.map(({ name }) => name),
    columns: { film: frames.map(({ film }) => film) },
  });
  const filmsOf = (part: Dataset) => new Set(namesOf(part).map((name) => name.split('/')[0]));

  it.each([[{ names: '^([^/]+)/' }], [{ column: 'film' }]])('keeps the groups of %o in one part', async (groupBy) => {
    const { all } = await split(data, { groupBy });
    expect(all.flatMap(namesOf).sort()).toEqual(namesOf(data).sort());
    const [train, validation, test] = all.map(filmsOf);
    for (const film of train) expect(validation.has(film) || test.has(film)).toBe(false);
    for (const film of validation) expect(test.has(film)).toBe(false);
  });

  it('approximates the fractions of every class', async () => {
    const { all } = await split(data, { groupBy: { column: 'film' } });
    for (const [part, fraction] of [0.7, 0.15, 0.15].entries()) {
      for (const label of [0, 1]) {
        const wanted = countOf(data, label) * fraction;
        expect(Math.abs(countOf(all[part], label) - wanted)).toBeLessThanOrEqual(3);
      }
    }
  });

  it('rejects names without a group, and fewer groups than parts', async () => {
    await expect(split(data, { groupBy: { names: 'film(1\\d)' } })).rejects.toMatchObject({
      code: 'EXPGRAPH_DATA_GROUP',
      message: 'groupBy.names does not match "film0/0.png", so this example has no group.',
    });
    await expect(split(data, { groupBy: { names: '(film)' } })).rejects.toMatchObject({
      message: 'Cannot split 1 group into 3 parts.',
    });
    await expect(split(data, { groupBy: { column: 'patient' } })).rejects.toMatchObject({
      code: 'EXPGRAPH_DATA_COLUMN',
      at: { config: ['groupBy', 'column'] },
    });
    const infer = (groupBy: Config['groupBy']) =>
      Split.infer({ inputs: { data: data.spec }, config: configOf({ groupBy }) });
    expect(() => infer({ names: '^film' })).toThrow('groupBy.names, "^film", has no capturing group.');
    expect(() => infer({})).toThrow('Expected one of names and column.');
  });
});

describe('split, as published', () => {
  const names = Array.from({ length: 20 }, (_, index) => `${index < 12 ? 'train' : 'val'}/${index}.jpg`);
  const data = memoryDataset({
    features: Float32Array.from(names.keys()),
    shape: [1],
    labels: Int32Array.from(names, (_, index) => index % 2),
    classes: ['a', 'b'],
    names,
    columns: { part: names.map((name) => name.split('/')[0]) },
  });

  it('takes a part by names, and splits the rest by the other fractions', async () => {
    const { train, validation, test } = await split(data, {
      published: { test: { names: '^val/' } },
      train: 0.5,
      validation: 0.1,
    });
    expect(namesOf(test)).toEqual(names.slice(12));
    expect([train.size, validation.size]).toEqual([10, 2]);
  });

  it('takes parts by a column, or by a list of names with or without folder and extension', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'expgraph-lists-'));
    const list = join(folder, 'val.txt');
    await writeFile(list, '12 1\r\n13.jpg\r\nval/14.jpg\r\n\r\n99 -1\r\n');
    const published = { train: { column: 'part', values: ['train'] }, test: { list } };
    const { train, validation, test, lines } = await split(data, { published });
    expect(namesOf(train)).toEqual(names.slice(0, 12));
    expect(namesOf(test)).toEqual(names.slice(12, 15));
    expect(namesOf(validation)).toEqual(names.slice(15));
    expect(lines[0]).toBe(`warning: 1 of 4 names in "${list}" are not in the dataset: "99 -1".`);
  });

  it('reads a name with spaces as a whole, and rejects one that several examples have', async () => {
    const photos = memoryDataset({
      features: Float32Array.from({ length: 6 }, (_, index) => index),
      shape: [1],
      labels: Int32Array.from({ length: 6 }, (_, index) => index % 2),
      classes: ['a', 'b'],
      names: ['a/photo.jpg', 'b/photo.jpg', 'a/photo (1).jpg', 'b/photo 7.jpg', 'a/x.jpg', 'b/y.png'],
    });
    const list = join(await mkdtemp(join(tmpdir(), 'expgraph-lists-')), 'test.txt');
    const partOf = async (text: string | Uint8Array, encoding?: string) => {
      await writeFile(list, text);
      return namesOf((await split(photos, { published: { test: { list, encoding } } })).test);
    };
    expect(await partOf('photo (1).jpg\n')).toEqual(['a/photo (1).jpg']);
    expect(await partOf('photo 7\nx 1\ny 2\n')).toEqual(['b/photo 7.jpg']);
    expect(await partOf('x 1 2\ny -1 3.5\n')).toEqual(['a/x.jpg', 'b/y.png']);
    expect(await partOf('.\\a\\photo.jpg\nb/y\n')).toEqual(['a/photo.jpg', 'b/y.png']);
    await expect(partOf('x.jpg\n\nphoto.jpg\n')).rejects.toMatchObject({
      code: 'EXPGRAPH_DATA_NAME_AMBIGUOUS',
      message: `${list}:3: "photo.jpg" matches 2 examples: "a/photo.jpg", "b/photo.jpg".`,
      at: { config: ['published', 'test', 'list'] },
    });
    const bytes = Buffer.concat([Buffer.from('x.jpg\n'), Buffer.of(0xba, 0xd2)]);
    await expect(partOf(bytes)).rejects.toThrow(`${list}:2:1: the byte 0xba is not valid UTF-8.`);
    expect(await partOf(bytes, 'cp949')).toEqual(['a/x.jpg']);
  });

  it('warns of examples that are in no part', async () => {
    const { lines } = await split(classesOf(10, 10), { train: 0.5, validation: 0, test: 0.25 });
    expect(lines).toEqual(['warning: 4 of 20 examples are in no part: train, validation and test add up to 0.75.']);
  });

  it('compares names, classes and values in NFC', async () => {
    const [nfc, nfd] = ['사과', '사과'.normalize('NFD')];
    const apples = memoryDataset({
      features: Float32Array.from({ length: 8 }, (_, index) => index),
      shape: [1],
      labels: Int32Array.from({ length: 8 }, (_, index) => index % 2),
      classes: [nfc, '배'],
      names: Array.from({ length: 8 }, (_, index) => `${nfd}/${index}`),
      columns: { tree: Array.from({ length: 8 }, (_, index) => (index < 4 ? nfd : '배')) },
    });
    const list = join(await mkdtemp(join(tmpdir(), 'expgraph-lists-')), 'test.txt');
    await writeFile(list, `${nfc}/1\n`);
    const sizeOf = async (test: NonNullable<Config['published']>['test']) =>
      (await split(apples, { published: { test } })).test.size;
    expect(await sizeOf({ list })).toBe(1);
    expect(await sizeOf({ names: `^${nfc}/[12]$` })).toBe(2);
    expect(await sizeOf({ classes: [nfd] })).toBe(4);
    expect(await sizeOf({ column: 'tree', values: [nfc] })).toBe(4);
  });

  it('rejects a selection without a match, and an example in two parts', async () => {
    await expect(split(data, { published: { test: { names: '^test/' } } })).rejects.toMatchObject({
      code: 'EXPGRAPH_DATA_NOTHING_SELECTED',
      message: 'published.test matches none of the 20 examples.',
      at: { config: ['published', 'test'] },
    });
    const published = { train: { names: '^train' }, test: { classes: ['a'] } };
    await expect(split(data, { published })).rejects.toMatchObject({
      code: 'EXPGRAPH_DATA_PUBLISHED_TWICE',
      message: 'published puts "train/0.jpg" into train and test.',
    });
    await expect(split(data, { published: { test: { classes: ['c'] } } })).rejects.toMatchObject({
      message: 'The dataset has no class "c". Did you mean "a"?',
    });
  });

  it('rejects an invalid pattern and a column without values before anything runs', () => {
    const infer = (published: Config['published']) =>
      Split.infer({ inputs: { data: data.spec }, config: configOf({ published }) });
    expect(() => infer({ test: { names: '(' } })).toThrow(
      expect.objectContaining({ code: 'EXPGRAPH_DATA_PATTERN', at: { config: ['published', 'test', 'names'] } }),
    );
    expect(() => infer({ test: { column: 'part' } })).toThrow(
      'column and values must be set together, and one of them is missing.',
    );
  });
});

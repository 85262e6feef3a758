import type { Dataset, Run } from '@expgraph/sdk';
import { testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { MemoryDataset } from '../test/memory-dataset.js';
import { defaultsOf, RecordingLogger, RecordingTracker, SeededRandom } from '../test/services.js';
import { Split } from './split.js';

type Config = Run<typeof Split>['config'];

const configOf = (config: Partial<Config>): Config => ({ ...(defaultsOf(Split.config) as Config), ...config });

/** A data set of so many elements of each class, mixed; the feature of an element is its index. */
function classesOf(...counts: readonly number[]): MemoryDataset {
  const labels = counts.flatMap((count, label) => new Array<number>(count).fill(label));
  const mixed = new SeededRandom(['mix']).permutation(labels.length).map((index) => labels[index]);
  const features = Float32Array.from(labels, (_, index) => index);
  return new MemoryDataset(
    features,
    [1],
    mixed,
    counts.map((_, label) => `class ${label}`),
  );
}

function split(data: Dataset, config: Partial<Config> = {}, seed = 7) {
  const [tracker, logger] = [new RecordingTracker(), new RecordingLogger()];
  const node = new Split(new SeededRandom([seed]), tracker, logger);
  const parts = node.run({
    inputs: { data },
    config: configOf(config),
    fingerprints: {},
    signal: new AbortController().signal,
  });
  return { ...parts, all: [parts.train, parts.validation, parts.test], params: tracker.params, lines: logger.lines };
}

const elements = (data: Dataset) => Array.from({ length: data.size }, (_, index) => data.name(index));
const countOf = (data: Dataset, label: number) => data.labels().filter((value) => value === label).length;

describe('split', () => {
  it('keeps the contract of nodes', () => testNode(Split, { inputs: { data: classesOf(20, 40) } }));

  it('puts every element into exactly one part', () => {
    const { all, params } = split(classesOf(20, 40, 40));
    const names = all.flatMap(elements);
    expect(names).toHaveLength(100);
    expect(new Set(names).size).toBe(100);
    expect(params).toEqual({ train: 70, validation: 15, test: 15 });
  });

  it('gives each part its share of every class', () => {
    const { train, validation, test } = split(classesOf(20, 40, 60));
    expect([0, 1, 2].map((label) => countOf(train, label))).toEqual([14, 28, 42]);
    expect([0, 1, 2].map((label) => countOf(validation, label))).toEqual([3, 6, 9]);
    expect([0, 1, 2].map((label) => countOf(test, label))).toEqual([3, 6, 9]);
  });

  it('has a class of three or more in every part', () => {
    for (const count of [3, 4, 5, 6, 7]) {
      for (const part of split(classesOf(50, count)).all) expect(countOf(part, 1)).toBeGreaterThan(0);
    }
  });

  it('makes up for rounding over the classes: many small ones leave the parts of their sizes', () => {
    const { params } = split(classesOf(...new Array<number>(20).fill(10)));
    expect(params).toEqual({ train: 140, validation: 30, test: 30 });
  });

  it('puts classes that are too small into the first parts, and says so', () => {
    const { train, validation, test, lines } = split(classesOf(20, 2, 1));
    expect([train, validation, test].map((part) => countOf(part, 1))).toEqual([1, 1, 0]);
    expect([train, validation, test].map((part) => countOf(part, 2))).toEqual([1, 0, 0]);
    expect(lines).toEqual(['warning: "class 1", "class 2": fewer than 3 examples, so not in every part.']);
  });

  it('is the same for the same seed, and another for another', () => {
    const data = classesOf(30, 30);
    expect(elements(split(data).test)).toEqual(elements(split(data).test));
    expect(elements(split(data).test)).not.toEqual(elements(split(data, {}, 8).test));
  });

  it('reads, names and labels the elements of the whole', async () => {
    const data = classesOf(10, 10);
    const { test } = split(data);
    const { features } = await test.read([1, 0], { epoch: 4 });
    expect(Array.from(features, (index) => `element ${index}`)).toEqual([test.name(1), test.name(0)]);
    expect(data.epochs).toEqual([4]);
    expect(Array.from(test.labels())).toEqual(
      elements(test).map((name) => data.labels()[Number(name.slice('element '.length))]),
    );
    expect(test.spec).toEqual({ ...data.spec, size: test.size });
  });

  it('leaves out what the shares leave, and leaves a part of share 0 empty', () => {
    const { all, lines } = split(classesOf(20, 20), { train: 0.5, validation: 0, test: 0.25 });
    expect(all.map(({ size }) => size)).toEqual([20, 0, 10]);
    expect(lines).toEqual([]);
  });

  it('draws from the whole when it is not to stratify, or labels are numbers', () => {
    const data = classesOf(50, 50);
    const sizes = split(data, { stratify: false }).all.map((part) => [part.size, countOf(part, 0)]);
    expect(sizes.map(([size]) => size)).toEqual([70, 15, 15]);
    const seeds = [1, 2, 3, 4, 5].map((seed) => countOf(split(data, { stratify: false }, seed).train, 0));
    expect(new Set(seeds).size).toBeGreaterThan(1);
    const numbers = new MemoryDataset(
      new Float32Array(20),
      [1],
      Float32Array.from({ length: 20 }, (_, i) => i / 2),
      [],
    );
    const { train } = split(numbers);
    expect(train.size).toBe(14);
    expect(train.labels()).toBeInstanceOf(Float32Array);
  });

  it('infers the spec of its data for each part, without the size', () => {
    const { size: _, ...part } = classesOf(4, 4).spec;
    expect(Split.infer({ inputs: { data: classesOf(4, 4).spec }, config: configOf({}) })).toEqual({
      train: { ...part, part: 'train' },
      validation: { ...part, part: 'validation' },
      test: { ...part, part: 'test' },
    });
  });

  it('refuses shares above 1, and says what they add up to', () => {
    const infer = (config: Partial<Config>) =>
      Split.infer({ inputs: { data: classesOf(4, 4).spec }, config: configOf(config) });
    expect(() => infer({ train: 0.8 })).toThrow(
      expect.objectContaining({
        code: 'EXPGRAPH_IMAGES_SHARES',
        message: 'train, validation and test add up to 1.1, expected at most 1.',
        at: { config: [] },
      }),
    );
    expect(() => infer({ train: 0.6, validation: 0.3, test: 0.1 + 1e-12 })).not.toThrow();
  });

  it('refuses fewer elements than parts', () => {
    expect(() => split(classesOf(1, 1))).toThrow(
      expect.objectContaining({ message: '2 examples can not be split into 3 parts.', at: { input: 'data' } }),
    );
  });
});

import { stat, truncate } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { exampleFile, integers } from '../../test/record-files.js';
import { RecordFlaw } from '../records/index.js';
import { MalformedExample } from './malformed-example.js';
import { readExamples } from './read-examples.js';

it('reads numbers correctly while it reuses the memory of earlier blocks', async () => {
  const numbers = Array.from({ length: 4000 }, (_, index) => index);
  const path = await exampleFile(numbers.map((index) => ({ label: integers(index) })));
  const found: bigint[] = [];
  for await (const { label } of readExamples([path], { label: { type: 'int64' } }, { batchSize: 7, blockBytes: 700 })) {
    found.push(...(label.values as BigInt64Array));
  }
  expect(found).toEqual(numbers.map(BigInt));
});

it('reads batches across blocks and files, with all bytes unchanged', async () => {
  const example = (index: number) => ({
    bytes: { type: 'bytes' as const, values: [new Uint8Array(50 + (index % 900)).fill(index)] },
    label: integers(index),
  });
  const numbers = Array.from({ length: 300 }, (_, index) => index);
  const paths = [
    await exampleFile(numbers.slice(0, 170).map(example)),
    await exampleFile(numbers.slice(170).map(example), { compression: 'gzip' }),
  ];
  const sizes: number[] = [];
  const found: bigint[] = [];
  const features = { bytes: { type: 'bytes' }, label: { type: 'int64' } } as const;
  for await (const { bytes, label } of readExamples(paths, features, { batchSize: 64, blockBytes: 1500 })) {
    sizes.push(label.values.length);
    for (const [row, value] of (label.values as BigInt64Array).entries()) {
      const index = Number(value);
      expect(bytes.values[row]).toEqual(new Uint8Array(50 + (index % 900)).fill(index));
      found.push(value);
    }
  }
  expect(sizes).toEqual([64, 64, 64, 64, 44]);
  expect(found).toEqual(numbers.map(BigInt));
});

describe('readExamples, of several files in parallel', () => {
  const features = {
    bytes: { type: 'bytes' },
    label: { type: 'int64' },
    list: { type: 'float32', length: 'any' },
  } as const;
  /** Writes examples `from` up to `to`, with lists of any length. */
  const file = (from: number, to: number, damage = false) => {
    const numbers = Array.from({ length: to - from }, (_, index) => from + index);
    const list = (index: number) => ({ type: 'float32' as const, values: new Float32Array(index % 4).fill(index) });
    const bytes = (index: number) => ({ type: 'bytes' as const, values: [new Uint8Array(index % 300).fill(index)] });
    const examples = numbers.map((index) => ({ bytes: bytes(index), label: integers(index), list: list(index) }));
    return exampleFile(damage ? [...examples, { label: integers(1) }] : examples);
  };
  const options = { batchSize: 10, parallelReads: 2, blockBytes: 1000 };

  async function labels(paths: readonly string[], more: Partial<Parameters<typeof readExamples>[2]> = {}) {
    const batches: number[][] = [];
    for await (const { bytes, label, list } of readExamples(paths, features, { ...options, ...more })) {
      const found = Array.from(label.values as BigInt64Array, Number);
      for (const [row, index] of found.entries()) {
        expect(bytes.values[row]).toEqual(new Uint8Array(index % 300).fill(index));
        const [begin, end] = [list.splits?.[row], list.splits?.[row + 1]];
        expect(Array.from((list.values as Float32Array).slice(begin, end))).toEqual(new Array(index % 4).fill(index));
      }
      batches.push(found);
    }
    return batches;
  }

  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

  it('yields a batch of each thread in turn, in the same order on each run', async () => {
    const paths = [await file(0, 25), await file(100, 145), await file(200, 208)];
    const expected = [
      range(0, 10),
      range(100, 110),
      range(10, 20),
      range(110, 120),
      [...range(20, 25), ...range(200, 205)],
      range(120, 130),
      range(205, 208),
      range(130, 140),
      range(140, 145),
    ];
    for (const _ of [1, 2]) expect(await labels(paths)).toEqual(expected);
    expect((await labels(paths, { parallelReads: 8 })).flat().sort((a, b) => a - b)).toEqual([
      ...range(0, 25),
      ...range(100, 145),
      ...range(200, 208),
    ]);
  });

  it('can stop before the end', async () => {
    const paths = [await file(0, 400), await file(500, 900)];
    for await (const { label } of readExamples(paths, features, options)) {
      expect(label.values).toHaveLength(10);
      break;
    }
    expect((await labels(paths)).flat()).toHaveLength(800);
  });

  it('reports errors like one thread, or reports flaws and continues', async () => {
    const [sound, cut] = [await file(0, 30), await file(100, 130)];
    await truncate(cut, (await stat(cut)).size - 3);
    await expect(labels([sound, cut])).rejects.toThrow(RecordFlaw);
    await expect(labels([sound, cut])).rejects.toMatchObject({ file: cut, record: 29 });
    await expect(labels([sound, await file(0, 5, true)])).rejects.toThrow(MalformedExample);
    await expect(labels([sound, `${sound}-missing`])).rejects.toThrow('ENOENT');
    const flaws: RecordFlaw[] = [];
    expect((await labels([sound, cut], { onFlaw: (flaw) => flaws.push(flaw) })).flat()).toHaveLength(59);
    expect(flaws).toMatchObject([{ file: cut, record: 29 }]);
  });
});

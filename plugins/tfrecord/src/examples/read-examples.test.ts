import { expect, it } from 'vitest';
import { exampleFile, integers } from '../../test/record-files.js';
import { readExamples } from './read-examples.js';

it('reads numbers right while the memory of earlier blocks is used again', async () => {
  const numbers = Array.from({ length: 4000 }, (_, index) => index);
  const path = await exampleFile(numbers.map((index) => ({ label: integers(index) })));
  const found: bigint[] = [];
  for await (const { label } of readExamples([path], { label: { type: 'int64' } }, { batchSize: 7, blockBytes: 700 })) {
    found.push(...(label.values as BigInt64Array));
  }
  expect(found).toEqual(numbers.map(BigInt));
});

it('reads batches across blocks and files, with all bytes as they were', async () => {
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

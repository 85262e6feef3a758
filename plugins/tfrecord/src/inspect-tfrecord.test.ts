import { readFile, writeFile } from 'node:fs/promises';
import { runNode, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { fixture } from '../test/golden.js';
import { exampleFile, floats, integers } from '../test/record-files.js';
import { InspectTfrecord } from './inspect-tfrecord.js';

const inspect = async (source: string) =>
  (await runNode(InspectTfrecord, { inputs: {}, config: { source } })).tracker.tables;

describe('inspect/tfrecord', () => {
  it('keeps the contract of nodes', async () => {
    await testNode(InspectTfrecord, { inputs: {}, config: { source: fixture('examples-gzip.tfrecord') } });
  });

  it('lists the features of Examples and SequenceExamples', async () => {
    const tables = await inspect(fixture('examples-gzip.tfrecord'));
    expect(tables.get('Files')?.rows).toEqual([['examples-gzip.tfrecord', 4, 551, 'gzip', 0]]);
    expect(tables.get('Features (example)')?.rows).toEqual([
      ['größe', 'float32', '1', '', '3 of 4', '{ type: float32, default: 0 }'],
      ['image', 'bytes', '1', '', '1 of 4', '{ type: bytes }'],
      ['label', 'int64', '1', '', '', '{ type: int64 }'],
      ['tokens', 'int64', '0 .. 4', '', '1 of 4', '{ type: int64, length: 4, default: 0 }'],
      ['weights', 'float32', '3', '', '1 of 4', '{ type: float32, shape: [3], default: 0 }'],
    ]);
    expect((await inspect(fixture('sequences-plain.tfrecord'))).get('Features (sequence-example)')?.rows).toEqual([
      ['frames', 'float32', '2', '0 .. 3', '', '{ type: float32, shape: [2], length: 3 }'],
      ['label', 'int64', '1', '', '', '{ type: int64 }'],
      ['name', 'bytes', '1', '', '1 of 2', '{ type: bytes }'],
      ['words', 'bytes', '1', '1 .. 2', '', '{ type: bytes, length: 2 }'],
    ]);
  });

  it('has no option for a feature without values, which cannot be loaded', async () => {
    const tables = await inspect(
      await exampleFile([
        { a: integers(1), e: floats() },
        { a: integers(2), e: floats() },
      ]),
    );
    expect(tables.get('Features (example)')?.rows).toEqual([
      ['a', 'int64', '1', '', '', '{ type: int64 }'],
      ['e', 'float32', '0', '', '', 'none (no values)'],
    ]);
  });

  it('lists damaged records', async () => {
    const source = await exampleFile([{ a: integers(1) }, { a: integers(2) }, { b: floats(1) }]);
    const bytes = await readFile(source);
    bytes[50] ^= 1;
    await writeFile(source, bytes);
    const tables = await inspect(source);
    expect(tables.get('Damaged records')?.rows).toEqual([
      ['data.tfrecord', 1, expect.any(Number), expect.stringMatching(/^the checksum of the /)],
    ]);
  });
});

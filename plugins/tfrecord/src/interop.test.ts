import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pythonEnvironment } from '@expgraph/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomExample, randomSequence } from '../test/random-examples.js';
import { allRecords, exampleFile, floats, integers, temporaryFolder, writeRecords } from '../test/record-files.js';
import {
  decodeExample,
  decodeSequenceExample,
  type Example,
  ExampleParser,
  encodeSequenceExample,
  type Feature,
  type SequenceExample,
} from './examples/index.js';
import { COMPRESSIONS } from './records/index.js';

const script = fileURLToPath(new URL('../fixtures/interop.py', import.meta.url));

/** Returns the content in the form of `interop.py`: every bit of a float counts, the order of names does not. */
function featureContent({ type, values }: Feature): unknown {
  if (type === 'float32') return [type, Array.from(new Uint32Array(values.slice().buffer))];
  return [type, type === 'bytes' ? values.map((value) => Array.from(value)) : Array.from(values, String)];
}

const exampleContent = (example: Example) =>
  Object.fromEntries(Object.entries(example).map(([name, feature]) => [name, featureContent(feature)]));

const sequenceContent = ({ context, featureLists }: SequenceExample) => ({
  context: exampleContent(context),
  featureLists: Object.fromEntries(
    Object.entries(featureLists).map(([name, steps]) => [name, steps.map(featureContent)]),
  ),
});

describe.runIf(process.env.EXPGRAPH_FULL_TESTS)('files of records, in TensorFlow', () => {
  it('are read by tf.data as they were written, and read here as TensorFlow writes them', async () => {
    const folder = await temporaryFolder();
    const examples = fc.sample(randomExample, { numRuns: 500, seed: 5 });
    const sequences = fc.sample(randomSequence, { numRuns: 500, seed: 6 });
    for (const compression of COMPRESSIONS) {
      await exampleFile(examples, { compression, path: join(folder, `examples-${compression}`) });
      const path = join(folder, `sequences-${compression}`);
      await writeRecords(sequences.map(encodeSequenceExample), { compression, path });
    }
    const rows = Array.from({ length: 300 }, (_, row): Example => {
      const tokens = integers(...Array.from({ length: row % 7 }, (_, index) => index * row - 50));
      return { a: floats(row, 1 / (row + 1)), tokens, ...(row % 3 === 0 ? {} : { b: integers(-row) }) };
    });
    await exampleFile(rows, { path: join(folder, 'fixed.tfrecord') });
    const python = join(await pythonEnvironment('keras', ['tensorflow-cpu==2.21.0']), 'python');
    await promisify(execFile)(python, [script, folder], { maxBuffer: 1 << 26 });
    const read = JSON.parse(await readFile(join(folder, 'read.json'), 'utf8')) as Record<string, never>;
    for (const compression of COMPRESSIONS) {
      expect(read[`examples-${compression}`]).toEqual(examples.map(exampleContent));
      expect(read[`sequences-${compression}`]).toEqual(sequences.map(sequenceContent));
      const again = (await allRecords(join(folder, `examples-${compression}-again`))).map((one) => decodeExample(one));
      expect(again.map(exampleContent)).toEqual(examples.map(exampleContent));
      const steps = await allRecords(join(folder, `sequences-${compression}-again`));
      expect(steps.map((one) => sequenceContent(decodeSequenceExample(one)))).toEqual(sequences.map(sequenceContent));
    }
    expect(await columnsOf(join(folder, 'fixed.tfrecord'), rows.length)).toEqual(read.columns);
  }, 600_000);
});

/** Returns the columns of a file in the form of `parse_example`. */
async function columnsOf(path: string, rows: number): Promise<object> {
  const parser = new ExampleParser({
    a: { type: 'float32', shape: [2] },
    b: { type: 'int64', default: -5 },
    tokens: { type: 'int64', length: 'any' },
  });
  parser.begin(rows);
  for (const record of await allRecords(path)) parser.add(record, 0, record.length);
  const { a, b, tokens } = parser.finish();
  return {
    a: Array.from(a.values as Float32Array),
    b: Array.from(b.values as BigInt64Array, String),
    tokens: Array.from(tokens.values as BigInt64Array, String),
    splits: Array.from(tokens.splits as Int32Array),
  };
}

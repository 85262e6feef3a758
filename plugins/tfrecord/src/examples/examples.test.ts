import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, readGolden } from '../../test/golden.js';
import { randomExample, randomSequence } from '../../test/random-examples.js';
import { allRecords } from '../../test/record-files.js';
import { decodeExample, decodeSequenceExample } from './decode-example.js';
import { encodeExample, encodeSequenceExample } from './encode-example.js';
import { ExampleParser } from './example-parser.js';
import { MalformedExample } from './malformed-example.js';

const full = process.env.EXPGRAPH_FULL_TESTS === '1';
const { examples, sequences } = readGolden();

/** The features of the golden examples, as columns; the golden sequences have some of them in their context. */
const parser = new ExampleParser(
  {
    image: { type: 'bytes', length: 'any' },
    label: { type: 'int64', default: 0 },
    weights: { type: 'float32', length: 2, default: 0 },
    tokens: { type: 'int64', length: 'any' },
  },
  { frames: { type: 'float32', shape: [2], length: 'any' } },
);

function parse(bytes: Uint8Array): unknown {
  parser.begin(1);
  parser.add(bytes, 0, bytes.length);
  return parser.finish();
}

/** Serializes values without the arrays that byte strings are part of. */
const plain = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return `${part}`;
    if (part instanceof Float32Array) return Array.from(part, (number) => (Object.is(number, -0) ? '-0' : `${number}`));
    if (part instanceof BigInt64Array) return Array.from(part);
    return part instanceof Uint8Array ? Array.from(part) : part;
  });

const sorted = (value: object) => Object.fromEntries(Object.entries(value).sort());

describe('examples', () => {
  it.each(['plain', 'gzip', 'zlib'])('reads files of TensorFlow, %s', async (name) => {
    const found = (await allRecords(fixture(`examples-${name}.tfrecord`))).map((record) => decodeExample(record));
    expect(found.map((example) => plain(sorted(example)))).toEqual(examples.map((one) => plain(sorted(one))));
    const steps = (await allRecords(fixture(`sequences-${name}.tfrecord`))).map((one) => decodeSequenceExample(one));
    expect(steps.map(({ context, featureLists }) => plain([sorted(context), sorted(featureLists)]))).toEqual(
      sequences.map(({ context, featureLists }) => plain([sorted(context), sorted(featureLists)])),
    );
  });

  it('decodes what it has encoded', () => {
    fc.assert(
      fc.property(randomExample, (example) => plain(decodeExample(encodeExample(example))) === plain(example)),
      { numRuns: full ? 5000 : 200, seed: 1 },
    );
    fc.assert(
      fc.property(randomSequence, (one) => plain(decodeSequenceExample(encodeSequenceExample(one))) === plain(one)),
      { numRuns: full ? 5000 : 200, seed: 1 },
    );
  });

  it('reads lists that are not packed, split features, and unknown fields', () => {
    // Features { feature { key: "a" value { float_list { value: 1 value: 2 } } } } with a field 15 in between.
    const list = [13, 0, 0, 128, 63, 122, 1, 9, 13, 0, 0, 0, 64];
    const entry = [10, 1, 97, 18, list.length + 2, 18, list.length, ...list];
    const features = [10, entry.length, ...entry];
    const bytes = Uint8Array.from([120, 1, 10, features.length, ...features]);
    expect(decodeExample(bytes)).toEqual({ a: { type: 'float32', values: Float32Array.of(1, 2) } });
  });

  it('reads any mutation, or reports a malformed record', () => {
    const records = [...examples.map(encodeExample), ...sequences.map(encodeSequenceExample)];
    let state = 12345;
    const draw = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % below;
    };
    let rejected = 0;
    const runs = full ? 100_000 : 3000;
    for (let run = 0; run < runs; run += 1) {
      const bytes = records[draw(records.length)].slice();
      for (let change = draw(4); change >= 0; change -= 1) bytes[draw(bytes.length)] = draw(256);
      const cut = draw(4) === 0 ? bytes.subarray(0, draw(bytes.length)) : bytes;
      for (const decode of [decodeExample, decodeSequenceExample, parse]) {
        try {
          decode(cut);
        } catch (error) {
          if (!(error instanceof MalformedExample)) throw error;
          rejected += 1;
        }
      }
    }
    expect(rejected).toBeGreaterThan(runs / 10);
  });
});

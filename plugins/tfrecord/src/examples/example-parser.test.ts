import { describe, expect, it } from 'vitest';
import { floats, integers, text } from '../../test/record-files.js';
import { encodeExample, encodeSequenceExample } from './encode-example.js';
import type { Example, SequenceExample } from './example.js';
import { ExampleParser, type FeatureSpecs } from './example-parser.js';
import { MalformedExample } from './malformed-example.js';

function parse(specs: FeatureSpecs, examples: readonly Example[]) {
  const parser = new ExampleParser(specs);
  parser.begin(examples.length);
  for (const bytes of examples.map(encodeExample)) parser.add(bytes, 0, bytes.length);
  return parser.finish();
}

describe('ExampleParser', () => {
  it('reads features into columns, in any order of the record', () => {
    const { a, b, name } = parse(
      { a: { type: 'float32', shape: [2] }, b: { type: 'int64' }, name: { type: 'bytes' } },
      [
        { a: floats(1, 2), b: integers(-3), name: text('x'), other: integers(9) },
        { name: text('y'), b: integers(2 ** 40), a: floats(3, 4) },
      ],
    );
    expect(a.values).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(b.values).toEqual(BigInt64Array.of(-3n, 2n ** 40n));
    expect(Array.from(name.values as Uint8Array[], (value) => Buffer.from(value).toString())).toEqual(['x', 'y']);
  });

  it('uses defaults for missing features, and cuts or pads to a length', () => {
    const { a, padded, any } = parse(
      {
        a: { type: 'float32', default: 7 },
        padded: { type: 'int64', length: 3, default: -1 },
        any: { type: 'float32', shape: [2], length: 'any' },
      },
      [
        { padded: integers(1), any: floats(1, 2, 3, 4) },
        { a: floats(5), padded: integers(1, 2, 3, 4), any: floats() },
        { padded: integers(), any: floats(5, 6) },
      ],
    );
    expect(a.values).toEqual(Float32Array.of(7, 5, 7));
    expect(padded.values).toEqual(BigInt64Array.of(1n, -1n, -1n, 1n, 2n, 3n, -1n, -1n, -1n));
    expect(any.values).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(any.splits).toEqual(Int32Array.of(0, 4, 4, 6));
  });

  it('rejects a missing feature, another type and another number of values, then continues with the next record', () => {
    const parser = new ExampleParser({ a: { type: 'float32', shape: [2] }, b: { type: 'int64' } });
    parser.begin(1);
    const add = (example: Example) => {
      const bytes = encodeExample(example);
      parser.add(bytes, 0, bytes.length);
    };
    const lacks = new MalformedExample('feature "b" is missing and has no default');
    expect(() => add({ a: floats(1, 2) })).toThrow(lacks);
    expect(() => add({ b: integers(1) })).toThrow(/feature "a" is missing/);
    expect(() => add({ a: integers(1, 2), b: integers(1) })).toThrow('feature "a" is int64, expected float32');
    expect(() => add({ a: floats(1), b: integers(1) })).toThrow('feature "a" has 1 values, expected 2 (shape [2])');
    add({ a: floats(3, 4), b: integers(5) });
    expect(parser.finish()).toMatchObject({
      a: { values: Float32Array.of(3, 4) },
      b: { values: BigInt64Array.of(5n) },
    });
  });

  it('reads the timesteps of SequenceExamples, and their context', () => {
    const steps: SequenceExample['featureLists'] = { frames: [floats(1, 2), floats(3, 4), floats(5, 6)] };
    const records: readonly SequenceExample[] = [
      { context: { label: integers(1) }, featureLists: steps },
      { context: { label: integers(2) }, featureLists: { frames: [] } },
    ];
    const parser = new ExampleParser(
      { label: { type: 'int64' } },
      { frames: { type: 'float32', shape: [2], length: 2 } },
    );
    parser.begin(2);
    for (const bytes of records.map(encodeSequenceExample)) parser.add(bytes, 0, bytes.length);
    const { label, frames } = parser.finish();
    expect(label.values).toEqual(BigInt64Array.of(1n, 2n));
    expect(frames.values).toEqual(Float32Array.of(1, 2, 3, 4, 0, 0, 0, 0));
    parser.begin(1);
    const bad = encodeSequenceExample({ context: { label: integers(1) }, featureLists: { frames: [floats(1)] } });
    expect(() => parser.add(bad, 0, bad.length)).toThrow('has in a timestep 1 values, expected 2');
  });
});

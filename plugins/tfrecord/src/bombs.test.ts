import { deflateSync, gzipSync } from 'node:zlib';
import { ExpgraphError } from '@expgraph/sdk';
import { runNode } from '@expgraph/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { plainFormats } from '../test/image-formats.js';
import { exampleFile, floats, integers, text, writeBytes } from '../test/record-files.js';
import { decodeExample, encodeExample, MalformedExample, measureFeature, readExample } from './examples/index.js';
import { LoadTfrecord } from './load-tfrecord.js';
import { FOOTER, frameRecord, HEADER } from './records/frame-record.js';
import { scanRecords } from './records/scan-records.js';

type Config = Parameters<typeof runNode<typeof LoadTfrecord>>[1]['config'];

const failureOf = (config: Config) =>
  runNode(LoadTfrecord, { inputs: {}, config, plugins: [plainFormats] }).then(
    () => undefined,
    (error: unknown) => (ExpgraphError.is(error) ? error : Promise.reject(error)),
  );

afterEach(() => vi.unstubAllEnvs());

/** Returns a file of records. */
function bytesOf(records: readonly Buffer[]): Buffer {
  const file = Buffer.alloc(records.reduce((sum, { length }) => sum + length + HEADER + FOOTER, 0));
  let at = 0;
  for (const record of records) at = frameRecord(record, file, at);
  return file;
}

describe('a bomb', () => {
  it.each([
    ['gzip', gzipSync],
    ['zlib', deflateSync],
  ])('of %s is rejected while it is unpacked', async (_, pack) => {
    vi.stubEnv('EXPGRAPH_EXPANSION_BYTES', '1MB');
    const source = await writeBytes(pack(Buffer.alloc(20_000_000)));
    expect(await failureOf({ source, input: ['x'] })).toMatchObject({
      code: 'EXPGRAPH_DATA_EXPANSION',
      message: expect.stringMatching(/^"data.tfrecord" expands to more than 1(\.\d)? MB, expected at most 1 MB\.$/),
    });
  });

  it('of zeros without a record fails at the first of them', async () => {
    const source = await writeBytes(Buffer.alloc(4_000_000));
    expect(await failureOf({ source, input: ['x'] })).toMatchObject({
      code: 'EXPGRAPH_TFRECORD_CORRUPT',
      message: expect.stringContaining('record 0 at byte 0: the checksum of the length is wrong'),
    });
    const skipped = await failureOf({ source, input: ['x'], onCorrupt: 'skip' });
    expect(skipped).toMatchObject({ code: 'EXPGRAPH_TFRECORD_CORRUPT' });
  });

  it('of many byte strings in one feature is rejected: each takes a hundred bytes of memory', () => {
    const strings = Buffer.alloc(2 * 1_000_001, Buffer.of(10, 0));
    const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
    const wrap = (tag: number, content: Buffer) =>
      Buffer.concat([Buffer.from([tag, ...varint(content.length)]), content]);
    const entry = Buffer.concat([wrap(10, Buffer.from('x')), wrap(18, wrap(10, strings))]);
    expect(() => decodeExample(wrap(10, wrap(10, entry)))).toThrow(MalformedExample);
  });
});

describe('a search for the next record', () => {
  it('finds empty and other records among zeros', () => {
    const records = [Buffer.alloc(0), Buffer.from('abc')];
    const source = bytesOf(records);
    const scan = scanRecords(Buffer.concat([Buffer.alloc(100), source]), 0, 100 + source.length);
    expect(scan.starts.map((start, index) => scan.ends[index] - start)).toEqual([0, 3]);
    expect(scan.flaws).toHaveLength(1);
  });
});

describe('measureFeature', () => {
  it('counts the decoded values', () => {
    const example = {
      a: text('x'),
      b: integers(1, 300, -5),
      c: floats(1, 2),
      d: { type: 'int64' as const, values: BigInt64Array.of() },
    };
    const bytes = encodeExample(example);
    const measured = readExample(bytes, 0, bytes.length, measureFeature);
    const decoded = decodeExample(bytes);
    expect(Object.entries(measured).map(([name, { type, values }]) => [name, type, values.length])).toEqual(
      Object.entries(decoded).map(([name, { type, values }]) => [name, type, values.length]),
    );
    expect(decoded.b.values).toEqual(example.b.values);
    expect(decoded.c.values).toEqual(example.c.values);
  });
});

describe('a feature without values', () => {
  const none = { type: 'int64' as const, values: BigInt64Array.of() };

  it('is rejected with its name and a fix', async () => {
    const source = await exampleFile([
      { x: none, y: floats(1) },
      { x: none, y: floats(2) },
    ]);
    expect(await failureOf({ source, input: ['x'] })).toMatchObject({
      code: 'EXPGRAPH_TFRECORD_FEATURE_EMPTY',
      message: 'The feature "x" has no values in the records that were read first, expected at least one in each.',
      at: { config: ['features', 'x'] },
      notes: [expect.anything(), expect.stringContaining('features: { x: { length: 1, default: 0 } }')],
    });
    expect(await failureOf({ source, input: ['y', 'x'] })).toMatchObject({ code: 'EXPGRAPH_TFRECORD_FEATURE_EMPTY' });
    expect(await failureOf({ source, input: ['y'], label: 'x', labelEncoding: 'soft' })).toBeDefined();
  });

  it('is padded to a given length', async () => {
    const source = await exampleFile([{ x: none }, { x: integers(7) }]);
    const { outputs } = await runNode(LoadTfrecord, {
      inputs: {},
      config: { source, input: ['x'], features: { x: { length: 2 } } },
      plugins: [plainFormats],
    });
    expect((await outputs.data.read([0, 1])).features).toEqual(Float32Array.of(0, 0, 7, 0));
  });
});

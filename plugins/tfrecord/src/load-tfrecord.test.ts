import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dataset, ExpgraphError } from '@expgraph/sdk';
import { completeConfig, MemoryArtifactStore, runNode, TemporaryFiles, testNode } from '@expgraph/testing';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { plainFormats } from '../test/image-formats.js';
import { exampleFile, floats, integers, temporaryFolder, text, writeRecords } from '../test/record-files.js';
import { type Example, encodeSequenceExample } from './examples/index.js';
import { LoadTfrecord } from './load-tfrecord.js';

type Config = Parameters<typeof runNode<typeof LoadTfrecord>>[1]['config'];

const load = (config: Config, artifacts = new MemoryArtifactStore()) =>
  runNode(LoadTfrecord, { inputs: {}, config, artifacts, plugins: [plainFormats] });

async function dataOf(config: Config): Promise<Dataset> {
  return (await load(config)).outputs.data;
}

const failureOf = (config: Config) =>
  load(config).then(
    () => undefined,
    (error: unknown) => (ExpgraphError.is(error) ? error : Promise.reject(error)),
  );

const all = ({ size }: Dataset) => Int32Array.from({ length: size }, (_, index) => index);

const flower = (index: number, name: string): Example => ({ x: floats(index, 10 - index), kind: text(name) });

/** Two files of three and two records. */
async function flowers(): Promise<string> {
  const folder = await temporaryFolder();
  await exampleFile([flower(0, 'rose'), flower(1, 'daisy'), flower(2, 'rose')], { path: join(folder, 'a.tfrecord') });
  await exampleFile([flower(3, 'lily'), flower(4, 'daisy')], { path: join(folder, 'b.tfrecord') });
  await writeFile(join(folder, 'README.txt'), 'not of records');
  return folder;
}

const png = (level: number) =>
  sharp({ create: { width: 2, height: 2, channels: 3, background: { r: level, g: level, b: 9 } } })
    .png()
    .toBuffer();

describe('load/tfrecord', () => {
  it('keeps the contract of nodes', async () => {
    const config: Config = { source: await flowers(), input: ['x'], label: 'kind', order: 'shuffled' };
    await testNode(LoadTfrecord, { inputs: {}, config, plugins: [plainFormats] });
  });

  it('rejects labels that are not UTF-8, or skips and counts them', async () => {
    const folder = await temporaryFolder();
    // "정상", "불량" and "보류" in CP949: decoded as UTF-8, all of them would be four replacement characters.
    const names = [
      [0xc1, 0xa4, 0xbb, 0xf3],
      [0xba, 0xd2, 0xb7, 0xae],
      [0xba, 0xb8, 0xb7, 0xf9],
    ].map((name) => Buffer.from(name));
    const examples = names.map(
      (name, index): Example => ({ x: floats(index), kind: { type: 'bytes', values: [name] } }),
    );
    const good = [flower(1, 'daisy'), flower(2, 'rose')].map(({ kind }): Example => ({ x: floats(9), kind }));
    await exampleFile([...good, ...examples], { path: join(folder, 'a.tfrecord') });
    const config: Config = { source: folder, input: ['x'], label: 'kind' };
    expect(await failureOf(config)).toMatchObject({
      code: 'EXPGRAPH_TFRECORD_RECORD',
      message: expect.stringMatching(
        /"a.tfrecord", record 2 at byte \d+: label "kind" is not valid UTF-8 \(bytes c1 a4 bb f3\); labels that are names must be UTF-8\.$/,
      ),
    });
    const { outputs, logger } = await load({ ...config, onCorrupt: 'skip' });
    expect(outputs.data.classes).toEqual(['daisy', 'rose']);
    expect(logger.lines.join()).toContain('3 records');
  });

  it('reads records of all files in any order, with labels as class names', async () => {
    const { data } = (await load({ source: await flowers(), input: ['x'], label: 'kind' })).outputs;
    expect(data).toMatchObject({ size: 5, classes: ['daisy', 'lily', 'rose'] });
    expect(data.spec).toMatchObject({ features: { shape: ['batch', 2] }, label: { encoding: 'class' }, size: 5 });
    expect(data.labels()).toEqual(Int32Array.of(2, 0, 2, 1, 0));
    expect(await data.read([4, 0, 2])).toEqual({
      features: Float32Array.of(4, 6, 0, 10, 2, 8),
      shape: [3, 2],
      labels: Int32Array.of(0, 2, 2),
    });
    expect(data.name(3)).toBe('b.tfrecord:0');
  });

  it('reads files that match a pattern, or one file with any name', async () => {
    const folder = await flowers();
    expect(await dataOf({ source: folder, files: 'b*', input: ['x'] })).toMatchObject({
      size: 2,
      classes: ['unknown'],
    });
    const path = await exampleFile([flower(0, 'rose')], { path: join(folder, 'records.bin') });
    expect(await dataOf({ source: path, input: ['x'] })).toMatchObject({ size: 1 });
    expect(await failureOf({ source: folder, files: 'c*', input: ['x'] })).toMatchObject({
      code: 'EXPGRAPH_TFRECORD_NO_FILES',
      notes: ['Other files: "README.txt", "a.tfrecord", "b.tfrecord", "records.bin".', expect.anything()],
    });
  });

  it('interleaves files, or shuffles them by the seed', async () => {
    const source = await flowers();
    const first = async (order: 'interleaved' | 'shuffled', seed: number) => {
      const config = { source, input: ['x'], order };
      const { data } = (await runNode(LoadTfrecord, { inputs: {}, config, seed, plugins: [plainFormats] })).outputs;
      const { features } = await data.read(all(data));
      return Array.from(features).filter((_, index) => index % 2 === 0);
    };
    expect(await first('interleaved', 1)).toEqual([0, 3, 1, 4, 2]);
    const shuffled = await first('shuffled', 1);
    expect(shuffled).not.toEqual(await first('shuffled', 2));
    expect(await first('shuffled', 1)).toEqual(shuffled);
    expect(shuffled.toSorted()).toEqual([0, 1, 2, 3, 4]);
  });

  it.each(['gzip', 'zlib'] as const)('reads compressed files at any position, %s', async (compression) => {
    const source = await exampleFile(
      [0, 1, 2].map((index) => flower(index, 'rose')),
      { compression },
    );
    const { features } = await (await dataOf({ source, input: ['x'] })).read([2, 0]);
    expect(features).toEqual(Float32Array.of(2, 8, 0, 10));
  });

  it('decodes images', async () => {
    const records = [1, 200].map(async (level): Promise<Example> => {
      return { image: { type: 'bytes', values: [await png(level)] }, label: integers(level === 1 ? 0 : 1) };
    });
    const source = await exampleFile(await Promise.all(records));
    const image = { size: [2, 2] as const, range: '0..255' as const };
    const data = await dataOf({ source, input: ['image'], image, label: 'label', classes: ['dark', 'light'] });
    expect(data.spec.features).toEqual({ dtype: 'float32', shape: ['batch', 2, 2, 3], range: '0..255' });
    expect(Array.from((await data.read([1])).features)).toEqual([...Array(4)].flatMap(() => [200, 200, 9]));
    expect(data.classes).toEqual(['dark', 'light']);
  });

  it('reads values of several features, bytes of pixels, and features of any length', async () => {
    const record = (tokens: number[]): Example => ({
      a: floats(0.5),
      b: integers(7),
      pixels: { type: 'bytes', values: [Uint8Array.of(0, 128, 255, 1)] },
      tokens: integers(...tokens),
      y: floats(2.5),
      w: floats(3),
    });
    const source = await exampleFile([record([1, 2, 3]), record([4])]);
    const numbers = await dataOf({ source, input: ['a', 'b'], label: 'y', labelEncoding: 'number', weight: 'w' });
    expect(await numbers.read([0])).toEqual({
      features: Float32Array.of(0.5, 7),
      shape: [1, 2],
      labels: Float32Array.of(2.5),
      weights: Float32Array.of(3),
    });
    const pixels = await dataOf({
      source,
      input: ['pixels'],
      features: { pixels: { type: 'uint8', shape: [2, 2, 1] } },
    });
    expect(await pixels.read([1])).toMatchObject({ features: Float32Array.of(0, 128, 255, 1), shape: [1, 2, 2, 1] });
    expect(
      (await failureOf({ source, input: ['pixels'], features: { pixels: { type: 'uint8', shape: [3] } } }))?.message,
    ).toMatch(/record 0 at byte 0: feature "pixels" has 4 bytes, expected 3 \(shape \[3\]\)/);
    const tokens = await dataOf({ source, input: ['tokens'], features: { tokens: { length: 2, default: -1 } } });
    expect(await tokens.read([0, 1])).toMatchObject({ features: Float32Array.of(1, 2, 4, -1), shape: [2, 2] });
    expect(await failureOf({ source, input: ['tokens'] })).toMatchObject({
      code: 'EXPGRAPH_TFRECORD_LENGTH',
      message: 'The feature "tokens" has 1 to 3 values, expected the same number in each record.',
    });
  });

  it('reads token ids as integers, for an embedding', async () => {
    const source = await exampleFile([{ t: integers(5, 2, 9) }, { t: integers(1) }]);
    const config: Config = { source, input: ['t'], features: { t: { length: 3 } }, vocabularySize: 10 };
    const data = await dataOf(config);
    expect(data.spec.features).toEqual({ dtype: 'int32', shape: ['batch', 3], vocabularySize: 10 });
    expect(await data.read([1, 0])).toMatchObject({ features: Float32Array.of(1, 0, 0, 5, 2, 9), shape: [2, 3] });
    expect((await failureOf({ ...config, vocabularySize: 9 }))?.message).toMatch(
      /record 0 at byte 0: token id 9 is out of range, expected 0 to 8 \(vocabularySize: 9\)/,
    );
    const numbers = await exampleFile([{ t: floats(5, 2, 9) }]);
    expect(await failureOf({ ...config, source: numbers })).toMatchObject({ code: 'EXPGRAPH_TFRECORD_NOT_TOKENS' });
    const image = { size: [2, 2], range: '0..255' };
    expect(() => LoadTfrecord.infer({ inputs: {}, config: { ...config, image } as never })).toThrow(
      'vocabularySize is 10, and image is set: expected only one of them.',
    );
  });

  it('reports files without a valid record', async () => {
    const empty = await exampleFile([]);
    expect(await failureOf({ source: empty, input: ['x'] })).toMatchObject({ code: 'EXPGRAPH_TFRECORD_EMPTY' });
    const other = join(await temporaryFolder(), 'a.tfrecord');
    await writeFile(other, 'this is no file of records, but a text');
    expect(await failureOf({ source: other, input: ['x'], onCorrupt: 'skip' })).toMatchObject({
      code: 'EXPGRAPH_TFRECORD_CORRUPT',
      message: 'No record can be read. "a.tfrecord", record 0 at byte 0: the checksum of the length is wrong.',
    });
    const malformed = await writeRecords([Uint8Array.of(255, 255)]);
    expect((await failureOf({ source: malformed, input: ['x'] }))?.message).toMatch(
      /record 0 at byte 0: not a valid Example/,
    );
  });

  it('rejects options of an unknown feature', async () => {
    const source = await flowers();
    expect(await failureOf({ source, input: ['x'], features: { kinds: { default: 0 } } })).toMatchObject({
      code: 'EXPGRAPH_TFRECORD_FEATURE',
      message: 'The records have no feature "kinds". Did you mean "kind"?',
    });
  });

  it('reads feature lists that are empty in some records', async () => {
    const record = (frames: number[][]) =>
      encodeSequenceExample({ context: {}, featureLists: { frames: frames.map((frame) => floats(...frame)) } });
    for (const records of [
      [record([]), record([[1, 2]])],
      [record([[1, 2]]), record([])],
    ]) {
      const source = await writeRecords(records);
      const features = { frames: { length: 2 } };
      const data = await dataOf({ source, records: 'sequence-example', input: ['frames'], features });
      expect(data.spec.features?.shape).toEqual(['batch', 2, 2]);
      const { features: values } = await data.read([0, 1]);
      expect(values.toSorted()).toEqual(Float32Array.of(0, 0, 0, 0, 0, 0, 1, 2));
    }
  });

  it('reads the timesteps of SequenceExamples', async () => {
    const record = (frames: number[][]) =>
      encodeSequenceExample({
        context: { label: integers(frames.length) },
        featureLists: { frames: frames.map((frame) => floats(...frame)) },
      });
    const source = await writeRecords([
      record([[1, 2]]),
      record([
        [3, 4],
        [5, 6],
        [7, 8],
      ]),
    ]);
    const config: Config = { source, records: 'sequence-example', input: ['frames'], label: 'label' };
    const data = await dataOf({ ...config, features: { frames: { length: 2 } } });
    expect(await data.read([0, 1])).toEqual({
      features: Float32Array.of(1, 2, 0, 0, 3, 4, 5, 6),
      shape: [2, 2, 2],
      labels: Int32Array.of(1, 3),
    });
  });

  it('reports file, record and byte of damage, or skips and counts it', async () => {
    const source = await flowers();
    const path = join(source, 'a.tfrecord');
    const bytes = await readFile(path);
    const frame = bytes.length / 3;
    bytes[Math.ceil(frame) + 30] ^= 4;
    await writeFile(path, bytes);
    const config = { source, input: ['x'], label: 'kind' };
    const failure = await failureOf(config);
    expect(failure?.code).toBe('EXPGRAPH_TFRECORD_CORRUPT');
    expect(failure?.message).toMatch(/^"a\.tfrecord", record 1 at byte \d+: the checksum of the data is wrong\.$/);
    const { outputs, logger, tracker } = await load({ ...config, onCorrupt: 'skip' });
    expect(outputs.data.size).toBe(4);
    expect([0, 1].map((index) => outputs.data.name(index))).toEqual(['a.tfrecord:0', 'a.tfrecord:2']);
    expect(tracker.params).toMatchObject({ records: 4, skippedRecords: 1 });
    expect(logger.lines).toEqual([
      expect.stringMatching(/^warning: Skipped 1 record: "a\.tfrecord", record 1 /),
      '4 records in 2 files; skipped 1 file: .txt 1.',
    ]);
  });

  it('merges class names that differ in normalization or white space, with a warning, and rejects an empty name', async () => {
    const named = (...labels: string[]) =>
      exampleFile(labels.map((label, index) => ({ x: floats(index), kind: text(label) })));
    const config = { input: ['x'], label: 'kind' };
    const source = await named('사과', '사과'.normalize('NFD'), ' 배');
    const { outputs, logger } = await load({ ...config, source });
    expect(outputs.data.classes).toEqual(['배', '사과']);
    expect(logger.lines).toEqual([
      'warning: Merged 2 spellings of class "사과", which differ in Unicode normalization or white space.',
      '3 records in 1 file.',
    ]);
    expect((await failureOf({ ...config, source: await named('a', 'b', ' ') }))?.message).toMatch(
      /record 2 at byte \d+: the label "" is not a valid class\.$/,
    );
  });

  it('reports where a compressed file is truncated, or reads the records before', async () => {
    const source = await exampleFile(
      Array.from({ length: 2000 }, (_, index) => flower(index * 1.37, `rose ${index % 9}`)),
      { compression: 'gzip' },
    );
    const bytes = await readFile(source);
    await writeFile(source, bytes.subarray(0, bytes.length >> 1));
    const failure = await failureOf({ source, input: ['x'] });
    expect(failure?.message).toMatch(
      /^"data\.tfrecord", record \d+ at byte \d+: the compressed data is damaged: unexpected end/,
    );
    const { outputs } = await load({ source, input: ['x'], onCorrupt: 'skip' });
    expect(outputs.data.size).toBe(Number(failure?.message.match(/record (\d+)/)?.[1]));
  });

  it('counts damage between two records of a compressed file', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(async (index) => readFile(await exampleFile([flower(index, 'rose')], { compression: 'gzip' }))),
    );
    const source = join(await temporaryFolder(), 'data.tfrecord');
    await writeFile(source, Buffer.concat([first, second.subarray(0, 5)]));
    const files = new TemporaryFiles();
    for (const run of ['unpacked now', 'unpacked before']) {
      const { outputs, tracker, logger } = await runNode(LoadTfrecord, {
        inputs: {},
        config: { source, input: ['x'], onCorrupt: 'skip' },
        plugins: [plainFormats],
        files,
      });
      expect(outputs.data.size, run).toBe(1);
      expect(tracker.params.skippedRecords, run).toBe(1);
      expect(logger.lines.join('\n'), run).toMatch(/record 1 at byte \d+: the compressed data is damaged/);
    }
  });

  it('skips malformed records and unreadable images', async () => {
    const good = { type: 'bytes' as const, values: [await png(3)] };
    const source = await exampleFile([
      { image: good, label: integers(1) },
      { image: text('no image'), label: integers(0) },
      { image: good },
    ]);
    const config = {
      source,
      input: ['image'],
      image: { size: [2, 2] as const, range: '0..255' as const },
      label: 'label',
    };
    expect((await failureOf(config))?.message).toMatch(/record 2 at byte \d+: feature "label" is missing/);
    const { outputs, tracker } = await load({ ...config, onCorrupt: 'skip' });
    expect(outputs.data.size).toBe(1);
    expect(tracker.params).toMatchObject({ skippedRecords: 2 });
  });

  it('reads soft labels, with numbers as class names by default', async () => {
    const source = await exampleFile([
      { x: floats(1), of: floats(0.2, 0.5, 0.3) },
      { x: floats(2), of: floats(0, 0, 1) },
    ]);
    const config: Config = { source, input: ['x'], label: 'of', labelEncoding: 'soft' };
    const data = await dataOf(config);
    expect([data.classes, data.labels()]).toEqual([['0', '1', '2'], Int32Array.of(1, 2)]);
    expect((await data.read([1, 0])).targets).toEqual(Float32Array.of(0, 0, 1, 0.2, 0.5, 0.3));
    const inferred = LoadTfrecord.infer({ inputs: {}, config: completeConfig(LoadTfrecord, config) as never });
    expect(inferred.data.label).toEqual({ encoding: 'class', soft: true });
  });

  it('rejects or skips invalid soft labels', async () => {
    const source = await exampleFile([
      { x: floats(1), of: floats(0.25, 0.75), whole: integers(1) },
      { x: floats(2), of: floats(2, 1), whole: integers(1) },
      { x: floats(3), of: floats(1.5, -0.5), whole: integers(1) },
      { x: floats(4), of: floats(Number.NaN, 1), whole: integers(1) },
      { x: floats(5), of: floats(1), whole: integers(1) },
    ]);
    const config: Config = { source, input: ['x'], label: 'of', labelEncoding: 'soft', classes: ['sea', 'sky'] };
    expect(await failureOf(config)).toMatchObject({
      code: 'EXPGRAPH_TFRECORD_RECORD',
      message: expect.stringMatching(/record 1 at byte \d+: the values of label "of" add up to 3, expected 1\.$/),
    });
    const { outputs, logger } = await load({ ...config, onCorrupt: 'skip' });
    expect((await outputs.data.read(all(outputs.data))).targets).toEqual(Float32Array.of(0.25, 0.75));
    expect(logger.lines[0]).toMatch(
      /^warning: Skipped 4 records: .*the value -0.5, expected 0 or more.*the value NaN.*"of" has 1/,
    );
    expect(await failureOf({ ...config, label: 'whole' })).toMatchObject({
      message: 'The label "whole" is int64, expected float32 for labelEncoding: soft.',
    });
    expect(await failureOf({ ...config, classes: [] })).toMatchObject({
      code: 'EXPGRAPH_TFRECORD_LABEL_SHARES',
      message: 'The label "of" has 1 to 2 values, expected one value per class in each record.',
    });
  });

  it('detects damage after indexing', async () => {
    const source = await flowers();
    const artifacts = new MemoryArtifactStore();
    const config = { source, input: ['x'] };
    await load(config, artifacts);
    const path = join(source, 'b.tfrecord');
    const bytes = await readFile(path);
    bytes[20] ^= 1;
    await writeFile(path, bytes);
    const { data } = (await load(config, artifacts)).outputs;
    await expect(data.read([0, 3])).rejects.toMatchObject({ code: 'EXPGRAPH_TFRECORD_LOST' });
    expect((await data.read([0])).features).toEqual(Float32Array.of(0, 10));
  });

  it('suggests a similar feature, and rejects unknown classes', async () => {
    const source = await flowers();
    expect(await failureOf({ source, input: ['x'], label: 'kinds' })).toMatchObject({
      message: 'The records have no feature "kinds". Did you mean "kind"?',
      at: { config: ['label'] },
    });
    expect(await failureOf({ source, input: ['kind'] })).toMatchObject({ code: 'EXPGRAPH_TFRECORD_BYTES' });
    expect(await failureOf({ source, input: ['x'], label: 'x' })).toMatchObject({ code: 'EXPGRAPH_TFRECORD_LABEL' });
    expect((await failureOf({ source, input: ['x'], label: 'kind', classes: ['rose', 'daisy'] }))?.message).toMatch(
      /^"b\.tfrecord", record 0 at byte 0: the label "lily" is not one of the 2 classes\.$/,
    );
    expect(await failureOf({ input: ['x'] })).toMatchObject({ code: 'EXPGRAPH_TFRECORD_SOURCE' });
  });
});

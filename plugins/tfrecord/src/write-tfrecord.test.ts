import { selectLabels } from '@expgraph/data/dataset';
import type { Dataset } from '@expgraph/sdk';
import { completeConfig, memoryDataset, runNode, TemporaryFolders, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { plainFormats } from '../test/image-formats.js';
import { allRecords } from '../test/record-files.js';
import { decodeExample } from './examples/index.js';
import { LoadTfrecord } from './load-tfrecord.js';
import { WriteTfrecord } from './write-tfrecord.js';

const plugins = [plainFormats];

const numbers = memoryDataset({
  features: Float32Array.from({ length: 7 * 3 }, (_, index) => index / 4),
  shape: [3],
  labels: Int32Array.of(0, 1, 0, 1, 1, 0, 1),
  classes: ['no', 'yes'],
});

const images = memoryDataset({
  features: Float32Array.from({ length: 5 * 4 * 4 * 3 }, (_, index) => (index * 7) % 256),
  shape: [4, 4, 3],
  labels: Int32Array.of(0, 1, 0, 1, 1),
  classes: ['no', 'yes'],
  spec: {
    features: { dtype: 'float32', shape: ['batch', 4, 4, 3], range: '0..255' },
    label: { encoding: 'class', classes: ['no', 'yes'] },
    size: 5,
  },
});

const all = (size: number) => Int32Array.from({ length: size }, (_, index) => index);

describe('write/tfrecord', () => {
  it('keeps the contract of nodes', async () => {
    await testNode(WriteTfrecord, { inputs: { data: numbers }, config: { shards: 3 }, plugins });
  });

  it.each(['none', 'gzip', 'zlib'] as const)('distributes records evenly over files, %s', async (compression) => {
    const folders = new TemporaryFolders();
    const config = { shards: 3, compression, name: 'numbers' };
    const { files } = (await runNode(WriteTfrecord, { inputs: { data: numbers }, config, folders, plugins })).outputs;
    expect([...files.keys()][1]).toMatch(/^numbers-00001-of-00003\.tfrecord(\.gz|\.zlib)?$/);
    const sizes = [...files.values()].map(async (path) => (await allRecords(path)).length);
    expect(await Promise.all(sizes)).toEqual([2, 2, 3]);
    const kept = folders.written.get('tfrecord');
    const [name] = files.keys();
    expect(decodeExample((await allRecords(`${kept}/${name}`))[1])).toMatchObject({
      values: { values: Float32Array.of(0.75, 1, 1.25) },
      label: { values: BigInt64Array.of(1n) },
    });
  });

  it('round-trips values and images through load/tfrecord', async () => {
    const pictures = { size: [4, 4], range: '0..255' } as const;
    for (const { data, config } of [
      { data: numbers, config: { input: ['values'], label: 'class' } },
      { data: images, config: { input: ['image/encoded'], label: 'image/class/text', image: pictures } },
    ]) {
      const written = await runNode(WriteTfrecord, { inputs: { data }, config: { shards: 2 }, plugins });
      const { data: read } = (await runNode(LoadTfrecord, { inputs: written.outputs, config, plugins })).outputs;
      expect(read.classes).toEqual(['no', 'yes']);
      const { features, shape, labels } = await read.read(all(data.size));
      expect({ features: features.slice(), shape, labels }).toEqual(await data.read(all(data.size)));
      expect(read.spec.features).toEqual(data.spec.features);
    }
  });

  it('writes all classes of an example, soft labels, and token ids as integers', async () => {
    const only = async (data: Dataset) => {
      const { files } = (await runNode(WriteTfrecord, { inputs: { data }, config: {}, plugins })).outputs;
      return (await allRecords([...files.values()][0])).map((record) => decodeExample(record));
    };
    const classes = ['sea', 'sky'];
    const several = memoryDataset({
      features: Float32Array.of(1, 2),
      shape: [1],
      labels: Int32Array.of(1, 1, 0, 0),
      classes,
      spec: { label: { encoding: 'classes', classes } },
    });
    const [both, none] = await only(several);
    expect(both).toMatchObject({
      label: { values: BigInt64Array.of(0n, 1n) },
      class: { values: classes.map((name) => new Uint8Array(Buffer.from(name))) },
    });
    expect(none).toMatchObject({ label: { values: new BigInt64Array(0) }, class: { values: [] } });

    const read = async (indices: ArrayLike<number>) => ({
      ...(await numbers.read(indices)),
      targets: Float32Array.from({ length: 2 * indices.length }, (_, place) => (place % 2 === 0 ? 0.75 : 0.25)),
    });
    const [mixed] = await only({ ...numbers, read });
    expect(mixed).toMatchObject({ 'label/soft': { values: Float32Array.of(0.75, 0.25) } });

    const features = { dtype: 'int32', shape: ['batch', 2], vocabularySize: 9 } as const;
    const [tokens] = await only(
      memoryDataset({
        features: Float32Array.of(8, 0),
        shape: [2],
        labels: Float32Array.of(1.5),
        classes: [],
        spec: { features },
      }),
    );
    expect(tokens).toMatchObject({ values: { values: BigInt64Array.of(8n, 0n) } });
  });

  it('round-trips multi-label examples through load/tfrecord', async () => {
    const labels = Float32Array.of(1, 0, 1, 0, 0, 0, 0, 1, 0);
    const classes = ['sea', 'sand', 'sky'];
    const data = memoryDataset({
      features: Float32Array.of(1, 2, 3),
      shape: [1],
      labels,
      classes,
      spec: { label: { encoding: 'classes', classes } },
    });
    const { files } = (await runNode(WriteTfrecord, { inputs: { data }, config: {}, plugins })).outputs;
    const read = async (config: object) => {
      const given = { input: ['values'], labelEncoding: 'classes', ...config } as const;
      const { outputs } = await runNode(LoadTfrecord, { inputs: { files }, config: given as never, plugins });
      expect(outputs.data.spec.label).toEqual({ encoding: 'classes', classes: outputs.data.classes });
      expect(outputs.data.labels()).toEqual((await outputs.data.read(all(3))).labels);
      return outputs.data;
    };
    const numbers = await read({ label: 'label', classes });
    expect([numbers.labels(), numbers.classes]).toEqual([labels, classes]);
    expect((await numbers.read([2, 0])).labels).toEqual(Float32Array.of(0, 1, 0, 1, 0, 1));
    expect((await read({ label: 'label' })).classes).toEqual(['0', '1', '2']);
    const names = await read({ label: 'class' });
    expect(names.classes).toEqual(['sand', 'sea', 'sky']);
    expect(names.labels()).toEqual(Float32Array.of(0, 1, 1, 0, 0, 0, 1, 0, 0));
    await expect(read({ label: 'class', classes: ['sea', 'sky'] })).rejects.toThrow(
      'the label "sand" is not one of the 2',
    );
  });

  it.each([1, 2])('round-trips soft labels through load/tfrecord, %s files', async (shards) => {
    const targets = Float32Array.of(0.75, 0.25, 0, 1, 0.5, 0.5, 0.125, 0.875);
    const classes = ['sea', 'sky'];
    const labels = Int32Array.of(0, 1, 0, 1);
    const hard = memoryDataset({ features: Float32Array.of(1, 2, 3, 4), shape: [1], labels, classes });
    const data: Dataset = {
      ...hard,
      spec: { ...hard.spec, label: { encoding: 'class', classes, soft: true } },
      read: async (indices) => ({ ...(await hard.read(indices)), targets: selectLabels(targets, 4, indices) }),
    };
    const { files } = (await runNode(WriteTfrecord, { inputs: { data }, config: { shards }, plugins })).outputs;
    const config = { input: ['values'], label: 'label/soft', labelEncoding: 'soft' as const, classes };
    const { data: read } = (await runNode(LoadTfrecord, { inputs: { files }, config, plugins })).outputs;
    expect(read.spec.label).toEqual(data.spec.label);
    expect(read.labels()).toEqual(labels);
    for (const indices of [all(4), [3, 0]]) expect(await read.read(indices)).toEqual(await data.read(indices));
  });

  it('writes texts', async () => {
    const read = async (indices: ArrayLike<number>) => ({
      ...(await numbers.read(indices)),
      features: new Float32Array(0),
      texts: Array.from(indices, (index) => `größer ${index}`),
    });
    const { files } = (await runNode(WriteTfrecord, { inputs: { data: { ...numbers, read } }, config: {}, plugins }))
      .outputs;
    const [, second] = await allRecords([...files.values()][0]);
    const record = decodeExample(second);
    expect(record).toMatchObject({ text: { values: [new Uint8Array(Buffer.from('größer 1'))] } });
    expect(record).not.toHaveProperty('values');
  });

  it('writes several epochs of a dataset that differs in each', async () => {
    const changing = {
      ...numbers,
      read: async (indices: ArrayLike<number>, { epoch = 0 } = {}) => {
        const batch = await numbers.read(indices);
        return { ...batch, features: batch.features.map((value) => value + 100 * epoch) };
      },
    };
    const config = { epochs: 2, shards: 2 };
    const { files } = (await runNode(WriteTfrecord, { inputs: { data: changing }, config, plugins })).outputs;
    const [first, second] = await Promise.all([...files.values()].map((path) => allRecords(path)));
    expect([first.length, second.length]).toEqual([7, 7]);
    expect(decodeExample(second[0])).toMatchObject({ values: { values: Float32Array.of(100, 100.25, 100.5) } });
  });

  it('rejects tags of tokens', () => {
    const config = completeConfig(WriteTfrecord, {}) as never;
    const inputs = { data: { kind: 'dataset', label: { encoding: 'tags' } } } as const;
    expect(() => WriteTfrecord.infer({ inputs, config })).toThrow(
      'The labels are tags of tokens, which TFRecord files of write/tfrecord cannot contain.',
    );
  });

  it('rejects more files than examples, and images of other features', async () => {
    const run = (config: object) => runNode(WriteTfrecord, { inputs: { data: numbers }, config, plugins });
    await expect(run({ shards: 8 })).rejects.toMatchObject({ code: 'EXPGRAPH_TFRECORD_SHARDS' });
    await expect(run({ content: 'png' })).rejects.toMatchObject({
      message: 'The features are float32[batch, 3], expected images: float32[batch, height, width, 3] with a range.',
    });
  });
});

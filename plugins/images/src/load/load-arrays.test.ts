import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { npyOf, zipOf } from '../../../../packages/data/test/npz-files.js';
import { idxFile } from '../../test/idx-files.js';
import { folderOf } from '../../test/image-files.js';
import { failureOf, type GivenConfig, runLoadImages } from '../../test/run-load-images.js';

const { arrays } = JSON.parse(readFileSync(new URL('../../fixtures/formats.json', import.meta.url), 'utf8')) as {
  arrays: Record<string, string[]> & { pixels: number[]; color: number[] };
};

const PIXELS = Array.from({ length: 3 * 2 * 2 }, (_, index) => index * 20);
const IMAGES = idxFile([3, 2, 2], PIXELS);
const LABELS = idxFile([3], [10, 2, 10]);
const MNIST = {
  'train-images-idx3-ubyte': IMAGES,
  'train-labels-idx1-ubyte': LABELS,
  't10k-images.idx3-ubyte.gz': gzipSync(IMAGES),
  't10k-labels.idx1-ubyte.gz': gzipSync(idxFile([3], [2, 2, 0])),
};

const gray = { size: [2, 2], colorMode: 'grayscale' } as const;

async function load(config: GivenConfig) {
  const run = await runLoadImages(config);
  const { features, shape } = await run.data.read(Array.from({ length: run.data.size }, (_, index) => index));
  return { ...run, features: Array.from(features), shape };
}

describe('load/images from idx files', () => {
  it('reads the images and labels of MNIST, compressed or not, and names the published parts', async () => {
    const { names, features, shape, data, classOf } = await load({ source: await folderOf(MNIST), ...gray });
    expect(names).toEqual(['test/0', 'test/1', 'test/2', 'train/0', 'train/1', 'train/2']);
    expect(shape).toEqual([6, 2, 2, 1]);
    expect(features).toEqual([...PIXELS, ...PIXELS]);
    // Ordered as numbers, not as strings.
    expect(data.classes).toEqual(['0', '2', '10']);
    expect(classOf).toMatchObject({ 'test/2': '0', 'train/0': '10' });
  });

  it('reads one file with its labels in the list, and renames classes', async () => {
    const folder = await folderOf(MNIST);
    const config = {
      source: join(folder, 't10k-images.idx3-ubyte.gz'),
      list: join(folder, 't10k-labels.idx1-ubyte.gz'),
      classNames: { 0: 'zero', 2: 'two' },
    };
    const { names, data, classOf } = await load({ ...config, ...gray });
    expect(names).toEqual(['test/0', 'test/1', 'test/2']);
    expect(data.classes).toEqual(['two', 'zero']);
    expect(classOf['test/2']).toBe('zero');
  });

  it('reads images without labels', async () => {
    const source = await folderOf({ 'images-idx3-ubyte': IMAGES });
    expect((await load({ source, ...gray, unlabeled: true })).names).toEqual(['images/0', 'images/1', 'images/2']);
  });

  it('reads the arrays only with the first batch once the index is stored', async () => {
    const source = await folderOf(MNIST);
    const { store } = await load({ source, ...gray });
    for (const file of Object.keys(MNIST)) await writeFile(join(source, file), '');
    const { data } = await runLoadImages({ source, ...gray }, { store });
    expect(data.size).toBe(6);
    await expect(data.read([0])).rejects.toMatchObject({ code: 'EXPGRAPH_IMAGES_LOST' });
    await rm(source, { recursive: true });
  });
});

describe('load/images from .npz files', () => {
  it('decodes labels that are byte strings as UTF-8, or in the given encoding', async () => {
    const source = (encoding: string) => folderOf({ 'a.npz': byteStringLabels(encoding) });
    expect((await load({ source: await source('utf-8'), ...gray })).data.classes).toEqual(['불량', '정상']);
    const inCp949 = await source('cp949');
    expect((await load({ source: inCp949, ...gray, encoding: 'cp949' })).data.classes).toEqual(['불량', '정상']);
    expect(await failureOf(load({ source: inCp949, ...gray }))).toMatchObject({
      code: 'EXPGRAPH_DATA_ENCODING',
      message: 'a.npz[y][0]:1:1: the byte 0xc1 is not valid UTF-8.',
    });
  });

  it.each([0, 1])('reads the arrays of Keras, as NumPy writes them (compressed: %i)', async (compressed) => {
    const source = join(await folderOf({ 'mnist.npz': npz('as Keras has mnist.npz', compressed) }), 'mnist.npz');
    const { names, features, data } = await load({ source, size: [3, 2], colorMode: 'grayscale' });
    expect(names).toEqual(
      ['test', 'train']
        .flatMap((part) => [0, 1, 2, 3].map((index) => `${part}/${index}`))
        .sort((a, b) => order(a) - order(b)),
    );
    expect(data.classes).toEqual(['2', '3', '10']);
    expect(features.slice(0, 24)).toEqual(arrays.pixels);
    expect(features.slice(24 + 18)).toEqual(arrays.pixels.slice(0, 6));
  });

  it.each([0, 1])('reads floating-point pixels in 0..1, and 64-bit labels (compressed: %i)', async (compressed) => {
    const source = await folderOf({ 'x.npz': npz('of floats, big-endian', compressed) });
    const { names, features, classOf } = await load({ source, size: [3, 2], colorMode: 'grayscale' });
    expect(names).toEqual(['x/0', 'x/1', 'x/2', 'x/3']);
    expect(features).toEqual(arrays.pixels);
    expect(classOf['x/1']).toBe('10');
  });

  it('reads color images, string labels, and labels in a column', async () => {
    const color = await folderOf({ 'x.npz': npz('of color, with strings as labels') });
    const first = await load({ source: color, size: [2, 2] });
    expect(first.features).toEqual(arrays.color);
    expect(first.data.classes).toEqual(['a', 'b', 'ä']);
    const column = await folderOf({ 'x.npz': npz('with a column of labels') });
    const second = await load({ source: column, size: [3, 2], colorMode: 'grayscale' });
    expect(second.features).toEqual(arrays.pixels);
    expect(Object.values(second.classOf)).toEqual(['3', '10', '2', '3']);
  });

  it('reads multi-hot labels', async () => {
    const source = await folderOf({ 'x.npz': npz('with 0 and 1 for each class') });
    expect(Object.values((await load({ source, size: [3, 2] })).classOf)).toEqual(['3', '1', '2', '3']);
  });

  it('names images after their files if two files have the same part', async () => {
    const file = npz('of floats, big-endian');
    const source = await folderOf({ 'a.npz': file, 'b.npz': file });
    const { names } = await load({ source, size: [3, 2] });
    expect(names[0]).toBe('a.npz[x]/0');
    expect(names[4]).toBe('b.npz[x]/0');
  });
});

describe('load/images rejects arrays', () => {
  const failure = async (files: Record<string, Uint8Array>, config: Partial<GivenConfig> = {}) =>
    failureOf(runLoadImages({ source: await folderOf(files), ...config }));
  const damaged = (bytes: Buffer, damage: (bytes: Buffer) => Buffer | number) => {
    const copy = Buffer.from(bytes);
    const result = damage(copy);
    return typeof result === 'number' ? copy : result;
  };
  const idx = (images: Buffer) => ({ 'images-idx3-ubyte': images, 'labels-idx1-ubyte': LABELS });

  it.each([
    ['with another beginning', (bytes: Buffer) => bytes.writeUInt8(1, 0), 'at byte 0: 01 00, expected 00 00.'],
    [
      'of an unknown type',
      (bytes: Buffer) => bytes.writeUInt8(7, 2),
      'at byte 2: the type is 07, expected 08, 09, 0b, 0c, 0d or 0e.',
    ],
    [
      'that end within the header',
      (bytes: Buffer) => bytes.subarray(0, 9),
      'at byte 4: it ends within the sizes of its 3 axes.',
    ],
    [
      'that are truncated',
      (bytes: Buffer) => bytes.subarray(0, 20),
      'at byte 16: the data has 4 bytes, expected 12 from the header.',
    ],
    ['of three bytes', (bytes: Buffer) => bytes.subarray(0, 3), 'at byte 0: it has 3 bytes, fewer than an idx header.'],
  ])('%s, with the offset', async (_, damage, message) => {
    expect(await failure(idx(damaged(IMAGES, damage)))).toMatchObject({
      code: 'EXPGRAPH_DATA_ARRAY',
      message: `"images-idx3-ubyte" ${message}`,
      at: { config: ['source'] },
    });
  });

  it('that are compressed and truncated, or would decompress to too many bytes', async () => {
    const packed = gzipSync(IMAGES);
    expect(await failure({ 'images-idx3-ubyte.gz': packed.subarray(0, packed.length - 9) })).toMatchObject({
      code: 'EXPGRAPH_DATA_ARRAY',
      message: expect.stringMatching(/^"images-idx3-ubyte.gz" at byte \d+: /),
    });
    const bomb = gzipSync(damaged(IMAGES, (bytes) => bytes.writeUInt32BE(2 ** 31, 4)));
    expect(await failure({ 'images-idx3-ubyte.gz': bomb })).toMatchObject({
      message: expect.stringMatching(/^"images-idx3-ubyte.gz" has \d+ bytes and expands to 8.6 GB, expected at most/),
    });
  });

  it('without labels, with fewer labels, and of another shape', async () => {
    expect(await failure({ 'images-idx3-ubyte': IMAGES })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_ARRAY_LABELS',
      message: 'The labels of "images-idx3-ubyte" are missing.',
    });
    expect(await failure({ ...idx(IMAGES), 'labels-idx1-ubyte': idxFile([2], [1, 2]) })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_ARRAY_COUNT',
      message: '"images-idx3-ubyte" has 3 images, but "labels-idx1-ubyte" has 2 labels.',
    });
    expect(await failure(idx(idxFile([3, 4], PIXELS)))).toMatchObject({
      code: 'EXPGRAPH_IMAGES_ARRAY_SHAPE',
      message: '"images-idx3-ubyte" has the shape [3, 4], expected [images, height, width(, 1, 3 or 4)].',
    });
  });

  it('of an .npz file that is damaged, or has arrays with other names', async () => {
    const whole = npz('as Keras has mnist.npz');
    const flipped = damaged(whole, (bytes) => bytes.writeUInt8(bytes[200] ^ 1, 200));
    expect(await failure({ 'm.npz': flipped })).toMatchObject({
      code: 'EXPGRAPH_DATA_ARRAY',
      message: expect.stringMatching(
        /^"m.npz" is not a .npz file, or is damaged: the checksum \(CRC-32\) of "x_train.npy" is wrong/,
      ),
    });
    expect(await failure({ 'm.npz': whole.subarray(0, 300) })).toMatchObject({
      message: expect.stringMatching(/^"m.npz" is not a .npz file, or is damaged: /),
    });
    const labelsAlone = damaged(whole, (bytes) =>
      Buffer.from(bytes.toString('latin1').replaceAll('x_t', 'q_t'), 'latin1'),
    );
    expect(await failure({ 'm.npz': labelsAlone })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_ARRAY_MISSING',
      message: 'Found no array of images in "m.npz", expected x and y, or x_train and y_train.',
      notes: [expect.stringMatching(/^The arrays are: "q_train", "y_train"/), expect.any(String)],
    });
  });

  it('with several labels per image without multiLabel', async () => {
    const source = { 'x.npz': npz('with 0 and 1 for each class') };
    const { data } = await runLoadImages({ source: await folderOf(source), multiLabel: true });
    expect(data.labels()).toEqual(Float32Array.from([0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1]));
  });
});

function npz(name: string, compressed = 0): Buffer {
  return Buffer.from(arrays[name][compressed], 'base64');
}

/** Three images in two classes with byte strings (`S6`) as labels. */
function byteStringLabels(encoding: string): Buffer {
  const labels = Buffer.alloc(18);
  for (const [index, name] of ['정상', '불량', '정상'].entries()) labels.set(iconv.encode(name, encoding), index * 6);
  return zipOf([
    ['x.npy', npyOf('|u1', [3, 2, 2], Buffer.from(PIXELS))],
    ['y.npy', npyOf('|S6', [3], labels)],
  ]);
}

/** Arrays are in the order of the file: x_train before x_test. */
const order = (name: string) => (name.startsWith('train') ? 0 : 10) + Number(name.split('/')[1]);

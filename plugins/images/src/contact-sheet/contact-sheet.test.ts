import { join } from 'node:path';
import type { TensorSpec } from '@expgraph/sdk';
import { runNode, TemporaryFolders, testNode } from '@expgraph/testing';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { MemoryDataset } from '../../test/memory-dataset.js';
import { ContactSheet } from './contact-sheet.js';

/** Two images of one color each, with values 0 to 1. */
const images = (tensor: TensorSpec, values = [1, 0.2, 0]) =>
  new MemoryDataset(
    Float32Array.from({ length: 2 * 48 }, (_, index) => values[index % 3]),
    [4, 4, 3],
    Int32Array.of(0, 0),
    ['a'],
    tensor,
  );

async function sheet(data: MemoryDataset, original?: MemoryDataset) {
  const folders = new TemporaryFolders();
  const config = { images: 2, epochs: 3, tileHeight: 8 };
  await runNode(ContactSheet, { inputs: { images: data, original }, config, folders });
  const file = join(folders.written.get('contact-sheet') ?? '', 'sheet.png');
  const { data: pixels, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const at = (row: number, column: number) => {
    const start = (row * info.width + column) * info.channels;
    return Array.from(pixels.subarray(start, start + 3));
  };
  return { size: [info.height, info.width], at };
}

describe('contact-sheet', () => {
  it('fulfills the contract of nodes', () => testNode(ContactSheet, { inputs: { images: images({ range: '0..1' }) } }));

  it('draws one row per image and one column per epoch', async () => {
    const data = images({ range: '0..1' });
    const { size, at } = await sheet(data);
    expect(size).toEqual([4 + 2 * 12, 4 + 3 * 12]);
    expect([at(0, 0), at(4, 4), at(16, 28)]).toEqual([
      [255, 255, 255],
      [255, 51, 0],
      [255, 51, 0],
    ]);
    expect(data.epochs).toEqual([0, 1, 2]);
  });

  it('draws grayscale images', async () => {
    const values = Float32Array.from({ length: 2 * 16 }, () => 0.4);
    const gray = new MemoryDataset(values, [4, 4, 1], Int32Array.of(0, 0), ['a'], { range: '0..1' });
    expect((await sheet(gray)).at(4, 4)).toEqual([102, 102, 102]);
  });

  it('draws the original images first', async () => {
    const { size, at } = await sheet(images({ range: '0..1' }), images({ range: '0..1' }, [0, 0, 1]));
    expect(size).toEqual([28, 4 + 4 * 12]);
    expect([at(4, 4), at(4, 16)]).toEqual([
      [0, 0, 255],
      [255, 51, 0],
    ]);
  });

  it('converts BGR to RGB, and stretches images without a range', async () => {
    const caffe = await sheet(images({ range: 'caffe' }, [255 - 103.939, 0 - 116.779, 0 - 123.68]));
    expect(caffe.at(4, 4)).toEqual([0, 0, 255]);
    const unknown = await sheet(images({}, [-3, 2, 7]));
    expect(unknown.at(4, 4)).toEqual([0, 128, 255]);
  });
});

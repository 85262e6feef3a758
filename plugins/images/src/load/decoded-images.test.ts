import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, plainImage } from '../../test/image-files.js';
import { DecodedImages } from './decoded-images.js';
import { FolderImages } from './folder-images.js';

const OPTIONS = {
  size: [2, 2],
  resize: 'stretch',
  interpolation: 'bilinear',
  colorMode: 'rgb',
  background: '#ffffff',
  range: '0..255',
} as const;
const BYTES = 2 * 2 * 3;

describe('DecodedImages', () => {
  it('caches pixels up to its capacity, and decodes other images again', async () => {
    const folder = await folderOf({ 'a.png': await plainImage([1, 2, 3]), 'b.png': await plainImage([4, 5, 6]) });
    const decoded = new DecodedImages(new FolderImages(folder), OPTIONS, BYTES + 1);
    const read = async (path: string) => {
      const values = new Float32Array(BYTES);
      await decoded.read(path, values);
      return Array.from(values);
    };
    const [a, b] = [await read('a.png'), await read('b.png')];
    expect([a.slice(0, 3), b.slice(0, 3)]).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    for (const name of ['a.png', 'b.png']) await writeFile(join(folder, name), await plainImage([7, 8, 9]));
    expect(await read('a.png')).toEqual(a);
    expect((await read('b.png')).slice(0, 3)).toEqual([7, 8, 9]);
    await rm(join(folder, 'b.png'));
    await expect(read('b.png')).rejects.toThrow('ENOENT');
  });

  it('writes cached images into a batch, and returns the positions of the others', async () => {
    const names = ['a.png', 'b.png', 'c.png'];
    const files = names.map(async (name, index) => [name, await plainImage([index + 1, 0, 0])] as const);
    const folder = await folderOf(Object.fromEntries(await Promise.all(files)));
    const decoded = new DecodedImages(new FolderImages(folder), OPTIONS, 2 * BYTES);
    for (const name of names) await decoded.read(name, new Float32Array(BYTES));
    const order = [...'cabccccccbc'].map((letter) => `${letter}.png`);
    const batch = new Float32Array(order.length * BYTES).fill(-1);
    expect(await decoded.readCached(order, batch)).toEqual([0, 3, 4, 5, 6, 7, 8, 10]);
    const reds = order.map((_, position) => batch[position * BYTES]);
    expect(reds).toEqual([-1, 1, 2, -1, -1, -1, -1, -1, -1, 2, -1]);
  });

  it('reuses the slot of an image that cannot be decoded', async () => {
    const folder = await folderOf({ 'a.png': Buffer.from('no image'), 'b.png': await plainImage([4, 5, 6]) });
    const decoded = new DecodedImages(new FolderImages(folder), OPTIONS, BYTES);
    const values = new Float32Array(BYTES);
    await expect(decoded.read('a.png', values)).rejects.toThrow();
    await decoded.read('b.png', values);
    await rm(join(folder, 'b.png'));
    values.fill(0);
    await decoded.read('b.png', values);
    expect(Array.from(values.subarray(0, 3))).toEqual([4, 5, 6]);
  });

  it('returns the bytes of each image when files of any length are read concurrently', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `${index}.png`);
    const files = names.map(async (name, index) => [name, await plainImage([index, 2 * index, 7])] as const);
    const folder = await folderOf(Object.fromEntries(await Promise.all(files)));
    const decoded = new DecodedImages(new FolderImages(folder), OPTIONS, 0);
    for (const round of [0, 1]) {
      const read = names.map(async (name) => {
        const values = new Float32Array(BYTES);
        await decoded.read(name, values);
        return values[0] + round;
      });
      expect(await Promise.all(read)).toEqual(names.map((_, index) => index + round));
    }
  });
});

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, plainImage } from '../test/image-files.js';
import { DecodedImages } from './decoded-images.js';
import { FolderImages } from './folder-images.js';

const OPTIONS = {
  size: [2, 2],
  resize: 'stretch',
  interpolation: 'bilinear',
  colour: 'rgb',
  background: '#ffffff',
} as const;
const BYTES = 2 * 2 * 3;

describe('DecodedImages', () => {
  it('keeps pixels up to its capacity, and decodes the rest again', async () => {
    const folder = await folderOf({ 'a.png': await plainImage([1, 2, 3]), 'b.png': await plainImage([4, 5, 6]) });
    const decoded = new DecodedImages(new FolderImages(folder), OPTIONS, BYTES + 1);
    const [a, b] = [await decoded.pixels('a.png'), await decoded.pixels('b.png')];
    expect(await decoded.pixels('a.png')).toBe(a);
    const again = await decoded.pixels('b.png');
    expect(again).not.toBe(b);
    expect(again).toEqual(b);
    await rm(join(folder, 'b.png'));
    await expect(decoded.pixels('b.png')).rejects.toThrow('ENOENT');
  });
});

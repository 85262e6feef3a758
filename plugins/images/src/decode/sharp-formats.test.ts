import { type ImageOptions, UnreadableImage, type ValueRange } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import { plainImage, rawImage } from '../../test/image-files.js';
import { SharpFormats } from './sharp-formats.js';
import { VALUE_RANGES } from './value-range.js';

const formats = new SharpFormats();
const size = [4, 5] as const;
const levels = Uint8Array.from({ length: 4 * 5 * 3 }, (_, index) => (index * 37) % 256);
const decode = async (files: readonly Uint8Array[], options: ImageOptions) => {
  const images = new Float32Array(files.length * options.size[0] * options.size[1] * 3);
  await formats.decode(files, options, images);
  return images;
};
const png = () => rawImage(levels, size, 3).png().toBuffer();

describe('SharpFormats', () => {
  it('decodes several files in order', async () => {
    const files = [await png(), await plainImage([9, 8, 7])];
    const images = await decode(files, { size, range: '0..255' });
    expect(images).toHaveLength(2 * levels.length);
    expect(Uint8Array.from(images.subarray(0, levels.length))).toEqual(levels);
    expect(Array.from(images.subarray(levels.length, levels.length + 3))).toEqual([9, 8, 7]);
  });

  it.each(VALUE_RANGES)('decodes the pixels that it has encoded, in %s', async (range: ValueRange) => {
    const image = await decode([await png()], { size, range });
    const file = await formats.encode(image, { size, range, format: 'png', quality: 95 });
    expect(await decode([file], { size, range })).toEqual(image);
  });

  it('encodes JPEG with small differences', async () => {
    const image = new Float32Array(32 * 32 * 3).fill(100);
    const options = { size: [32, 32], range: '0..255' } as const;
    const file = await formats.encode(image, { ...options, format: 'jpeg', quality: 95 });
    expect(Buffer.from(file).subarray(0, 2).toString('hex')).toBe('ffd8');
    for (const value of await decode([file], options)) expect(Math.abs(value - 100)).toBeLessThanOrEqual(2);
  });

  it('names the file that is not an image', async () => {
    const files = [await png(), Buffer.from('no image')];
    const failure = await decode(files, { size, range: '0..1' }).catch((e) => e);
    expect(failure).toBeInstanceOf(UnreadableImage);
    expect(failure).toMatchObject({ position: 1 });
  });
});

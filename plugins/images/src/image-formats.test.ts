import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { rawImage } from '../test/image-files.js';
import { type DecodeOptions, decodeImage } from './decode-image.js';
import type { StoredImage } from './image-source.js';

interface Fixture {
  readonly name: string;
  readonly file: string;
  readonly size: readonly [number, number];
  readonly rgb: readonly number[];
  readonly grey: readonly number[];
}

const { images } = JSON.parse(readFileSync(new URL('../fixtures/formats.json', import.meta.url), 'utf8')) as {
  images: readonly Fixture[];
};

async function pixelsOf(image: StoredImage, size: readonly [number, number], more: Partial<DecodeOptions> = {}) {
  const options = {
    resize: 'stretch',
    interpolation: 'bilinear',
    colour: 'rgb',
    background: '#ffffff',
    ...more,
  } as const;
  return Array.from((await decodeImage(image, { size, ...options })).pixels);
}

describe('decodeImage, beside Pillow', () => {
  it.each(images)('reads $name', async ({ file, size, rgb, grey }) => {
    const image = { bytes: Buffer.from(file, 'base64') };
    expect(await pixelsOf(image, size)).toEqual(rgb);
    expect(await pixelsOf(image, size, { colour: 'grey' })).toEqual(grey);
  });
});

describe('decodeImage', () => {
  it('reads a GIF that begins with its first frame, whatever follows', async () => {
    const { file, size } = images.find(({ name }) => name.startsWith('gif')) as Fixture;
    expect((await sharp(Buffer.from(file, 'base64'), { animated: true }).metadata()).pages).toBe(2);
    expect(await pixelsOf({ bytes: Buffer.from(file, 'base64') }, size)).toHaveLength(size[0] * size[1] * 3);
  });

  it('reads a BMP from the top where its height is below zero, and one with an alpha channel on the background', async () => {
    const { file, size, rgb } = images.find(({ name }) => name === 'bmp of 24 bits') as Fixture;
    const bytes = Buffer.from(file, 'base64');
    bytes.writeInt32LE(-size[0], 22);
    const rows = Array.from({ length: size[0] }, (_, row) => rgb.slice(row * size[1] * 3, (row + 1) * size[1] * 3));
    expect(await pixelsOf({ bytes }, size)).toEqual(rows.reverse().flat());
  });

  it('shows the background that is asked for through what is transparent', async () => {
    const pixels = [10, 20, 30, 255, 10, 20, 30, 0];
    const png = await rawImage(pixels, [1, 2], 4).png().toBuffer();
    const background = '#ff8000';
    expect(await pixelsOf({ bytes: png }, [1, 2], { background })).toEqual([10, 20, 30, 255, 128, 0]);
    const raw = { bytes: Buffer.from(pixels), raw: { height: 1, width: 2, channels: 4 } } as const;
    expect(await pixelsOf(raw, [1, 2], { background })).toEqual([10, 20, 30, 255, 128, 0]);
  });

  it('takes 16 bits of colour to 8', async () => {
    const deep = await sharp(Uint16Array.from([0, 257 * 7, 65535]), { raw: { width: 1, height: 1, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(await pixelsOf({ bytes: deep }, [1, 1])).toEqual([0, 7, 255]);
  });

  it('takes pixels as they are, and resizes them as it does those of files', async () => {
    const pixels = Array.from({ length: 4 * 6 }, (_, index) => (index * 37) % 256);
    const raw = { bytes: Buffer.from(pixels), raw: { height: 4, width: 6, channels: 1 } } as const;
    expect(await pixelsOf(raw, [4, 6], { colour: 'grey' })).toEqual(pixels);
    expect(await pixelsOf(raw, [4, 6])).toEqual(pixels.flatMap((level) => [level, level, level]));
    const png = await rawImage(pixels, [4, 6], 1).toColourspace('b-w').png().toBuffer();
    for (const size of [
      [2, 3],
      [8, 12],
    ] as const)
      expect(await pixelsOf(raw, size)).toEqual(await pixelsOf({ bytes: png }, size));
  });

  it.each([
    ['of run lengths', (bytes: Buffer) => bytes.writeUInt32LE(1, 30), 'it is a BMP of compression 1, expected 0 or 3'],
    ['of 5 bits', (bytes: Buffer) => bytes.writeUInt16LE(5, 28), /^it is a BMP of 5 bits a pixel/],
    ['without rows', (bytes: Buffer) => bytes.writeInt32LE(0, 22), 'its size is 7 x 0'],
    ['of more rows than it has', (bytes: Buffer) => bytes.writeInt32LE(1000, 22), 'it is cut short or damaged'],
    ['whose rows begin behind its end', (bytes: Buffer) => bytes.writeUInt32LE(999, 10), 'it is cut short or damaged'],
  ])('refuses a BMP %s', async (_, damage, message) => {
    const { file, size } = images.find(({ name }) => name === 'bmp of 24 bits') as Fixture;
    const bytes = Buffer.from(file, 'base64');
    damage(bytes);
    await expect(pixelsOf({ bytes }, size)).rejects.toThrow(message);
  });

  it('refuses a format that is no picture of points', async () => {
    const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>');
    await expect(pixelsOf({ bytes }, [4, 4])).rejects.toThrow(
      'it is not a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF image',
    );
  });
});

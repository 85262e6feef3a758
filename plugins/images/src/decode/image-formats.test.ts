import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { rawImage } from '../../test/image-files.js';
import { type DecodeOptions, decodeImage } from './decode-image.js';
import type { StoredImage } from './image-source.js';

interface Fixture {
  readonly name: string;
  readonly file: string;
  readonly size: readonly [number, number];
  readonly rgb: readonly number[];
  readonly gray: readonly number[];
}

const { images } = JSON.parse(readFileSync(new URL('../../fixtures/formats.json', import.meta.url), 'utf8')) as {
  images: readonly Fixture[];
};

async function pixelsOf(image: StoredImage, size: readonly [number, number], more: Partial<DecodeOptions> = {}) {
  const options = {
    resize: 'stretch',
    interpolation: 'bilinear',
    colorMode: 'rgb',
    background: '#ffffff',
    ...more,
  } as const;
  return Array.from((await decodeImage(image, { size, ...options })).pixels);
}

describe('decodeImage, compared with Pillow', () => {
  it.each(images)('reads $name', async ({ file, size, rgb, gray }) => {
    const image = { bytes: Buffer.from(file, 'base64') };
    expect(await pixelsOf(image, size)).toEqual(rgb);
    expect(await pixelsOf(image, size, { colorMode: 'grayscale' })).toEqual(gray);
  });
});

describe('decodeImage', () => {
  it('reads the first frame of a GIF', async () => {
    const { file, size } = images.find(({ name }) => name.startsWith('gif')) as Fixture;
    expect((await sharp(Buffer.from(file, 'base64'), { animated: true }).metadata()).pages).toBe(2);
    expect(await pixelsOf({ bytes: Buffer.from(file, 'base64') }, size)).toHaveLength(size[0] * size[1] * 3);
  });

  it('reads a BMP from the top if its height is negative, and blends an alpha channel with the background', async () => {
    const { file, size, rgb } = images.find(({ name }) => name === 'bmp of 24 bits') as Fixture;
    const bytes = Buffer.from(file, 'base64');
    bytes.writeInt32LE(-size[0], 22);
    const rows = Array.from({ length: size[0] }, (_, row) => rgb.slice(row * size[1] * 3, (row + 1) * size[1] * 3));
    expect(await pixelsOf({ bytes }, size)).toEqual(rows.reverse().flat());
  });

  it('blends transparent pixels with the given background', async () => {
    const pixels = [10, 20, 30, 255, 10, 20, 30, 0];
    const png = await rawImage(pixels, [1, 2], 4).png().toBuffer();
    const background = '#ff8000';
    expect(await pixelsOf({ bytes: png }, [1, 2], { background })).toEqual([10, 20, 30, 255, 128, 0]);
    const raw = { bytes: Buffer.from(pixels), raw: { height: 1, width: 2, channels: 4 } } as const;
    expect(await pixelsOf(raw, [1, 2], { background })).toEqual([10, 20, 30, 255, 128, 0]);
  });

  it('reduces 16-bit colors to 8 bits', async () => {
    const deep = await sharp(Uint16Array.from([0, 257 * 7, 65535]), { raw: { width: 1, height: 1, channels: 3 } })
      .toColorspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(await pixelsOf({ bytes: deep }, [1, 1])).toEqual([0, 7, 255]);
  });

  it('resizes raw pixels like those of files', async () => {
    const pixels = Array.from({ length: 4 * 6 }, (_, index) => (index * 37) % 256);
    const raw = { bytes: Buffer.from(pixels), raw: { height: 4, width: 6, channels: 1 } } as const;
    expect(await pixelsOf(raw, [4, 6], { colorMode: 'grayscale' })).toEqual(pixels);
    expect(await pixelsOf(raw, [4, 6])).toEqual(pixels.flatMap((level) => [level, level, level]));
    const png = await rawImage(pixels, [4, 6], 1).toColorspace('b-w').png().toBuffer();
    for (const size of [
      [2, 3],
      [8, 12],
    ] as const)
      expect(await pixelsOf(raw, size)).toEqual(await pixelsOf({ bytes: png }, size));
  });

  it.each([
    [
      'with run-length encoding',
      (bytes: Buffer) => bytes.writeUInt32LE(1, 30),
      'it is a BMP with compression 1, expected 0 or 3',
    ],
    ['with 5 bits per pixel', (bytes: Buffer) => bytes.writeUInt16LE(5, 28), /^it is a BMP with 5 bits per pixel/],
    ['without rows', (bytes: Buffer) => bytes.writeInt32LE(0, 22), 'its size is 7 x 0'],
    ['with missing rows', (bytes: Buffer) => bytes.writeInt32LE(1000, 22), 'it is truncated or damaged'],
    ['with rows beyond its end', (bytes: Buffer) => bytes.writeUInt32LE(999, 10), 'it is truncated or damaged'],
  ])('rejects a BMP %s', async (_, damage, message) => {
    const { file, size } = images.find(({ name }) => name === 'bmp of 24 bits') as Fixture;
    const bytes = Buffer.from(file, 'base64');
    damage(bytes);
    await expect(pixelsOf({ bytes }, size)).rejects.toThrow(message);
  });

  it('rejects a vector image', async () => {
    const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>');
    await expect(pixelsOf({ bytes }, [4, 4])).rejects.toThrow(
      'it is not a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF image',
    );
  });
});
